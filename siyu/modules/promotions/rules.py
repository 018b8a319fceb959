"""Pure: whether a coupon may be used here and now, and what it says to a price."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid5

from siyu.kernel.blocks import Leaf
from siyu.kernel.errors import Refusal
from siyu.modules.promotions import pricing
from siyu.modules.promotions.errors import (
    BelowThreshold,
    Expired,
    NotBegun,
    NotYours,
    OtherGoods,
    OtherStore,
    UsedBefore,
)
from siyu.modules.promotions.pricing import Rule
from siyu.modules.promotions.pricing.conditions import goods, stores
from siyu.modules.promotions.pricing.effects import amount_over
from siyu.modules.promotions.values import Owned, Reason, Terms


class Said(Protocol):
    """What a version of a coupon says, as a row of a wallet or as the version itself."""

    @property
    def coupon_id(self) -> UUID: ...
    @property
    def version(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def amount_minor(self) -> int: ...
    @property
    def threshold_minor(self) -> int: ...
    @property
    def stores(self) -> list[UUID] | None: ...
    @property
    def goods(self) -> list[UUID] | None: ...


_COUPONS = UUID("5c0b9d3e-6d0c-5b57-9b62-0c5f6c1d8a11")


def coupon_rule(said: Said, wallet: UUID) -> Rule:
    """A coupon as a rule of prices, under the version that was claimed."""
    conditions: list[Leaf] = []
    if said.goods is not None:
        conditions.append(Leaf("goods", goods.Arguments(products=tuple(said.goods))))
    if said.stores is not None:
        conditions.append(Leaf("stores", stores.Arguments(stores=tuple(said.stores))))
    takes = amount_over.Arguments(off_minor=said.amount_minor, threshold_minor=said.threshold_minor)
    terms = pricing.Terms(
        name=said.name, effect=Leaf("amount_over", takes), conditions=tuple(conditions)
    )
    return Rule(id=said.coupon_id, version=said.version, terms=terms, wallet=wallet)


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
    wanted = owned.goods
    chosen = [item for item in items if wanted is None or item.product in wanted]
    reached = sum(item.unit_minor * item.quantity for item in chosen)
    if not reached:
        return OtherGoods()
    missing = owned.threshold_minor - reached
    return BelowThreshold(missing=money(missing)) if missing > 0 else None


def coupon_id(code: str) -> UUID:
    """Made of the code alone, so that two who define it at once mean the same coupon."""
    return uuid5(_COUPONS, code)


def are_sound(terms: Terms) -> bool:
    """Whether one can tell when it ends, and it ends after it begins."""
    if (terms.valid_until is None) == (terms.valid_days is None):
        return False
    begins, ends = terms.valid_from, terms.valid_until
    return begins is None or ends is None or begins < ends


def validity(
    claimed_at: datetime, begins: datetime | None, ends: datetime | None, days: int | None
) -> tuple[datetime, datetime]:
    """From when until when a claimed coupon is good; days count from its claim or its beginning."""
    since = max(claimed_at, begins or claimed_at)
    return since, ends or since + timedelta(days=days or 0)
