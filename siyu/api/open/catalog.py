"""Open API doors of the catalog."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import Parameter

from siyu.api.catalog_shapes import (
    ProductDetail,
    ProductItem,
    ScheduleGiven,
    SkuChangeGiven,
    SkuShape,
    detail,
    product,
    products,
    sku_shape,
)
from siyu.api.console.catalog import MATRIX, MatrixGiven, ProductGiven, given
from siyu.kernel.doors import Ask, Once, Page, Paging, Search, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import catalog


@door.get("/products", permit="catalog.read")
async def list_products(
    ask: Ask,
    paging: Paging,
    q: Search = "",
    category: UUID | None = None,
    state_: Annotated[catalog.State | None, Parameter(query="state")] = None,
) -> Page[ProductItem]:
    """Products that say `q` in name, category, option or code; what it fits best first."""
    return await products(ask, paging, q, category, state_)


@door.get("/products/{id:uuid}", permit="catalog.read")
async def show_product(ask: Ask, id: UUID) -> ProductDetail:
    """A product with its SKUs."""
    return await product(ask, id)


@door.post(
    "/products",
    permit="catalog.write",
    errors=[*MATRIX, catalog.BadVoucher, catalog.BadSchedule, KeyMissing, KeyReused],
)
async def list_product(once: Once, data: ProductGiven) -> Response[ProductDetail]:
    """List a product with its SKUs."""
    async with once.work() as work:
        [listed] = await catalog.list_new(work, [given(data)])
        return await once.answer(work, detail(*await catalog.get_product(work, listed)))


@door.put(
    "/products/{id:uuid}/skus",
    permit="catalog.write",
    errors=[*MATRIX, KeyMissing, KeyReused],
)
async def arrange_skus(once: Once, id: UUID, data: MatrixGiven) -> Response[ProductDetail]:
    """Say what is chosen of a product and which SKUs it has; one is known by its code."""
    async with once.work() as work:
        await catalog.arrange(work, id, *data.of())
        return await once.answer(work, detail(*await catalog.get_product(work, id)), 200)


@door.put(
    "/products/{id:uuid}/schedule",
    permit="catalog.write",
    errors=[catalog.BadSchedule, KeyMissing, KeyReused],
)
async def schedule_product(once: Once, id: UUID, data: ScheduleGiven) -> Response[ProductDetail]:
    """From when until when it can be ordered; before it is shown as coming, then as gone."""
    async with once.work() as work:
        await catalog.schedule(work, id, *data.bounds())
        return await once.answer(work, detail(*await catalog.get_product(work, id)), 200)


@door.patch(
    "/skus/{id:uuid}",
    permit="catalog.write",
    errors=[catalog.BarcodeTaken, catalog.BadVoucher, KeyMissing, KeyReused],
)
async def change_sku(once: Once, id: UUID, data: SkuChangeGiven) -> Response[SkuShape]:
    """Change what a SKU is called, scanned by and good for; what is left out stays."""
    async with once.work() as work:
        changed = await catalog.change_sku(work, id, data.change())
        return await once.answer(work, sku_shape(changed), 200)


DOORS = [list_products, show_product, list_product, arrange_skus, schedule_product, change_sku]
