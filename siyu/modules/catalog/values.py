"""What the catalog speaks in: categories, products and the SKUs that are counted and sold."""

from uuid import UUID

import msgspec


class SkuRef(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU as other rooms' rows show it."""

    id: UUID
    code: str
    name: str


class Sku(msgspec.Struct, frozen=True, kw_only=True):
    """What one buys: a product in one size, colour or stage. `price_minor` is the list price."""

    id: UUID
    product_id: UUID
    code: str
    name: str
    price_minor: int
    barcode: str | None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU as somebody buys it: what it is called, how it looks, what it costs."""

    id: UUID
    product_id: UUID
    name: str
    sku_name: str
    picture: str | None
    price_minor: int


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product with what a list shows of it."""

    id: UUID
    code: str
    name: str
    category_id: UUID | None
    category: str | None
    picture: str | None
    description: str
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
    """A SKU to be listed."""

    code: str
    name: str
    price_minor: int
    barcode: str | None = None


class SkuChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a SKU is called and scanned by from now on; what is not set stays."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    barcode: str | msgspec.UnsetType | None = msgspec.UNSET


class NewProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product to be listed, with at least one SKU."""

    code: str
    name: str
    category_id: UUID | None
    skus: list[NewSku]
    description: str = ""


class NewCategory(msgspec.Struct, frozen=True, kw_only=True):
    """A category to be opened; give the parent's code or None at the root."""

    code: str
    name: str
    parent_code: str | None = None
