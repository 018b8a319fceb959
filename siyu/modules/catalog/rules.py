"""Pure: what a piece costs whom, where and when; and which price may stand crossed out beside it.

Worked in docs/algorithms/price-books.md and docs/algorithms/crossed-out-price.md.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from siyu.kernel.errors import Refusal
from siyu.modules.catalog.errors import BadBook, PricedTwice, PriceRises
from siyu.modules.catalog.values import (
    BookPrice,
    BookTerms,
    Deal,
    Offer,
    Paid,
    Reference,
    UnitPrice,
)

_BOOKS = UUID("0e7c8a52-6c1c-5d0e-9a6b-3f0f2a7b6d41")
WINDOW = timedelta(days=7)
"""How far before a price began its reference is looked for."""
USUAL = timedelta(days=30)
"""A price that has held so long is the usual one; a higher one before it says nothing any more."""
_PIECE = 1000


def book_id(code: str) -> UUID:
    """Made of the code alone, so that two who define it at once mean the same book."""
    return uuid5(_BOOKS, code)


def unit_price(offer: Offer, *, store: UUID, tiers: Collection[UUID], quantity: int) -> UnitPrice:
    """What each of so many pieces costs her there.

    Of the books in force that are for her and this store, and say something of so few pieces, the
    narrowest decides: one that names tiers and stores, then tiers, then stores, then neither; of
    equally narrow ones the one that began last, then the first by its code. Without any it is the
    list price.
    """
    found = [one for one in offer.prices if _is_for(one, store, tiers, quantity)]
    if not found:
        return UnitPrice(unit_minor=offer.price_minor, since=offer.price_since)
    found.sort(key=lambda one: (one.code, -one.from_quantity))
    first = max(found, key=_rank)
    return UnitPrice(
        unit_minor=first.unit_minor, since=first.since, book=first.book, version=first.version
    )


def steps(offer: Offer, *, store: UUID, tiers: Collection[UUID]) -> list[tuple[int, int]]:
    """From how many pieces on which unit price is hers, as a page shows it; one piece first."""
    counts = sorted({1, *(one.from_quantity for one in offer.prices)})
    shown: list[tuple[int, int]] = []
    for count in counts:
        unit = unit_price(offer, store=store, tiers=tiers, quantity=count).unit_minor
        if not shown or shown[-1][1] != unit:
            shown.append((count, unit))
    return shown


def ask_for_tiers(offers: Iterable[Offer]) -> bool:
    """Whether any price of these depends on who somebody is."""
    return any(one.tiers for offer in offers for one in offer.prices)


def _is_for(one: BookPrice, store: UUID, tiers: Collection[UUID], quantity: int) -> bool:
    hers = one.tiers is None or any(tier in one.tiers for tier in tiers)
    return hers and (one.stores is None or store in one.stores) and one.from_quantity <= quantity


def _rank(one: BookPrice) -> tuple[bool, bool, datetime]:
    """How narrow a book is, and when it began; of equal ones `max` takes the first."""
    return one.tiers is not None, one.stores is not None, one.valid_from


def book_refusal(terms: BookTerms) -> Refusal | None:
    """Why such a book can't be written; SKUs are named by their ids."""
    if terms.valid_until is not None and terms.valid_until <= terms.valid_from:
        return BadBook()
    best: dict[UUID, tuple[int, int]] = {}
    for one in sorted(terms.prices, key=lambda p: (p.sku.int, p.from_quantity)):
        before = best.get(one.sku)
        if before is not None and before[0] == one.from_quantity:
            return PricedTwice(sku=one.sku, quantity=one.from_quantity)
        if before is not None and before[1] < one.unit_minor:
            return PriceRises(sku=one.sku, quantity=one.from_quantity)
        best[one.sku] = one.from_quantity, one.unit_minor
    return None


def deals_of(paid: Iterable[Paid]) -> list[tuple[Paid, int]]:
    """What was paid for one piece, whole fen downwards; what cost nothing was no deal."""
    priced = [(one, one.amount_minor * _PIECE // one.quantity_milli) for one in paid if _sold(one)]
    return [(one, unit) for one, unit in priced if unit > 0]


def _sold(one: Paid) -> bool:
    return one.quantity_milli > 0 and one.amount_minor > 0


def crossed_out(price_minor: int, *, began: date, today: date, deals: Sequence[Deal]) -> Reference:
    """The price that may stand crossed out beside this one, which holds since the day it `began`.

    `deals` are days of this SKU at this store; the lowest of the seven days before counts, and if
    nothing was sold on them the last deal there was.
    """
    before = [one for one in deals if one.day < began]
    near = [one.low_minor for one in before if one.day >= began - WINDOW]
    if not before:
        return Reference(minor=None, why="no_deal")
    base = min(near) if near else max(before, key=lambda one: one.day).last_minor
    if base <= price_minor:
        return Reference(minor=None, why="not_lower")
    if today - began >= USUAL:
        return Reference(minor=None, why="usual")
    return Reference(minor=base, why="seven_days" if near else "last_deal")
