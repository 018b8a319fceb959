"""Verbs of audiences: keep one, edit one, put one away."""

from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from siyu.kernel.blocks import Node
from siyu.kernel.db import Command, Query, Work
from siyu.kernel.errors import NotFound
from siyu.modules.audiences.errors import ChangedMeanwhile, Ended, NameTaken
from siyu.modules.audiences.facts import AudienceEnded, AudienceSaved
from siyu.modules.audiences.queries import get_audience
from siyu.modules.audiences.values import Audience, Save


class _Held(Struct, frozen=True):
    version: int
    living: bool


_LOCK = Query(
    _Held,
    """
    select version, ended_at is null as living from audiences.audience
    where tenant_id = $1 and id = $2 for update
    """,
)
_ADD = Command(
    """
    insert into audiences.audience (tenant_id, id, name, version, made_at, made_by)
    values ($1, $2, $3, 1, $4, $5)
    """
)
_MOVE_ON = Command(
    "update audiences.audience set name = $3, version = $4 where tenant_id = $1 and id = $2"
)
_KEEP = Command(
    """
    insert into audiences.version
      (tenant_id, audience_id, version, tree, digest, people, saved_at, saved_by)
    values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)
    """
)
_END = Command(
    """
    update audiences.audience set ended_at = $3, ended_by = $4
    where tenant_id = $1 and id = $2 and ended_at is null
    """
)


async def save(work: Work, asked: Save) -> Audience:
    """Keep a new audience, or the next version of one that nobody changed meanwhile."""
    id_, version = asked.audience or work.new_id(), asked.version + 1
    by = str(work.actor)
    try:
        if asked.audience is None:
            await _ADD.run(work, work.tenant, id_, asked.name, work.now, by)
        else:
            await _must_stand(work, id_, asked.version)
            await _MOVE_ON.run(work, work.tenant, id_, asked.name, version)
    except asyncpg.UniqueViolationError as twin:
        raise NameTaken(name=asked.name) from twin
    tree = msgspec.json.encode(asked.tree).decode()
    kept = (tree, asked.digest, asked.people, work.now, by)
    await _KEEP.run(work, work.tenant, id_, version, *kept)
    blocks = tuple(sorted(_blocks(asked.tree)))
    work.tell(AudienceSaved(audience=id_, version=version, people=asked.people, blocks=blocks))
    work.audit("audiences.save", "audience", id_, after={"name": asked.name, "version": version})
    return await get_audience(work, id_)


async def _must_stand(work: Work, audience: UUID, version: int) -> None:
    held = await _LOCK.first(work, work.tenant, audience)
    if held is None:
        raise NotFound
    if not held.living:
        raise Ended
    if held.version != version:
        raise ChangedMeanwhile


async def end(work: Work, audience: UUID) -> None:
    """Put an audience away; its versions stay, for what was done with them."""
    await get_audience(work, audience)
    if await _END.run(work, work.tenant, audience, work.now, str(work.actor)):
        work.tell(AudienceEnded(audience=audience))
        work.audit("audiences.end", "audience", audience)


def _blocks(node: Node) -> set[str]:
    return {node.block} if node.op == "leaf" else {b for part in node.of for b in _blocks(part)}
