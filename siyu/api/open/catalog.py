"""Open API doors of the catalog."""

from uuid import UUID

from litestar import Response

from siyu.api.catalog_shapes import (
    ProductDetail,
    ProductItem,
    SkuChangeGiven,
    SkuShape,
    detail,
    product,
    products,
    sku_shape,
)
from siyu.api.console.catalog import ProductGiven, given
from siyu.kernel.doors import Ask, Once, Page, Paging, Search, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import catalog


@door.get("/products", permit="catalog.read")
async def list_products(
    ask: Ask,
    paging: Paging,
    q: Search = "",
    category: UUID | None = None,
) -> Page[ProductItem]:
    """Products whose code or name contains `q`, in the category or below it."""
    return await products(ask, paging, q, category)


@door.get("/products/{id:uuid}", permit="catalog.read")
async def show_product(ask: Ask, id: UUID) -> ProductDetail:
    """A product with its SKUs."""
    return await product(ask, id)


@door.post(
    "/products",
    permit="catalog.write",
    errors=[
        catalog.CodeTaken,
        catalog.BarcodeTaken,
        catalog.NoSkus,
        catalog.BadVoucher,
        KeyMissing,
        KeyReused,
    ],
)
async def list_product(once: Once, data: ProductGiven) -> Response[ProductDetail]:
    """List a product with its SKUs."""
    async with once.work() as work:
        [listed] = await catalog.list_new(work, [given(data)])
        return await once.answer(work, detail(*await catalog.get_product(work, listed)))


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


DOORS = [list_products, show_product, list_product, change_sku]
