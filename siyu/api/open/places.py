"""Open API doors of a SKU at a place: moves, safety stock, and what is to be filled."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import Parameter

from siyu.api import place_shapes as shared
from siyu.api.place_shapes import LEVELS, LevelGiven, SkuPlace
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.views.refills import Refill
from siyu.views.stock_moves import StockMove

DAYS = 90


@door.get("/stock/refills", permit="inventory.read")
async def list_refills(
    ask: Ask, paging: Paging, store: UUID | None = None, source: UUID | None = None
) -> Page[Refill]:
    """SKUs of which a place has fewer than its safety stock, the emptiest first."""
    return await shared.refill_page(ask, paging, store, source)


@door.get("/stock/{id:uuid}/place", permit="inventory.read")
async def show_place(
    ask: Ask, id: UUID, store: UUID, days: Annotated[int, Parameter(ge=7, le=366)] = DAYS
) -> SkuPlace:
    """A SKU at a place, with its last days."""
    async with ask.look() as work:
        return await shared.sku_place(work, ask, id, store, days)


@door.get("/stock/{id:uuid}/moves", permit="inventory.read")
async def list_moves(ask: Ask, paging: Paging, id: UUID, store: UUID) -> Page[StockMove]:
    """Whatever came and went of a SKU at a place, and why; the latest first."""
    return await shared.move_page(ask, paging, id, store)


@door.put(
    "/stock/{id:uuid}/level",
    permit="inventory.write",
    errors=[*LEVELS, KeyMissing, KeyReused],
)
async def set_level(ask: Ask, once: Once, id: UUID, data: LevelGiven) -> Response[SkuPlace]:
    """Say how many of a SKU a place should have."""
    async with once.work() as work:
        return await once.answer(work, await shared.set_level(work, ask, id, data, DAYS), 200)


DOORS = [list_refills, show_place, list_moves, set_level]
