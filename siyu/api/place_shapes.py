"""What doors of a SKU at a place take and how it looks: moves, levels, what is to be filled."""

from uuid import UUID

from msgspec import Struct

from siyu.api.stock_shapes import Received
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging
from siyu.modules import catalog, inventory, tenants
from siyu.views import refills, stock_moves
from siyu.views.refills import Refill, WhichRefills
from siyu.views.refs import PlaceRef
from siyu.views.stock_moves import StockDay, StockMove

LEVELS = [inventory.BadLevel]


class LevelGiven(Struct, forbid_unknown_fields=True, kw_only=True):
    """How many a place should have; without both, whatever there is is well."""

    store: UUID
    least: Received | None = None
    fill: Received | None = None

    def level(self) -> inventory.Level | None:
        if self.least is None and self.fill is None:
            return None
        least = self.least or self.fill or 0
        return inventory.Level(least=least, fill=self.fill or least)


class SkuPlace(Struct, frozen=True, kw_only=True):
    """A SKU at a place: what is there, what is on its way, what should be, and how it went."""

    sku: UUID
    code: str
    name: str
    store: PlaceRef
    on_hand: int
    held: int
    free: int
    coming: int
    least: int | None
    fill: int | None
    days: list[StockDay]


async def sku_place(work: Work, ask: Ask, sku: UUID, store: UUID, days: int) -> SkuPlace:
    ask.scope.must_hold(store)
    place = await tenants.get_store(work, store)
    await catalog.get_sku(work, sku)
    named = (await catalog.sku_refs(work, [sku]))[sku]
    level = await inventory.find_level(work, sku, store)
    there = await stock_moves.standing_at(work, sku, store)
    return SkuPlace(
        sku=sku,
        code=named.code,
        name=named.name,
        store=PlaceRef(id=place.id, code=place.code, name=place.name),
        on_hand=there.on_hand,
        held=there.held,
        free=there.on_hand - there.held,
        coming=there.coming,
        least=level.least if level else None,
        fill=level.fill if level else None,
        days=await stock_moves.course_of(work, sku, store, days),
    )


async def move_page(ask: Ask, paging: Paging, sku: UUID, store: UUID) -> Page[StockMove]:
    ask.scope.must_hold(store)
    async with ask.look() as work:
        await catalog.get_sku(work, sku)
        await tenants.get_store(work, store)
        rows, count = await stock_moves.list_moves(
            work, sku, store, limit=paging.limit, offset=paging.offset
        )
    return paging.of(rows, count)


async def set_level(work: Work, ask: Ask, sku: UUID, data: LevelGiven, days: int) -> SkuPlace:
    ask.scope.must_hold(data.store)
    await catalog.get_sku(work, sku)
    await tenants.get_store(work, data.store)
    await inventory.set_level(work, sku, data.store, data.level())
    return await sku_place(work, ask, sku, data.store, days)


async def refill_page(
    ask: Ask, paging: Paging, store: UUID | None, source: UUID | None
) -> Page[Refill]:
    if store is not None:
        ask.scope.must_hold(store)
    which = WhichRefills(stores=ask.scope.place_list(), store=store, source=source)
    async with ask.look() as work:
        rows, count = await refills.list_refills(
            work, which, limit=paging.limit, offset=paging.offset
        )
    return paging.of(rows, count)
