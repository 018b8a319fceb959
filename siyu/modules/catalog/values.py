"""What the catalog speaks in: categories, products and the SKUs that are counted and sold."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Why = Literal["seven_days", "last_deal", "no_deal", "not_lower", "usual"]
"""`usual`: the price has held so long that it is nobody's special price any more."""


class SkuRef(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU as other rooms' rows show it."""

    id: UUID
    code: str
    name: str


State = Literal["listed", "coming", "ended"]
"""`coming`: it will be sold; `ended`: it is not sold any more."""

MOST_PICTURES = 9


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """Something one chooses of a product, such as its colour, and what there is to choose."""

    name: str
    values: tuple[str, ...]


class VoucherTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What a SKU is good for that is used at a store later: so many times each.

    Until an instant, or for days from the payment on, one of both; `stores`: None is every one.
    """

    uses: int
    days: int | None = None
    until: datetime | None = None
    stores: tuple[UUID, ...] | None = None


class Sku(msgspec.Struct, frozen=True, kw_only=True):
    """What one buys: a product in one size, colour or stage. `price_minor` is the list price.

    `choice` is a value of each of the product's options, in their order.
    """

    id: UUID
    product_id: UUID
    code: str
    name: str
    price_minor: int
    barcode: str | None
    voucher: VoucherTerms | None = None
    choice: list[str] = []
    withdrawn_at: datetime | None = None
    """Since when it is not sold any more; what was sold of it stays."""


class BookPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What a version of a book says of a SKU from so many pieces on; `since` this price holds.

    `stores` and `tiers` are whom the book is for; None is everybody.
    """

    book: UUID
    code: str
    version: int
    stores: tuple[UUID, ...] | None
    tiers: tuple[UUID, ...] | None
    valid_from: datetime
    from_quantity: int
    unit_minor: int
    since: datetime


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU as somebody buys it: what it is called, how it looks, and all prices in force.

    `price_minor` is the list price, and since when; what she pays is `rules.unit_price`.
    """

    id: UUID
    product_id: UUID
    name: str
    sku_name: str
    picture: str | None
    price_minor: int
    price_since: datetime
    prices: list[BookPrice]
    voucher: VoucherTerms | None = None
    withdrawn: bool = False


class UnitPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What one piece costs, since when, and by which version of which book; None: the list."""

    unit_minor: int
    since: datetime
    book: UUID | None = None
    version: int | None = None


class NewPrice(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU's price in a book, from so many pieces on."""

    sku: UUID
    from_quantity: int = 1
    unit_minor: int


class BookTerms(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a price book: for which stores and tiers (None: all), from when until when.

    A tier is whatever makes people pay another price: a level of membership, or a tag.
    """

    name: str
    stores: tuple[UUID, ...] | None = None
    tiers: tuple[UUID, ...] | None = None
    valid_from: datetime
    valid_until: datetime | None = None
    prices: tuple[NewPrice, ...] = ()


class PriceBook(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a book as its row stands; `skus` is how many SKUs it prices."""

    id: UUID
    code: str
    version: int
    name: str
    stores: list[UUID] | None
    tiers: list[UUID] | None
    valid_from: datetime
    valid_until: datetime | None
    defined_at: datetime
    defined_by: str
    closed_at: datetime | None
    skus: int


class ListPrice(msgspec.Struct, frozen=True, kw_only=True):
    """A list price that was or is, and who set it."""

    sku_id: UUID
    since: datetime
    price_minor: int
    by: str


class Paid(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of a SKU that were sold at a store on the merchant's day, and what came in for them.

    Thousandths of a piece, for what is weighed.
    """

    sku: UUID
    store: UUID
    day: date
    at: datetime
    quantity_milli: int
    amount_minor: int


class Deal(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a SKU at a store: the lowest, the highest and the last paid for one piece."""

    sku_id: UUID
    store_id: UUID
    day: date
    low_minor: int
    high_minor: int
    last_minor: int


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """The crossed-out price that may be shown, or None; `why` says by which rule, either way."""

    minor: int | None
    why: Why


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product with what a list shows of it; the first of its pictures is its cover.

    `state` is as of the moment it was read.
    """

    id: UUID
    code: str
    name: str
    category_id: UUID | None
    category: str | None
    picture: str | None
    pictures: list[str]
    description: str
    options: list[Option]
    listed_from: datetime | None
    listed_until: datetime | None
    state: State
    skus: int
    price_from_minor: int
    price_to_minor: int


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A node of the category tree; `products` counts those directly in it."""

    id: UUID
    parent_id: UUID | None
    code: str
    name: str
    products: int


class NewSku(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU to be listed; one that is chosen by options is called by what was chosen."""

    code: str
    name: str
    price_minor: int
    barcode: str | None = None
    voucher: VoucherTerms | None = None
    choice: tuple[str, ...] = ()


class SkuChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a SKU is called and scanned by from now on; what is not set stays."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    barcode: str | msgspec.UnsetType | None = msgspec.UNSET
    voucher: VoucherTerms | msgspec.UnsetType | None = msgspec.UNSET


class NewProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product to be listed, with at least one SKU."""

    code: str
    name: str
    category_id: UUID | None
    skus: list[NewSku]
    description: str = ""
    options: tuple[Option, ...] = ()
    listed_from: datetime | None = None
    listed_until: datetime | None = None


class NewCategory(msgspec.Struct, frozen=True, kw_only=True):
    """A category to be opened; give the parent's code or None at the root."""

    code: str
    name: str
    parent_code: str | None = None
