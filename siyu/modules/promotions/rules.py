"""Pure: the price of lines with a coupon, and whether a coupon may be used for them.

Worked in docs/algorithms/prices.md.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from siyu.kernel.errors import Refusal
from siyu.modules.promotions.errors import (
    BelowThreshold,
    Expired,
    NotBegun,
    NotYours,
    OtherGoods,
    OtherStore,
    UsedBefore,
)
from siyu.modules.promotions.values import Item, Off, Owned, Priced, Quote, Reason, Terms

_COUPONS = UUID("5c0b9d3e-6d0c-5b57-9b62-0c5f6c1d8a11")


def off(owned: Owned) -> Off:
    goods = None if owned.goods is None else tuple(owned.goods)
    return Off(amount_minor=owned.amount_minor, threshold_minor=owned.threshold_minor, goods=goods)


def price(items: Sequence[Item], coupon: Off | None = None, *, freight_minor: int = 0) -> Quote:
    """What the lines come to; a coupon whose threshold they do not reach takes nothing off."""
    reach = [_reach(item, coupon) for item in items]
    whole = sum(reach)
    takes = coupon is not None and whole >= coupon.threshold_minor
    discount = min(coupon.amount_minor, whole) if coupon is not None and takes else 0
    shares = allocate(discount, reach, [str(item.sku) for item in items])
    lines = tuple(
        Priced(
            sku=item.sku,
            goods_minor=item.goods_minor,
            discount_minor=share,
            payable_minor=item.goods_minor - share,
        )
        for item, share in zip(items, shares, strict=True)
    )
    goods = sum(item.goods_minor for item in items)
    parts = (("goods", goods), ("coupon", -discount), ("freight", freight_minor))
    return Quote(
        goods_minor=goods,
        discount_minor=discount,
        freight_minor=freight_minor,
        payable_minor=goods - discount + freight_minor,
        lines=lines,
        why=tuple(Reason(code=code, amount_minor=minor) for code, minor in parts if minor),
    )


def allocate(amount: int, bases: Sequence[int], names: Sequence[str]) -> list[int]:
    """`amount` in whole parts, in proportion to the bases, by largest remainder.

    No part is greater than its base as long as the amount is not greater than all of them; of
    equal remainders the first name is served first, so the order of the bases says nothing.
    """
    whole = sum(bases)
    if not 0 <= amount <= whole:
        raise ValueError(f"{amount} can't be taken off {whole}")
    if not amount:
        return [0] * len(bases)
    parts = [amount * base // whole for base in bases]
    by_remainder = sorted(
        range(len(bases)), key=lambda i: (-(amount * bases[i] % whole), names[i], -bases[i])
    )
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def refusal(
    owned: Owned | None,
    *,
    customer: UUID,
    store: UUID,
    items: Sequence[Item],
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
    owned: Owned, store: UUID, items: Sequence[Item], money: Callable[[int], str]
) -> Refusal | None:
    if owned.stores is not None and store not in owned.stores:
        return OtherStore()
    coupon = off(owned)
    reached = sum(_reach(item, coupon) for item in items)
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


def _reach(item: Item, coupon: Off | None) -> int:
    wanted = coupon is not None and (coupon.goods is None or item.product in coupon.goods)
    return item.goods_minor if wanted else 0
