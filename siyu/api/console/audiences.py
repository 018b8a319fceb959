"""Console doors of audiences."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api import audience_doors as shared
from siyu.api.audience_doors import AudienceGiven, AudienceShape, Counted, TreeGiven
from siyu.flows import count_audience
from siyu.kernel.blocks import BlockShape
from siyu.kernel.columns import UNANSWERED
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.kernel.kit import Kit
from siyu.modules import audiences
from siyu.views.members import Member, list_members

SAMPLE = 8


class AudienceChange(AudienceGiven, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version` is the one that was opened for editing."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class ExplainedShape(Struct, frozen=True):
    """Whether a node holds for her, and each node below it."""

    holds: bool
    of: list["ExplainedShape"]


@door.get("/audiences/blocks", permit="audiences.read")
async def list_blocks(ask: Ask, kit: Kit) -> list[BlockShape]:
    """Every condition, as a sentence with slots and the fields that fill them."""
    return shared.blocks(ask, kit)


@door.post("/audiences/count", permit="audiences.read", status_code=200, errors=UNANSWERED)
async def count(ask: Ask, kit: Kit, data: TreeGiven) -> Counted:
    """People at every node of a tree, within what one may see."""
    return await shared.count(ask, kit, data.tree)


@door.post("/audiences/sample", permit="audiences.read", status_code=200, errors=UNANSWERED)
async def sample(ask: Ask, kit: Kit, data: TreeGiven) -> list[Member]:
    """Some of the people whom a tree means, chosen by chance."""
    numbers = await count_audience.sample(kit, shared.asker(ask), data.tree, SAMPLE)
    async with ask.look() as work:
        return await list_members(work, numbers, ask.scope)


@door.get("/audiences", permit="audiences.read")
async def list_audiences(ask: Ask, paging: Paging, q: Search = "") -> Page[AudienceShape]:
    """Audiences whose name contains `q`, the last saved first."""
    return await shared.list_page(ask, paging, q)


@door.get("/audiences/{id:uuid}", permit="audiences.read")
async def show_audience(ask: Ask, id: UUID) -> AudienceShape:
    """One audience with its conditions."""
    async with ask.look() as work:
        return (await shared.shapes(ask, work, [await audiences.get_audience(work, id)]))[0]


@door.get("/audiences/{id:uuid}/members", permit="audiences.read", errors=UNANSWERED)
async def list_members_of(ask: Ask, kit: Kit, paging: Paging, id: UUID) -> Page[Member]:
    """Who is in it now, by member number, within what one may see."""
    return await shared.members_page(ask, kit, id, paging)


@door.get("/audiences/{id:uuid}/explanation", permit="audiences.read", errors=UNANSWERED)
async def explain(ask: Ask, kit: Kit, id: UUID, customer: UUID) -> ExplainedShape:
    """Which conditions hold for one customer: why she is in or out."""
    async with ask.look() as work:
        kept = await audiences.get_audience(work, id)
    return _shape(await count_audience.explain(kit, shared.asker(ask), kept.tree, customer))


@door.post("/audiences", permit="audiences.write", errors=[audiences.NameTaken, *UNANSWERED])
async def make_audience(ask: Ask, kit: Kit, data: AudienceGiven) -> AudienceShape:
    """Keep a new audience."""
    return await _saved(ask, kit, count_audience.Kept(name=data.name, tree=data.tree))


@door.put(
    "/audiences/{id:uuid}",
    permit="audiences.write",
    errors=[audiences.NameTaken, audiences.ChangedMeanwhile, audiences.Ended, *UNANSWERED],
)
async def edit_audience(ask: Ask, kit: Kit, id: UUID, data: AudienceChange) -> AudienceShape:
    """Keep the next version of an audience; refused if somebody saved one meanwhile."""
    kept = count_audience.Kept(name=data.name, tree=data.tree, audience=id, version=data.version)
    return await _saved(ask, kit, kept)


@door.delete("/audiences/{id:uuid}", permit="audiences.write", status_code=204)
async def end_audience(ask: Ask, id: UUID) -> None:
    """Put an audience away; what was done with it stays."""
    async with ask.work() as work:
        await audiences.end(work, id)


async def _saved(ask: Ask, kit: Kit, kept: count_audience.Kept) -> AudienceShape:
    asked = await count_audience.counted(kit, shared.asker(ask), kept)
    async with ask.work() as work:
        saved = await audiences.save(work, asked)
        return (await shared.shapes(ask, work, [saved]))[0]


def _shape(why: audiences.Explained) -> ExplainedShape:
    return ExplainedShape(why.holds, [_shape(part) for part in why.of])


DOORS = [
    list_blocks,
    count,
    sample,
    list_audiences,
    show_audience,
    list_members_of,
    explain,
    make_audience,
    edit_audience,
    end_audience,
]
