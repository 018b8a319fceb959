"""Giving a tag to everybody an audience meant, or taking it: a chunk at a time.

A chunk holds its row and is one unit of work, so a worker that is killed leaves nobody out, and
tells of nobody twice.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from pyroaring import BitMap

from siyu.kernel.db import Command, Query, Work
from siyu.kernel.errors import NotFound
from siyu.modules.customers.actions.tag import must_be_given, tag, untag
from siyu.modules.customers.errors import NobodyToTag, TagRetired
from siyu.modules.customers.queries.tags import find_by_number, get_bulk_tagging
from siyu.modules.customers.values import BulkTagging, TagChunk

TAG_MANY = "customers.tag_many"


class _Held(Struct, frozen=True):
    members: bytes
    through: int
    ended: bool


_ADD = Command(
    """
    insert into customers.bulk_tagging
      (tenant_id, id, tag_id, audience_id, has, members, people, through, done, changed, asked_at,
       asked_by)
    values ($1, $2, $3, $4, $5, $6, $7, -1, 0, 0, $8, $9)
    """
)
_LOCK = Query(
    _Held,
    """
    select members, through, ended_at is not null as ended from customers.bulk_tagging
    where tenant_id = $1 and id = $2 for update
    """,
)
_ADVANCE = Command(
    """
    update customers.bulk_tagging set through = $3, done = done + $4, changed = changed + $5
    where tenant_id = $1 and id = $2
    """
)
_END = Command(
    """
    update customers.bulk_tagging set ended_at = $3, stopped_by = $4
    where tenant_id = $1 and id = $2 and ended_at is null
    """
)


async def ask_to_tag_many(
    work: Work, tag: UUID, audience: UUID, members: BitMap, *, has: bool
) -> BulkTagging:
    """Freeze who is meant, and leave the job that tags them."""
    await must_be_given(work, [tag], given=has)
    if not members:
        raise NobodyToTag
    id_ = work.new_id()
    whom = (tag, audience, has, members.serialize(), len(members))
    await _ADD.run(work, work.tenant, id_, *whom, work.now, str(work.actor))
    after = {"audience": audience, "has": has, "people": len(members)}
    work.audit("customers.tag_many", "tag", tag, after=after)
    work.enqueue(TAG_MANY, {"bulk": str(id_)})
    return await get_bulk_tagging(work, id_)


async def take_tag_chunk(work: Work, bulk: UUID, most: int) -> TagChunk | None:
    """The next people; None when everybody was looked at."""
    held = await _LOCK.first(work, work.tenant, bulk)
    if held is None:
        raise NotFound
    if held.ended:
        return None
    members = BitMap.deserialize(held.members)
    begin = members.rank(held.through) if held.through >= 0 else 0
    numbers = list(members[begin : begin + most]) if begin < len(members) else []
    if not numbers:
        await _END.run(work, work.tenant, bulk, work.now, None)
        return None
    return TagChunk(await get_bulk_tagging(work, bulk), numbers)


async def tag_chunk(work: Work, chunk: TagChunk) -> None:
    """Change whom it changes; a tag that was retired meanwhile stops the rest."""
    bulk = chunk.of
    people = await find_by_number(work, chunk.numbers)
    try:
        changed = await _change(work, people, bulk)
    except TagRetired as why:
        await _END.run(work, work.tenant, bulk.id, work.now, why.code)
        return
    done = len(chunk.numbers)
    await _ADVANCE.run(work, work.tenant, bulk.id, chunk.numbers[-1], done, changed)


async def _change(work: Work, people: Sequence[UUID], bulk: BulkTagging) -> int:
    act = tag if bulk.has else untag
    return await act(work, people, [bulk.tag_id], via="audience")
