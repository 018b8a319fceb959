"""How price books look, and what their doors take."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.typed import Name
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.errors import Invalid, NotFound
from siyu.modules import catalog, tenants
from siyu.modules.customers import TagRef
from siyu.views.refs import (
    PersonRef,
    PlaceRef,
    Refs,
    gather_refs,
    price_tiers,
    staff_of,
)

Minor = Annotated[int, Meta(ge=0, le=10**11)]
Some = Annotated[list[UUID], Meta(min_length=1, max_length=500)]
BookCode = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z_\-]+$")]
Standing = Literal["coming", "open", "ended", "closed"]
REFUSALS = [
    catalog.BadBook,
    catalog.PricedTwice,
    catalog.PriceRises,
    catalog.UnknownSku,
    NotFound,
]


class PriceGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a piece of a SKU costs from so many on."""

    sku: UUID
    from_quantity: Annotated[int, Meta(ge=1, le=9_999)] = 1
    unit_minor: Minor


class BookGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a book says from `valid_from` on, or from now.

    `stores` and `tiers` are whom it is for; null is every one. A tier is a member's,
    or a tag that customers have.
    """

    name: Name
    stores: Some | None = None
    tiers: Some | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    prices: Annotated[list[PriceGiven], Meta(min_length=1, max_length=5_000)]

    def terms(self, now: datetime) -> catalog.BookTerms:
        """Invalid names instants without an offset."""
        instants = {"valid_from": self.valid_from, "valid_until": self.valid_until}
        wrong = [
            {"path": name, "message": "an instant with its offset"}
            for name, at in instants.items()
            if at is not None and at.tzinfo is None
        ]
        if wrong:
            raise Invalid(wrong)
        return catalog.BookTerms(
            name=self.name,
            stores=None if self.stores is None else tuple(self.stores),
            tiers=None if self.tiers is None else tuple(self.tiers),
            valid_from=self.valid_from or now,
            valid_until=self.valid_until,
            prices=tuple(
                catalog.NewPrice(
                    sku=one.sku, from_quantity=one.from_quantity, unit_minor=one.unit_minor
                )
                for one in self.prices
            ),
        )


class NewBook(BookGiven, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A book to be written, under a code that no other has."""

    code: BookCode


class BookItem(Struct, frozen=True, kw_only=True):
    """A price book by its newest version; `skus` is how many SKUs it prices."""

    id: UUID
    code: str
    version: int
    standing: Standing
    name: str
    stores: list[PlaceRef] | None
    tiers: list[TagRef] | None
    valid_from: datetime
    valid_until: datetime | None
    defined_at: datetime
    defined_by: PersonRef | None
    closed_at: datetime | None
    skus: int


class PriceRow(Struct, frozen=True, kw_only=True):
    """A price in a book beside the list price of today."""

    sku: UUID
    code: str
    name: str
    from_quantity: int
    unit_minor: int
    list_minor: int


class BookDetail(BookItem, frozen=True, kw_only=True):
    """The newest version with its prices, and every version there was, the newest first."""

    prices: list[PriceRow]
    versions: list[BookItem]


async def terms_of(work: Work, data: BookGiven) -> catalog.BookTerms:
    """NotFound for a store or a tier that is nowhere."""
    stores, tiers = set(data.stores or ()), set(data.tiers or ())
    if stores - set(await tenants.store_refs(work, stores)):
        raise NotFound
    if tiers - set(await price_tiers(work, tiers)):
        raise NotFound
    return data.terms(work.now)


async def book_page(ask: Ask, paging: Paging, q: str) -> Page[BookItem]:
    async with ask.look() as work:
        rows, count = await catalog.list_books(
            work, text=q, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await _items(work, rows), count)


async def book_detail(work: Work, book: UUID) -> BookDetail:
    versions = await catalog.book_versions(work, book)
    if not versions:
        raise NotFound
    rows = await catalog.book_rows(work, book, versions[0].version)
    goods = await catalog.sku_refs(work, [row.sku for row in rows])
    items = await _items(work, versions)
    newest = {name: getattr(items[0], name) for name in BookItem.__struct_fields__}
    return BookDetail(
        **newest,
        versions=items,
        prices=[
            PriceRow(
                sku=row.sku,
                code=goods[row.sku].code,
                name=goods[row.sku].name,
                from_quantity=row.from_quantity,
                unit_minor=row.unit_minor,
                list_minor=row.list_minor,
            )
            for row in rows
        ],
    )


async def _items(work: Work, books: Sequence[catalog.PriceBook]) -> list[BookItem]:
    refs = await gather_refs(
        work,
        stores={s for one in books for s in one.stores or ()},
        tags={t for one in books for t in one.tiers or ()},
        people={staff_of(one.defined_by) for one in books},
    )
    return [_item(one, refs, work.now) for one in books]


def _item(one: catalog.PriceBook, refs: Refs, now: datetime) -> BookItem:
    return BookItem(
        id=one.id,
        code=one.code,
        version=one.version,
        standing=_standing(one, now),
        name=one.name,
        stores=None
        if one.stores is None
        else [place for id_ in one.stores if (place := refs.store(id_))],
        tiers=None
        if one.tiers is None
        else [tag for id_ in one.tiers if (tag := refs.tags.get(id_))],
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        defined_at=one.defined_at,
        defined_by=refs.person(staff_of(one.defined_by)),
        closed_at=one.closed_at,
        skus=one.skus,
    )


def _standing(one: catalog.PriceBook, now: datetime) -> Standing:
    if one.closed_at is not None:
        return "closed"
    if one.valid_until is not None and one.valid_until <= now:
        return "ended"
    return "coming" if one.valid_from > now else "open"
