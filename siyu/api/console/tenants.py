"""Console doors of stores and regions."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar.params import Parameter
from msgspec import UNSET, UnsetType

from siyu.api.delivery_shapes import Ways
from siyu.api.store_shapes import StoreGiven, StoreShape, shape, shapes
from siyu.api.typed import Free, Name, Reason
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.modules import tenants
from siyu.modules.tenants import errors


class RegionShape(msgspec.Struct, frozen=True):
    """A region with how many open stores it has."""

    id: UUID
    name: str
    stores: int


class RegionGiven(msgspec.Struct, forbid_unknown_fields=True):
    name: Name


class StoreChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What changes at a store; what is left out stays."""

    name: Name | UnsetType = UNSET
    kind: tenants.StoreKind | UnsetType = UNSET
    region: UUID | UnsetType | None = UNSET
    city: Free | UnsetType = UNSET
    address: Free | UnsetType = UNSET
    opened_on: date | UnsetType = UNSET
    ways: Ways | UnsetType | None = UNSET
    """How what it sells comes to whoever bought; null: as the merchant says."""


class Closure(msgspec.Struct, forbid_unknown_fields=True):
    on: date
    reason: Reason


@door.get("/stores", permit="tenants.read")
async def list_stores(
    ask: Ask,
    paging: Paging,
    q: Search = "",
    region: UUID | None = None,
    kind: tenants.StoreKind | None = None,
    now: Annotated[Literal["open", "closed"] | None, Parameter(query="state")] = None,
) -> Page[StoreShape]:
    """Stores whose code, name or city contains `q` (also by its sound)."""
    async with ask.look() as work:
        chosen = tenants.StoreFilter(
            today=await _today(work),
            places=ask.scope.place_list(),
            q=q or None,
            region=region,
            kind=kind,
            state=now,
        )
        stores, count = await tenants.list_stores(
            work, chosen, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await shapes(work, stores), count)


@door.get("/stores/{id:uuid}", permit="tenants.read")
async def show_store(ask: Ask, id: UUID) -> StoreShape:
    """One store."""
    ask.scope.must_hold(id)
    async with ask.look() as work:
        return await shape(work, id)


@door.post("/stores", permit="tenants.write", errors=[errors.CodeTaken, errors.UnknownRegion])
async def open_store(ask: Ask, data: StoreGiven) -> StoreShape:
    """Open a store; its code never changes."""
    async with ask.work() as work:
        return await shape(work, await tenants.open_store(work, data.opening()))


@door.patch("/stores/{id:uuid}", permit="tenants.write", errors=[errors.UnknownRegion])
async def amend_store(ask: Ask, id: UUID, data: StoreChange) -> StoreShape:
    """Change what is known of a store."""
    ask.scope.must_hold(id)
    change = tenants.AmendStore(**msgspec.structs.asdict(data))
    async with ask.work() as work:
        await tenants.amend_store(work, id, change)
        return await shape(work, id)


@door.put(
    "/stores/{id:uuid}/closure",
    permit="tenants.write",
    errors=[errors.ClosedAlready, errors.ClosedBeforeOpened],
)
async def close_store(ask: Ask, id: UUID, data: Closure) -> StoreShape:
    """Close a store; what it sold stays."""
    ask.scope.must_hold(id)
    async with ask.work() as work:
        await tenants.close_store(work, id, data.on, reason=data.reason)
        return await shape(work, id)


@door.get("/regions", permit="tenants.read")
async def list_regions(ask: Ask) -> list[RegionShape]:
    """Regions with a store in scope."""
    async with ask.look() as work:
        regions = await tenants.list_regions(work, ask.scope.place_list())
    return [RegionShape(r.id, r.name, r.stores) for r in regions]


@door.post("/regions", permit="tenants.write", errors=[errors.RegionTaken])
async def add_region(ask: Ask, data: RegionGiven) -> RegionShape:
    """Add a region."""
    async with ask.work() as work:
        return RegionShape(await tenants.add_region(work, data.name), data.name, 0)


@door.patch("/regions/{id:uuid}", permit="tenants.write", errors=[errors.RegionTaken])
async def rename_region(ask: Ask, id: UUID, data: RegionGiven) -> RegionShape:
    """Give a region another name."""
    async with ask.work() as work:
        await tenants.rename_region(work, id, data.name)
        known = {r.id: r for r in await tenants.list_regions(work)}
    return RegionShape(id, data.name, known[id].stores)


async def _today(work: Work) -> date:
    return (await tenants.get_tenant(work)).date_of(work.now)


DOORS = [
    list_stores,
    show_store,
    open_store,
    amend_store,
    close_store,
    list_regions,
    add_region,
    rename_region,
]
