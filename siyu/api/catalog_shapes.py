"""How products look at every audience's door."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from siyu.api.typed import PLAIN
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.errors import Invalid
from siyu.modules import catalog
from siyu.modules.catalog import Category, Product, Sku

PICTURES = "/api/storefront/pictures"


class CategoryRef(msgspec.Struct, frozen=True):
    id: UUID
    name: str


class CategoryNode(msgspec.Struct, frozen=True, kw_only=True):
    """A category with what is below it; `products` counts those directly in it."""

    id: UUID
    code: str
    name: str
    products: int
    children: list["CategoryNode"]


class ProductItem(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a list."""

    id: UUID
    code: str
    name: str
    category: CategoryRef | None
    picture_url: str | None
    skus: int
    price_from_minor: int
    price_to_minor: int
    state: catalog.State = "listed"
    listed_from: datetime | None = None
    listed_until: datetime | None = None


class OptionShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something one chooses of a product, and what there is to choose."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=20, pattern=PLAIN)]
    values: Annotated[
        list[Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=PLAIN)]],
        msgspec.Meta(min_length=1, max_length=30),
    ]


class PictureShape(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a product; it is known by its name."""

    name: str
    url: str


class ScheduleGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when until when a product can be ordered; null: without end on that side."""

    listed_from: datetime | None = None
    listed_until: datetime | None = None

    def bounds(self) -> tuple[datetime | None, datetime | None]:
        for name in ("listed_from", "listed_until"):
            said = getattr(self, name)
            if said is not None and said.tzinfo is None:
                raise Invalid([{"path": name, "message": "an instant with its offset"}])
        return self.listed_from, self.listed_until


class VoucherGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a SKU is good for that is used at a store later, so many times.

    Until an instant, or for days from the payment on, one of both; `stores`: null is every one.
    """

    uses: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 1
    days: Annotated[int, msgspec.Meta(ge=1, le=3_650)] | None = None
    until: datetime | None = None
    stores: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=500)] | None = None

    def terms(self) -> catalog.VoucherTerms:
        if self.until is not None and self.until.tzinfo is None:
            raise Invalid([{"path": "voucher.until", "message": "an instant with its offset"}])
        return catalog.VoucherTerms(
            uses=self.uses,
            days=self.days,
            until=self.until,
            stores=None if self.stores is None else tuple(self.stores),
        )


class SkuShape(msgspec.Struct, frozen=True, kw_only=True):
    """What one buys; `voucher` is what it is good for at a store later, null for goods."""

    id: UUID
    code: str
    name: str
    price_minor: int
    barcode: str | None
    voucher: catalog.VoucherTerms | None = None
    choice: list[str] = []
    """A value of each of the product's options, in their order."""
    withdrawn: bool = False
    """It is not sold any more."""


class SkuChangeGiven(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to change of a SKU; null takes its barcode away, or makes a voucher goods again."""

    name: Annotated[str, msgspec.Meta(max_length=200, pattern=PLAIN)] | msgspec.UnsetType = (
        msgspec.UNSET
    )
    barcode: (
        Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=PLAIN)]
        | msgspec.UnsetType
        | None
    ) = msgspec.UNSET
    voucher: VoucherGiven | msgspec.UnsetType | None = msgspec.UNSET

    def change(self) -> catalog.SkuChange:
        said = self.voucher
        voucher = said.terms() if isinstance(said, VoucherGiven) else said
        return catalog.SkuChange(name=self.name, barcode=self.barcode, voucher=voucher)


class ProductDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A product with its SKUs; the first of its pictures is its cover."""

    id: UUID
    code: str
    name: str
    category: CategoryRef | None
    picture_url: str | None
    price_from_minor: int
    price_to_minor: int
    description: str
    skus: list[SkuShape]
    options: list[OptionShape] = []
    pictures: list[PictureShape] = []
    state: catalog.State = "listed"
    listed_from: datetime | None = None
    listed_until: datetime | None = None


async def products(
    ask: Ask, paging: Paging, q: str, category: UUID | None, state: catalog.State | None
) -> Page[ProductItem]:
    """A page of products that say `q`, in the category or below it."""
    async with ask.look() as work:
        rows, count = await catalog.list_products(
            work,
            text=q,
            category=category,
            state=state,
            limit=paging.limit,
            offset=paging.offset,
        )
    return paging.of([item(row) for row in rows], count)


async def product(ask: Ask, id_: UUID) -> ProductDetail:
    async with ask.look() as work:
        return detail(*await catalog.get_product(work, id_))


def item(product: Product) -> ProductItem:
    return ProductItem(
        id=product.id,
        code=product.code,
        name=product.name,
        category=_category(product),
        picture_url=_picture(product),
        skus=product.skus,
        price_from_minor=product.price_from_minor,
        price_to_minor=product.price_to_minor,
        state=product.state,
        listed_from=product.listed_from,
        listed_until=product.listed_until,
    )


def detail(product: Product, skus: Sequence[Sku]) -> ProductDetail:
    return ProductDetail(
        id=product.id,
        code=product.code,
        name=product.name,
        category=_category(product),
        picture_url=_picture(product),
        price_from_minor=product.price_from_minor,
        price_to_minor=product.price_to_minor,
        description=product.description,
        skus=[sku_shape(sku) for sku in skus],
        options=[OptionShape(one.name, list(one.values)) for one in product.options],
        pictures=[PictureShape(name=one, url=f"{PICTURES}/{one}") for one in product.pictures],
        state=product.state,
        listed_from=product.listed_from,
        listed_until=product.listed_until,
    )


def sku_shape(sku: Sku) -> SkuShape:
    return SkuShape(
        id=sku.id,
        code=sku.code,
        name=sku.name,
        price_minor=sku.price_minor,
        barcode=sku.barcode,
        voucher=sku.voucher,
        choice=sku.choice,
        withdrawn=sku.withdrawn_at is not None,
    )


def tree(categories: Sequence[Category], parent: UUID | None = None) -> list[CategoryNode]:
    """The categories below a parent, each with its own."""
    return [
        CategoryNode(
            id=c.id,
            code=c.code,
            name=c.name,
            products=c.products,
            children=tree(categories, c.id),
        )
        for c in categories
        if c.parent_id == parent
    ]


def _category(product: Product) -> CategoryRef | None:
    if product.category_id is None or product.category is None:
        return None
    return CategoryRef(product.category_id, product.category)


def _picture(product: Product) -> str | None:
    return f"{PICTURES}/{product.picture}" if product.picture else None
