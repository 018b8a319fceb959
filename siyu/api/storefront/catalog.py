"""Storefront doors of the catalog: anybody may look."""

from uuid import UUID

from litestar import Response
from msgspec import structs

from siyu.api.catalog_shapes import (
    CategoryNode,
    ProductDetail,
    ProductItem,
    item,
    product,
    tree,
)
from siyu.flows import after_sale_may
from siyu.kernel.doors import OPEN, Ask, Page, Paging, Search, door
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.modules import catalog, orders
from siyu.views.carts import ProductStock, get_shelf, get_stock

YEAR = "public, max-age=31536000, immutable"


@door.get("/categories", permit=OPEN)
async def list_categories(ask: Ask) -> list[CategoryNode]:
    """The category tree."""
    async with ask.look() as work:
        return tree(await catalog.list_categories(work))


@door.get("/products", permit=OPEN)
async def list_products(
    ask: Ask,
    paging: Paging,
    q: Search = "",
    category: UUID | None = None,
    store: UUID | None = None,
) -> Page[ProductItem]:
    """What is sold now and says `q`, in the category or below it, at her price in the store."""
    async with ask.look() as work:
        rows, count = await catalog.list_products(
            work,
            text=q,
            category=category,
            state="listed",
            limit=paging.limit,
            offset=paging.offset,
        )
        priced = await get_shelf(work, rows, ask.actor.id, store)
    return paging.of([item(row) for row in priced], count)


@door.get("/products/{id:uuid}", permit=OPEN)
async def show_product(ask: Ask, id: UUID) -> ProductDetail:
    """A product with the SKUs that are sold; outside of its schedule it says so."""
    found = await product(ask, id)
    return structs.replace(found, skus=[one for one in found.skus if not one.withdrawn])


@door.get("/products/{id:uuid}/stock", permit=OPEN, errors=[orders.StoreShut])
async def show_stock(ask: Ask, id: UUID, store: UUID | None = None) -> ProductStock:
    """Which of its SKUs the store has; without one it is hers, or the merchant's first."""
    async with ask.look() as work:
        found = await get_stock(work, id, ask.actor.id, store)
        kept = await after_sale_may.exemptions(work, [id])
        return structs.replace(found, no_return=kept.get(id))


@door.get("/pictures/{name:str}", permit=OPEN)
async def show_picture(ask: Ask, kit: Kit, name: str) -> Response[bytes]:
    """A product's picture; its name is its content's, so it never changes."""
    if not name.removesuffix(".webp").isalnum():
        raise NotFound
    place = catalog.picture_path(kit.uploads, ask.tenant, name)
    if not place.is_file():
        raise NotFound
    body = place.read_bytes()
    return Response(body, media_type="image/webp", headers={"cache-control": YEAR})


DOORS = [list_categories, list_products, show_product, show_stock, show_picture]
