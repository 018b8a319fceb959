"""Console doors of the catalog."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body

from siyu.api.catalog_shapes import (
    CategoryNode,
    ProductDetail,
    ProductItem,
    SkuChangeGiven,
    SkuShape,
    VoucherGiven,
    detail,
    product,
    products,
    sku_shape,
    tree,
)
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.kernel.kit import Kit
from siyu.modules import catalog

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Price = Annotated[int, msgspec.Meta(ge=0, le=10**12)]


class SkuGiven(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: Code
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    price_minor: Price
    barcode: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    voucher: VoucherGiven | None = None


class ProductGiven(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: Code
    name: Name
    category: UUID | None = None
    description: Annotated[str, msgspec.Meta(max_length=5000)] = ""
    skus: Annotated[list[SkuGiven], msgspec.Meta(min_length=1, max_length=200)]


class SkuPrice(msgspec.Struct, forbid_unknown_fields=True):
    id: UUID
    price_minor: Price


class ProductChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name
    category: UUID | None = None
    description: Annotated[str, msgspec.Meta(max_length=5000)] = ""
    prices: Annotated[list[SkuPrice], msgspec.Meta(max_length=200)] = []


class CategoryGiven(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: Code
    name: Name
    parent_code: Code | None = None


@door.get("/categories", permit="catalog.read")
async def list_categories(ask: Ask) -> list[CategoryNode]:
    """The category tree."""
    async with ask.look() as work:
        return tree(await catalog.list_categories(work))


@door.post(
    "/categories",
    permit="catalog.write",
    errors=[catalog.CodeTaken, catalog.UnknownCategory],
)
async def add_category(ask: Ask, data: CategoryGiven) -> list[CategoryNode]:
    """Open a category; answers the whole tree."""
    new = catalog.NewCategory(code=data.code, name=data.name, parent_code=data.parent_code)
    async with ask.work() as work:
        await catalog.add_categories(work, [new])
        return tree(await catalog.list_categories(work))


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
    errors=[catalog.CodeTaken, catalog.BarcodeTaken, catalog.NoSkus, catalog.BadVoucher],
)
async def list_product(ask: Ask, data: ProductGiven) -> ProductDetail:
    """List a product with its SKUs."""
    async with ask.work() as work:
        [listed] = await catalog.list_new(work, [given(data)])
        return detail(*await catalog.get_product(work, listed))


@door.patch("/products/{id:uuid}", permit="catalog.write")
async def change_product(ask: Ask, id: UUID, data: ProductChange) -> ProductDetail:
    """Change a product's words and its SKUs' list prices."""
    async with ask.work() as work:
        await catalog.change(
            work, id, name=data.name, category_id=data.category, description=data.description
        )
        for price in data.prices:
            await catalog.reprice(work, price.id, price.price_minor, of=id)
        return detail(*await catalog.get_product(work, id))


@door.patch(
    "/skus/{id:uuid}", permit="catalog.write", errors=[catalog.BarcodeTaken, catalog.BadVoucher]
)
async def change_sku(ask: Ask, id: UUID, data: SkuChangeGiven) -> SkuShape:
    """Change what a SKU is called, scanned by and good for; orders keep what was said then."""
    async with ask.work() as work:
        return sku_shape(await catalog.change_sku(work, id, data.change()))


@door.put("/products/{id:uuid}/picture", permit="catalog.write", errors=[catalog.BadPicture])
async def put_picture(
    ask: Ask,
    kit: Kit,
    id: UUID,
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> ProductDetail:
    """Give the product a picture: JPEG, PNG or WebP."""
    name = catalog.store_picture(kit.uploads, ask.tenant, await data.read())
    async with ask.work() as work:
        await catalog.put_picture(work, id, name)
        return detail(*await catalog.get_product(work, id))


def given(data: ProductGiven) -> catalog.NewProduct:
    return catalog.NewProduct(
        code=data.code,
        name=data.name,
        category_id=data.category,
        description=data.description,
        skus=[
            catalog.NewSku(
                code=s.code,
                name=s.name,
                price_minor=s.price_minor,
                barcode=s.barcode or None,
                voucher=s.voucher.terms() if s.voucher else None,
            )
            for s in data.skus
        ],
    )


DOORS = [
    list_categories,
    add_category,
    list_products,
    show_product,
    list_product,
    change_product,
    change_sku,
    put_picture,
]
