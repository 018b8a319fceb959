"""Console doors of the catalog."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, Parameter

from siyu.api.catalog_shapes import (
    CategoryNode,
    OptionShape,
    ProductDetail,
    ProductItem,
    ScheduleGiven,
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
    choice: Annotated[list[str], msgspec.Meta(max_length=3)] = []

    def new(self) -> catalog.NewSku:
        return catalog.NewSku(
            code=self.code,
            name=self.name,
            price_minor=self.price_minor,
            barcode=self.barcode or None,
            voucher=self.voucher.terms() if self.voucher else None,
            choice=tuple(self.choice),
        )


Skus = Annotated[list[SkuGiven], msgspec.Meta(min_length=1, max_length=200)]


class MatrixGiven(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is chosen of a product, and its SKUs by their codes; others are sold no more."""

    options: Annotated[list[OptionShape], msgspec.Meta(max_length=3)] = []
    skus: Skus

    def of(self) -> tuple[list[catalog.Option], list[catalog.NewSku]]:
        return options_of(self.options), [sku.new() for sku in self.skus]


class PicturesGiven(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Names of pictures that the product has, in the order in which they are shown."""

    pictures: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=64)]],
        msgspec.Meta(max_length=catalog.MOST_PICTURES),
    ]


class ProductGiven(ScheduleGiven, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: Code
    name: Name
    category: UUID | None = None
    description: Annotated[str, msgspec.Meta(max_length=5000)] = ""
    options: Annotated[list[OptionShape], msgspec.Meta(max_length=3)] = msgspec.field(
        default_factory=list
    )
    skus: Skus


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


MATRIX = [
    catalog.CodeTaken,
    catalog.BarcodeTaken,
    catalog.NoSkus,
    catalog.BadOptions,
    catalog.BadChoice,
    catalog.ChoiceTwice,
]
PICTURES = [catalog.BadPicture, catalog.PictureTooBig, catalog.TooManyPictures]
MOST_SENT = 8 * 1024 * 1024
"""A picture that is too large is still heard, and told so."""


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
    state_: Annotated[catalog.State | None, Parameter(query="state")] = None,
) -> Page[ProductItem]:
    """Products that say `q` in name, category, option or code; what it fits best first."""
    return await products(ask, paging, q, category, state_)


@door.get("/products/{id:uuid}", permit="catalog.read")
async def show_product(ask: Ask, id: UUID) -> ProductDetail:
    """A product with its SKUs, also those that are sold no more."""
    return await product(ask, id)


@door.post(
    "/products",
    permit="catalog.write",
    errors=[*MATRIX, catalog.BadVoucher, catalog.BadSchedule],
)
async def list_product(ask: Ask, data: ProductGiven) -> ProductDetail:
    """List a product with its SKUs."""
    async with ask.work() as work:
        [listed] = await catalog.list_new(work, [given(data)])
        return detail(*await catalog.get_product(work, listed))


@door.put("/products/{id:uuid}/skus", permit="catalog.write", errors=MATRIX)
async def arrange_skus(ask: Ask, id: UUID, data: MatrixGiven) -> ProductDetail:
    """Say what is chosen of a product and which SKUs it has; one is known by its code."""
    async with ask.work() as work:
        await catalog.arrange(work, id, *data.of())
        return detail(*await catalog.get_product(work, id))


@door.put("/products/{id:uuid}/schedule", permit="catalog.write", errors=[catalog.BadSchedule])
async def schedule_product(ask: Ask, id: UUID, data: ScheduleGiven) -> ProductDetail:
    """From when until when it can be ordered; before it is shown as coming, then as gone."""
    async with ask.work() as work:
        await catalog.schedule(work, id, *data.bounds())
        return detail(*await catalog.get_product(work, id))


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


@door.post(
    "/products/{id:uuid}/pictures",
    permit="catalog.write",
    errors=PICTURES,
    request_max_body_size=MOST_SENT,
)
async def add_picture(
    ask: Ask,
    kit: Kit,
    id: UUID,
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> ProductDetail:
    """Give the product one more picture: JPEG, PNG or WebP; the first is its cover."""
    name = catalog.store_picture(kit.uploads, ask.tenant, await data.read())
    async with ask.work() as work:
        await catalog.add_picture(work, id, name)
        return detail(*await catalog.get_product(work, id))


@door.put("/products/{id:uuid}/pictures", permit="catalog.write")
async def order_pictures(ask: Ask, id: UUID, data: PicturesGiven) -> ProductDetail:
    """Put its pictures in order; those that are not named are shown no more."""
    async with ask.work() as work:
        await catalog.order_pictures(work, id, data.pictures)
        return detail(*await catalog.get_product(work, id))


def options_of(options: list[OptionShape]) -> list[catalog.Option]:
    return [catalog.Option(name=one.name, values=tuple(one.values)) for one in options]


def given(data: ProductGiven) -> catalog.NewProduct:
    listed_from, listed_until = data.bounds()
    return catalog.NewProduct(
        code=data.code,
        name=data.name,
        category_id=data.category,
        description=data.description,
        skus=[sku.new() for sku in data.skus],
        options=tuple(options_of(data.options)),
        listed_from=listed_from,
        listed_until=listed_until,
    )


DOORS = [
    list_categories,
    add_category,
    list_products,
    show_product,
    list_product,
    arrange_skus,
    schedule_product,
    change_product,
    change_sku,
    add_picture,
    order_pictures,
]
