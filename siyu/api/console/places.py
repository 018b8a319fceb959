"""Console doors of a SKU at a place: how it went and why, its level, and what is to be filled."""

from typing import Annotated
from uuid import UUID

from litestar.params import Parameter
from msgspec import Struct

from siyu.api import place_shapes as shared
from siyu.api.place_shapes import LEVELS, LevelGiven, SkuPlace
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.modules import tenants
from siyu.views.refills import Refill
from siyu.views.stock_moves import StockMove

DAYS = 90


class Place(Struct, frozen=True, kw_only=True):
    """Where goods may be sent: also beyond what one looks after."""

    id: UUID
    code: str
    name: str
    kind: tenants.StoreKind
    city: str


@door.get("/stock/places", permit="inventory.read")
async def list_places(ask: Ask, paging: Paging, q: Search = "") -> Page[Place]:
    """Open stores and warehouses, all of them: one may send goods to any."""
    async with ask.look() as work:
        today = (await tenants.get_tenant(work)).date_of(work.now)
        chosen = tenants.StoreFilter(today=today, q=q or None, state="open")
        rows, count = await tenants.list_stores(
            work, chosen, limit=paging.limit, offset=paging.offset
        )
    places = [
        Place(id=one.id, code=one.code, name=one.name, kind=one.kind, city=one.city) for one in rows
    ]
    return paging.of(places, count)


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


@door.put("/stock/{id:uuid}/level", permit="inventory.write", errors=LEVELS)
async def set_level(ask: Ask, id: UUID, data: LevelGiven) -> SkuPlace:
    """Say how many of a SKU a place should have."""
    async with ask.work() as work:
        return await shared.set_level(work, ask, id, data, DAYS)


DOORS = [list_places, list_refills, show_place, list_moves, set_level]
