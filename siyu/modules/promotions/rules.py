"""Pure: whether a coupon may be used here and now, and what it says to a price."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid5

from siyu.kernel.blocks import Leaf
from siyu.kernel.errors import Refusal
from siyu.modules.promotions import pricing
from siyu.modules.promotions.errors import (
    BadOffer,
    BadTerms,
    BelowThreshold,
    Expired,
    NotBegun,
    NotYours,
    OtherGoods,
    OtherStore,
    UsedBefore,
)
from siyu.modules.promotions.pricing import Rule
from siyu.modules.promotions.pricing.conditions import categories, goods, stores
from siyu.modules.promotions.pricing.effects import amount_over, freight_off, percent_over
from siyu.modules.promotions.values import CouponKind, GuidePeriod, Owned, Reason, Terms


class Said(Protocol):
    """What a version of a coupon says, as a row of a wallet or as the version itself."""

    @property
    def coupon_id(self) -> UUID: ...
    @property
    def version(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> CouponKind: ...
    @property
    def amount_minor(self) -> int: ...
    @property
    def off_bp(self) -> int: ...
    @property
    def most_minor(self) -> int: ...
    @property
    def threshold_minor(self) -> int: ...
    @property
    def stores(self) -> list[UUID] | None: ...
    @property
    def goods(self) -> list[UUID] | None: ...
    @property
    def categories(self) -> list[UUID] | None: ...


_COUPONS = UUID("5c0b9d3e-6d0c-5b57-9b62-0c5f6c1d8a11")


def guide_period(period: GuidePeriod, today: date) -> tuple[date, date]:
    """The first day of the period that today lies in, and of the next one."""
    if period == "day":
        return today, today + timedelta(days=1)
    if period == "week":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=7)
    first = today.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def coupon_rule(said: Said, wallet: UUID) -> Rule:
    """A coupon as a rule of prices, under the version that was claimed."""
    conditions: list[Leaf] = []
    if said.goods is not None:
        conditions.append(Leaf("goods", goods.Arguments(products=tuple(said.goods))))
    if said.stores is not None:
        conditions.append(Leaf("stores", stores.Arguments(stores=tuple(said.stores))))
    if said.categories is not None:
        only = categories.Arguments(categories=tuple(said.categories))
        conditions.append(Leaf("categories", only))
    terms = pricing.Terms(name=said.name, effect=_effect(said), conditions=tuple(conditions))
    return Rule(id=said.coupon_id, version=said.version, terms=terms, wallet=wallet)


def _effect(said: Said) -> Leaf:
    over = said.threshold_minor
    if said.kind == "percent":
        share = percent_over.Arguments(
            off_bp=said.off_bp, threshold_minor=over, most_minor=said.most_minor
        )
        return Leaf("percent_over", share)
    if said.kind == "freight":
        free = freight_off.Arguments(threshold_minor=over, off_minor=said.amount_minor)
        return Leaf("freight_off", free)
    off = amount_over.Arguments(off_minor=said.amount_minor, threshold_minor=over)
    return Leaf("amount_over", off)


def reasons(quote: pricing.Quote) -> tuple[Reason, ...]:
    """A price as it is read: what goods come to, each rule by its name, and the rest."""
    return tuple(
        Reason(code=_code(step), amount_minor=step.amount_minor, name=step.name)
        for step in quote.steps
        if step.amount_minor or step.gifts
    )


def _code(step: pricing.Step) -> str:
    return ("coupon" if step.wallet else "promotion") if step.code == "rule" else step.code


def refusal(
    owned: Owned | None,
    *,
    customer: UUID,
    store: UUID,
    items: Sequence[pricing.Line],
    now: datetime,
    money: Callable[[int], str],
    day: Callable[[datetime], str],
) -> Refusal | None:
    """Why this may not be used for that, here and now: the first thing that is in the way."""
    if owned is None or owned.customer_id != customer:
        return NotYours()
    return _not_now(owned, now, day) or _not_for(owned, store, items, money)


def _not_now(owned: Owned, now: datetime, day: Callable[[datetime], str]) -> Refusal | None:
    if owned.used_at is not None:
        return UsedBefore(used=day(owned.used_at))
    if now < owned.valid_from:
        return NotBegun(begins=day(owned.valid_from))
    return Expired(until=day(owned.valid_until)) if now >= owned.valid_until else None


def _not_for(
    owned: Owned, store: UUID, items: Sequence[pricing.Line], money: Callable[[int], str]
) -> Refusal | None:
    if owned.stores is not None and store not in owned.stores:
        return OtherStore()
    chosen = [item for item in items if _is_for(owned, item)]
    reached = sum(item.unit_minor * item.quantity for item in chosen)
    if not reached:
        return OtherGoods()
    missing = owned.threshold_minor - reached
    return BelowThreshold(missing=money(missing)) if missing > 0 else None


def _is_for(owned: Owned, item: pricing.Line) -> bool:
    goods, below = owned.goods, owned.categories
    if goods is not None and item.product not in goods:
        return False
    return below is None or not set(below).isdisjoint(item.categories)


def coupon_id(code: str) -> UUID:
    """Made of the code alone, so that two who define it at once mean the same coupon."""
    return uuid5(_COUPONS, code)


def must_be_sound(terms: Terms) -> None:
    """BadTerms unless one can tell when it ends; BadOffer unless it takes one thing off."""
    begins, ends = terms.valid_from, terms.valid_until
    if (ends is None) == (terms.valid_days is None) or (begins and ends and begins >= ends):
        raise BadTerms
    offers = {
        "amount": terms.amount_minor > 0 and not terms.off_bp and not terms.most_minor,
        "percent": not terms.amount_minor and 0 < terms.off_bp <= 10_000,
        "freight": not terms.off_bp and not terms.most_minor,
    }
    if not offers[terms.kind]:
        raise BadOffer


WRONG, WITHIN = 10, timedelta(hours=1)
"""So many codes that there are not may somebody type in such a time."""


def must_wait(guesses: Sequence[datetime], now: datetime) -> timedelta | None:
    """How long until the oldest of too many guesses, oldest first, counts no more."""
    recent = [at for at in guesses if at > now - WITHIN]
    return None if len(recent) < WRONG else recent[-WRONG] + WITHIN - now


def validity(
    claimed_at: datetime, begins: datetime | None, ends: datetime | None, days: int | None
) -> tuple[datetime, datetime]:
    """From when until when a claimed coupon is good; days count from its claim or its beginning."""
    since = max(claimed_at, begins or claimed_at)
    return since, ends or since + timedelta(days=days or 0)
