"""Console doors of flash sales."""

from typing import Annotated
from uuid import UUID

from litestar.params import Parameter

from siyu.api.sale_shapes import (
    REFUSALS,
    SaleChange,
    SaleGiven,
    SaleStateGiven,
    Which,
    move,
    shown,
)
from siyu.flows import flash_sales
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import deals
from siyu.modules.deals import UnknownSale
from siyu.views.sales import LiveSale, SaleShape, live_sale, sale_shapes


@door.get("/sales", permit="promotions.read")
async def list_sales(
    ask: Ask, paging: Paging, *, state_: Annotated[Which, Parameter(query="state")] = "any"
) -> Page[SaleShape]:
    """Flash sales, those that begin last first."""
    async with ask.look() as work:
        rows, count = await deals.list_sales(
            work, which=state_, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await sale_shapes(work, rows), count)


@door.post("/sales", permit="promotions.write")
async def draft_sale(ask: Ask, data: SaleGiven) -> SaleShape:
    """Make a draft: nothing is put aside, and nobody sees it before it is confirmed."""
    async with ask.work() as work:
        return await shown(work, await flash_sales.draft(work, data.said()))


@door.get("/sales/{id:uuid}", permit="promotions.read", errors=[UnknownSale])
async def show_sale(ask: Ask, id: UUID) -> SaleShape:
    """A sale with its goods, store by store."""
    async with ask.look() as work:
        return await shown(work, await deals.get_sale(work, id))


@door.get("/sales/{id:uuid}/live", permit="promotions.read", errors=[UnknownSale])
async def watch_sale(ask: Ask, id: UUID) -> LiveSale:
    """How it goes at this moment: sold, left, orders per second, who came in vain."""
    async with ask.look() as work:
        return await live_sale(work, await deals.get_sale(work, id))


@door.put("/sales/{id:uuid}", permit="promotions.write", errors=REFUSALS)
async def change_sale(ask: Ask, id: UUID, data: SaleChange) -> SaleShape:
    """Change a draft."""
    async with ask.work() as work:
        return await shown(work, await flash_sales.change(work, id, data.version, data.said()))


@door.put("/sales/{id:uuid}/state", permit="promotions.write", errors=REFUSALS)
async def move_sale(ask: Ask, id: UUID, data: SaleStateGiven) -> SaleShape:
    """Confirm it, or end it for good."""
    async with ask.work() as work:
        return await move(work, id, data)


DOORS = [list_sales, draft_sale, show_sale, watch_sale, change_sale, move_sale]
