"""What the catalog tells."""

from datetime import datetime
from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("catalog.product_listed")
class ProductListed(Fact, frozen=True, kw_only=True):
    """A product can be sold; `skus` are its SKUs' ids."""

    product: UUID
    category: UUID | None
    skus: list[UUID]


@fact("catalog.product_scheduled")
class ProductScheduled(Fact, frozen=True, kw_only=True):
    """From when until when a product can be ordered; null: no end on that side."""

    product: UUID
    listed_from: datetime | None
    listed_until: datetime | None


@fact("catalog.skus_arranged")
class SkusArranged(Fact, frozen=True, kw_only=True):
    """Which SKUs of a product are sold from now on that were not, and which no more."""

    product: UUID
    added: list[UUID]
    withdrawn: list[UUID]


@fact("catalog.sku_changed")
class SkuChanged(Fact, frozen=True, kw_only=True):
    """Which of a SKU's fields (`name`, `barcode`) hold something else now."""

    sku: UUID
    fields: list[str]


@fact("catalog.price_changed")
class PriceChanged(Fact, frozen=True, kw_only=True):
    """A SKU's list price changed."""

    sku: UUID
    before_minor: int
    after_minor: int


@fact("catalog.book_defined")
class BookDefined(Fact, frozen=True, kw_only=True):
    """A price book was written, or a new version of it; it prices so many SKUs."""

    book: UUID
    code: str
    version: int
    skus: int


@fact("catalog.book_closed")
class BookClosed(Fact, frozen=True, kw_only=True):
    """A price book prices nothing any more."""

    book: UUID
