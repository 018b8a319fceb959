"""Making tags, and giving them to people: by hand, by list, by audience; many at a time."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
from msgspec import Struct

from siyu.kernel.db import Command, Query, Work
from siyu.kernel.errors import NotFound
from siyu.modules.customers.errors import TagNamed, TagRetired
from siyu.modules.customers.facts import Tagged, Untagged
from siyu.modules.customers.queries.tags import Kept, find_tags

ADD_GROUP = Command(
    """
    insert into customers.tag_group (tenant_id, id, name, made_at, made_by)
    values ($1, $2, $3, $4, $5)
    """
)
ADD_TAG = Command(
    """
    insert into customers.tag (tenant_id, id, group_id, name, made_at, made_by)
    select $1, $2, g.id, $4, $5, $6 from customers.tag_group g
    where g.tenant_id = $1 and g.id = $3
    """
)
RENAME_GROUP = Command("update customers.tag_group set name = $3 where tenant_id = $1 and id = $2")
RENAME_TAG = Command("update customers.tag set name = $3 where tenant_id = $1 and id = $2")
RETIRE = Command(
    """
    update customers.tag
    set retired_at = coalesce(retired_at, $3), retired_by = coalesce(retired_by, $4)
    where tenant_id = $1 and id = $2
    """
)


class _Pair(Struct, frozen=True):
    customer_id: UUID
    tag_id: UUID


# A key of another table's living row: who has the tag already keeps it as it was given.
GIVE = Query(
    _Pair,
    """
    insert into customers.tagging (tenant_id, customer_id, id, tag_id, since, by, via)
    select $1, c.id, n.id, n.tag_id, $2, $3, $4
    from unnest($5::uuid[], $6::uuid[], $7::uuid[]) as n (id, customer_id, tag_id)
    join customers.customer c
      on c.tenant_id = $1 and c.id = n.customer_id and c.forgotten_at is null
    on conflict (tenant_id, tag_id, customer_id) where ended_at is null do nothing
    returning customer_id, tag_id
    """,
)
TAKE = Query(
    _Pair,
    """
    update customers.tagging set ended_at = $2, ended_by = $3
    where tenant_id = $1 and customer_id = any($4::uuid[]) and tag_id = any($5::uuid[])
      and ended_at is null
    returning customer_id, tag_id
    """,
)


async def add_tag_group(work: Work, name: str) -> UUID:
    id_ = work.new_id()
    await _named(work, ADD_GROUP, name, id_, name, work.now, str(work.actor))
    work.audit("customers.add_tag_group", "tag_group", id_, after={"name": name})
    return id_


async def add_tag(work: Work, group: UUID, name: str) -> UUID:
    """NotFound without that group."""
    id_ = work.new_id()
    if not await _named(work, ADD_TAG, name, id_, group, name, work.now, str(work.actor)):
        raise NotFound
    work.audit("customers.add_tag", "tag", id_, after={"name": name, "group": group})
    return id_


async def rename_tag_group(work: Work, group: UUID, name: str) -> None:
    if not await _named(work, RENAME_GROUP, name, group, name):
        raise NotFound
    work.audit("customers.rename_tag_group", "tag_group", group, after={"name": name})


async def rename_tag(work: Work, tag: UUID, name: str) -> None:
    """Whoever has it then has it under the new name."""
    if not await _named(work, RENAME_TAG, name, tag, name):
        raise NotFound
    work.audit("customers.rename_tag", "tag", tag, after={"name": name})


async def retire_tag(work: Work, tag: UUID) -> None:
    """Let it be given to nobody any more; whoever has it keeps it."""
    if not await RETIRE.run(work, work.tenant, tag, work.now, str(work.actor)):
        raise NotFound
    work.audit("customers.retire_tag", "tag", tag)


async def tag(
    work: Work, customers: Sequence[UUID], tags: Sequence[UUID], *, via: str = "by_hand"
) -> int:
    """Give tags to people; how many did not have one of them yet."""
    known = await must_be_given(work, tags)
    # In one order whoever asks, so that two who tag the same people do not lock each other out.
    rows = [(work.new_id(), c, t) for t in sorted(known) for c in sorted(set(customers))]
    if not rows:
        return 0
    columns = [list(column) for column in zip(*rows, strict=True)]
    given = await GIVE.all(work, work.tenant, work.now, str(work.actor), via, *columns)
    for pair in given:
        fact = Tagged(tag=pair.tag_id, group=known[pair.tag_id].group_id, via=via)
        work.tell(fact, subject=pair.customer_id)
    return len(given)


async def untag(
    work: Work, customers: Sequence[UUID], tags: Sequence[UUID], *, via: str = "by_hand"
) -> int:
    """Take tags from people; how many had one of them."""
    known = await must_be_given(work, tags, given=False)
    who = (work.now, str(work.actor))
    taken = await TAKE.all(work, work.tenant, *who, list(customers), list(known))
    for pair in taken:
        fact = Untagged(tag=pair.tag_id, group=known[pair.tag_id].group_id, via=via)
        work.tell(fact, subject=pair.customer_id)
    return len(taken)


async def must_be_given(
    work: Work, tags: Sequence[UUID], *, given: bool = True
) -> dict[UUID, Kept]:
    """Tags by id; NotFound for one that nobody knows, TagRetired for one that is to be `given`."""
    known = await find_tags(work, tags)
    if len(known) != len(set(tags)):
        raise NotFound
    for one in known.values():
        if given and one.retired:
            raise TagRetired(name=one.name)
    return known


async def _named(work: Work, command: Command, name: str, *args: object) -> int:
    try:
        return await command.run(work, work.tenant, *args)
    except asyncpg.UniqueViolationError as taken:
        raise TagNamed(name=name) from taken
