"""Open API doors of group buys."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import Parameter

from siyu.api.group_shapes import (
    REFUSALS,
    GroupBuyChange,
    GroupBuyGiven,
    GroupBuyStateGiven,
    Which,
    move,
    shown,
)
from siyu.flows import group_buys
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import groups
from siyu.modules.groups import UnknownOffer
from siyu.views.group_buys import GroupOffer, OfferLive, offer_live, offer_shapes

KEYED = [*REFUSALS, KeyMissing, KeyReused]


@door.get("/group-buys", permit="promotions.read")
async def list_group_buys(
    ask: Ask, paging: Paging, *, state_: Annotated[Which, Parameter(query="state")] = "any"
) -> Page[GroupOffer]:
    """Group buys, the last made first."""
    async with ask.look() as work:
        rows, count = await groups.list_offers(
            work, which=state_, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await offer_shapes(work, rows), count)


@door.post("/group-buys", permit="promotions.write", errors=[KeyMissing, KeyReused])
async def draft_group_buy(once: Once, data: GroupBuyGiven) -> Response[GroupOffer]:
    """Make a draft: nobody sees it before it is opened."""
    async with once.work() as work:
        made = await group_buys.draft(work, data.terms())
        return await once.answer(work, await shown(work, made))


@door.get("/group-buys/{id:uuid}", permit="promotions.read", errors=[UnknownOffer])
async def show_group_buy(ask: Ask, id: UUID) -> OfferLive:
    """A group buy with how it goes: groups and seats by state, and the latest groups."""
    async with ask.look() as work:
        return await offer_live(work, await groups.get_offer(work, id))


@door.put("/group-buys/{id:uuid}", permit="promotions.write", errors=KEYED)
async def change_group_buy(once: Once, id: UUID, data: GroupBuyChange) -> Response[GroupOffer]:
    """Change a draft."""
    async with once.work() as work:
        changed = await group_buys.change(work, id, data.version, data.terms())
        return await once.answer(work, await shown(work, changed))


@door.put("/group-buys/{id:uuid}/state", permit="promotions.write", errors=KEYED)
async def move_group_buy(once: Once, id: UUID, data: GroupBuyStateGiven) -> Response[GroupOffer]:
    """Open it, or close it for good."""
    async with once.work() as work:
        return await once.answer(work, await move(work, id, data))


DOORS = [list_group_buys, draft_group_buy, show_group_buy, change_group_buy, move_group_buy]
