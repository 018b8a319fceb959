"""Open API doors of stores."""

from uuid import UUID

from litestar import Response

from siyu.api.store_shapes import StoreGiven, StoreShape, shape, shapes
from siyu.kernel.doors import Ask, Once, Page, Paging, Search, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import tenants
from siyu.modules.tenants import errors


@door.get("/stores", permit="tenants.read")
async def list_stores(ask: Ask, paging: Paging, q: Search = "") -> Page[StoreShape]:
    """Stores whose code, name or city contains `q`."""
    async with ask.look() as work:
        today = (await tenants.get_tenant(work)).date_of(work.now)
        chosen = tenants.StoreFilter(today=today, q=q or None)
        stores, count = await tenants.list_stores(
            work, chosen, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await shapes(work, stores), count)


@door.get("/stores/{id:uuid}", permit="tenants.read")
async def show_store(ask: Ask, id: UUID) -> StoreShape:
    """One store."""
    async with ask.look() as work:
        return await shape(work, id)


@door.post(
    "/stores",
    permit="tenants.write",
    errors=[errors.CodeTaken, errors.UnknownRegion, KeyMissing, KeyReused],
)
async def open_store(once: Once, data: StoreGiven) -> Response[StoreShape]:
    """Open a store; its code never changes."""
    async with once.work() as work:
        store = await tenants.open_store(work, data.opening())
        return await once.answer(work, await shape(work, store))


DOORS = [list_stores, show_store, open_store]
