"""What the console and the open API share about audiences."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.api.typed import Name
from siyu.flows import count_audience
from siyu.flows.count_audience import Asker
from siyu.kernel.blocks import BlockShape, Node
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.kit import Kit
from siyu.modules import audiences, staff
from siyu.views.members import Member, list_members
from siyu.views.refs import staff_of


class TreeGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Conditions; every group and leaf is a node."""

    tree: Node


class AudienceGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An audience to be kept."""

    name: Name
    tree: Node


class CountShape(Struct, frozen=True):
    """People at a node, and at each node below it, in the order they were given."""

    people: int
    of: list["CountShape"]


class Counted(Struct, frozen=True, kw_only=True):
    """How many are meant at every node, of how many the asker may see."""

    as_of: datetime
    universe: int
    counts: CountShape


class AudienceShape(Struct, frozen=True, kw_only=True):
    """An audience; `people` were in it when it was saved, everybody's and not only the asker's."""

    id: UUID
    name: str
    version: int
    tree: Node
    people: int | None
    saved_at: datetime
    saved_by: str | None
    ended: bool


def asker(ask: Ask) -> Asker:
    return Asker(ask.tenant, ask.scope, ask.language)


def blocks(ask: Ask, kit: Kit) -> list[BlockShape]:
    return kit.port(audiences.Counter).leaves.registry.describe(ask.language)


async def count(ask: Ask, kit: Kit, tree: Node) -> Counted:
    counts, universe = await count_audience.count(kit, asker(ask), tree)
    return Counted(as_of=kit.clock.now(), universe=universe, counts=_shape(counts))


def _shape(counts: audiences.Counts) -> CountShape:
    return CountShape(counts.people, [_shape(part) for part in counts.of])


async def list_page(ask: Ask, paging: Paging, q: str) -> Page[AudienceShape]:
    async with ask.look() as work:
        found, count = await audiences.list_audiences(
            work, q=q, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await shapes(ask, work, found), count)


async def shapes(ask: Ask, work: Work, found: list[audiences.Audience]) -> list[AudienceShape]:
    """Whoever sees a part of the people learns no number of all of them."""
    makers = {one.id: staff_of(one.saved_by) for one in found}
    names = await staff.names(work, [person for person in makers.values() if person])
    everybody = ask.scope.places is None and ask.scope.own is None
    return [
        AudienceShape(
            id=one.id,
            name=one.name,
            version=one.version,
            tree=one.tree,
            people=one.people if everybody else None,
            saved_at=one.saved_at,
            saved_by=names.get(maker) if (maker := makers[one.id]) else None,
            ended=one.ended_at is not None,
        )
        for one in found
    ]


async def members_page(ask: Ask, kit: Kit, audience: UUID, paging: Paging) -> Page[Member]:
    async with ask.look() as work:
        kept = await audiences.get_audience(work, audience)
    page = await count_audience.page(
        kit, asker(ask), kept.tree, limit=paging.limit, offset=paging.offset
    )
    async with ask.look() as work:
        return paging.of(await list_members(work, page.numbers, ask.scope), page.people)
