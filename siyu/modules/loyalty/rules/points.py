"""How many points an order brings, which lots pay, and where what goes back goes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from msgspec import structs

from siyu.kernel.errors import Refusal
from siyu.modules.loyalty.errors import BeginsInPast, CategoryTwice, NoticeTooLong
from siyu.modules.loyalty.values.points import ONCE_BP, Claw, Held, Line, Part, Rule, Terms


def earned(terms: Terms, lines: Iterable[Line]) -> int:
    """Points for what was paid, rounded down once for all lines together."""
    weight = sum(line.paid_minor * line.times_bp for line in lines)
    return weight * terms.points // (terms.per_minor * ONCE_BP)


def kept(lines: Iterable[Line], returned: dict[int, int]) -> list[Line]:
    """The lines without what went back of them."""
    return [
        structs.replace(line, paid_minor=max(0, line.paid_minor - returned.get(line.n, 0)))
        for line in lines
    ]


def times(terms: Terms, categories: Iterable[UUID]) -> int:
    """How many times the points of goods count; `categories` lead from their own up to the root."""
    said = {one.category: one.times_bp for one in terms.times}
    return next((said[one] for one in categories if one in said), ONCE_BP)


def rule_at(rules: Iterable[Rule], kind: UUID, at: datetime) -> Rule | None:
    """The version that counts at an instant: of those that had begun, the last one set."""
    begun = [one for one in rules if one.kind_id == kind and one.since <= at]
    return max(begun, key=lambda one: one.version, default=None)


def lot_id(customer: UUID, kind: UUID, expires_at: datetime | None) -> UUID:
    """Points of one kind that end at the same instant are one lot."""
    return uuid5(customer, f"{kind}/{expires_at.isoformat() if expires_at else 'never'}")


def in_order(purse: Iterable[Held]) -> list[Held]:
    """What ends first comes first, what never ends last."""
    return sorted(purse, key=lambda h: (h.lot.expires_at is None, h.lot.expires_at, h.lot.id))


def good(purse: Iterable[Held], now: datetime) -> list[Held]:
    """Those of which something is left and that have not ended, in order."""
    return [
        held
        for held in in_order(purse)
        if held.left > 0 and (held.lot.expires_at is None or held.lot.expires_at > now)
    ]


def left(purse: Iterable[Held], now: datetime) -> int:
    """What may be spent."""
    return sum(held.left for held in good(purse, now))


def take(purse: Iterable[Held], amount: int, now: datetime) -> list[Part]:
    """Take so many from what ends first; fewer when fewer are there."""
    return _drain(good(purse, now), amount)


def give(lot: UUID, amount: int, debt: int) -> list[Part]:
    """New points pay what is owed first; the rest goes into their lot."""
    pays = min(amount, debt)
    parts = [Part(lot=None, amount=pays), Part(lot=lot, amount=amount - pays)]
    return [part for part in parts if part.amount]


def claw_back(
    purse: Sequence[Held], lot: UUID, amount: int, claw: Claw, now: datetime
) -> tuple[list[Part], int]:
    """Take what an order brought from its own lot, then from what ends first.

    What is not there any more is owed, or let go of: the second number.
    """
    own = [held for held in purse if held.lot.id == lot and held.left > 0]
    others = [held for held in good(purse, now) if held.lot.id != lot]
    parts = _drain([*own, *others], amount)
    missing = amount + sum(part.amount for part in parts)
    if not missing:
        return parts, 0
    if claw == "limited":
        return parts, missing
    return [*parts, Part(lot=None, amount=-missing)], 0


def give_back(parts: Sequence[Part], before: int, amount: int) -> list[Part]:
    """So many of what was spent return to the lots they came from, what was taken last first.

    `before` were given back earlier: any parts of the whole come to the same.
    """
    already = _undone(parts, before)
    upto = _undone(parts, before + amount)
    found = [
        Part(lot=part.lot, amount=upto[part.lot] - already.get(part.lot, 0))
        for part in reversed(parts)
        if part.lot in upto
    ]
    return [part for part in found if part.amount]


def refusal(terms: Terms, since: datetime, now: datetime) -> Refusal | None:
    """Why a rule can't be set."""
    if since < now:
        return BeginsInPast()
    named = [one.category for one in terms.times]
    if len(named) != len(set(named)):
        return CategoryTwice()
    if terms.valid_days is not None and terms.notice_days >= terms.valid_days:
        return NoticeTooLong(notice=terms.notice_days, valid=terms.valid_days)
    return None


def _drain(lots: Iterable[Held], amount: int) -> list[Part]:
    parts = []
    for held in lots:
        takes = min(held.left, amount)
        if takes > 0:
            parts.append(Part(lot=held.lot.id, amount=-takes))
            amount -= takes
    return parts


def _undone(parts: Sequence[Part], amount: int) -> dict[UUID | None, int]:
    found: dict[UUID | None, int] = {}
    for part in reversed(parts):
        back = min(-part.amount, amount)
        if back > 0:
            found[part.lot] = back
            amount -= back
    return found
