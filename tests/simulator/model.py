"""What must be true of a shop, computed from what people did and were answered, and nothing else.

Written from docs/algorithms, not from the program: prices, refunds, points, commission and
vouchers as their worked pages say.
"""

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from msgspec import Struct

LADDER = ((60_000, 6_000), (30_000, 2_000))
"""满 300 减 20, 满 600 减 60: the highest rung that is reached."""
RATE_BP = 500
FEN_PER_POINT = 100
GIFT_FROM = 25_000
"""满 250 送一件, once an order."""
NEAR, FAR = (800, 200), (2_000, 500)
"""Freight of the first piece and of each further one; near, goods of so much go for nothing:"""
FREE_FROM = 60_000


class Goods(Struct, frozen=True):
    """Something on sale: `uses` of a card that is used at the store, 0 for what is fetched."""

    sku: UUID
    price: int
    uses: int = 0


class Coupon(Struct):
    """A coupon in somebody's wallet."""

    wallet: UUID
    amount: int
    threshold: int


class Sale(Struct):
    """A flash sale that was confirmed: by SKU its good's id and price; so many at each store."""

    id: UUID
    goods: dict[UUID, tuple[UUID, int]]
    pieces: int
    cap: int
    since: datetime
    until: datetime
    with_coupons: bool
    ended: bool = False

    def runs(self, now: datetime) -> bool:
        return not self.ended and self.since <= now < self.until


class Offer(Struct, frozen=True):
    """A group buy: so many people pay so much each piece of one SKU, or have their money back."""

    id: UUID
    sku: UUID
    price: int
    size: int
    cap: int
    until: datetime


class Seat(Struct, frozen=True):
    """What is asked for with an order: a place in this group, or in one of her own."""

    offer: Offer
    group: UUID | None


class Case(Struct):
    """What she asked for after the sale, and what the shop was told of it."""

    id: UUID
    kind: str
    reason: str
    lines: dict[int, int]
    fit: bool = False
    """Whether somebody said that what came back may be sold again."""
    said: bool = False
    """Whether the shop answered; else the clock does."""


class Wish(Struct):
    """What somebody means to order, under a key of her own; `dice` are hers alone.

    The seed knows it by its `name`.
    """

    name: str
    customer: UUID
    store: UUID
    lines: tuple[tuple[UUID, int], ...]
    coupon: Coupon | None
    key: str
    dice: random.Random
    sale: Sale | None = None
    """The one whose prices she gets."""
    seen: int | None = None
    """The total that she says she saw."""
    address: UUID | None = None
    """Where it is sent; None is fetched."""
    freight: int = 0
    seat: Seat | None = None
    says_gifts: bool = False
    """Whether she says which gifts she saw."""

    def flash(self) -> dict[UUID, UUID]:
        """By SKU the good of a sale that it comes out of."""
        goods = self.sale.goods if self.sale else {}
        return {sku: goods[sku][0] for sku, _ in self.lines if sku in goods}


class Bought(Struct):
    """An order that was acknowledged."""

    id: UUID
    no: str
    customer: UUID
    store: UUID
    lines: tuple[tuple[UUID, int], ...]
    wallet: UUID | None
    payable: int
    parts: dict[UUID, int]
    """What each of its lines comes to."""
    guide: UUID | None
    dice: random.Random
    flash: dict[UUID, UUID]
    sale: Sale | None = None
    freight: int = 0
    mailed: bool = False
    gifts: int = 0
    """Pieces that came with it for nothing; their line is the last."""
    seat: Seat | None = None
    group: UUID | None = None
    sent: dict[int, int] = {}
    """Pieces of each line that left in parcels."""
    case: Case | None = None
    pressed: bool = False
    pays_at: datetime | None = None
    patience: int = 3
    """How often she comes for what is not ready or not paid yet."""
    wants: str = ""
    """What she means to do with it next."""


class Journal:
    """What happened to each order, so that a violation can be told from its beginning."""

    def __init__(self) -> None:
        self._lines: dict[UUID, list[str]] = defaultdict(list)

    def note(self, order: UUID, at: datetime, what: str) -> None:
        self._lines[order].append(f"{at:%m-%d %H:%M:%S} {what}")

    def of(self, order: UUID) -> list[str]:
        return self._lines.get(order, [])


def goods_of(
    lines: Sequence[tuple[UUID, int]], goods: Mapping[UUID, Goods], sale: Sale | None = None
) -> int:
    """At unit prices: a sale's where there is one."""
    flash = sale.goods if sale else {}
    return sum(
        (flash[sku][1] if sku in flash else goods[sku].price) * quantity for sku, quantity in lines
    )


def payable(one: Wish, goods: Mapping[UUID, Goods]) -> int | None:
    """What she pays in all; a group's price stands alone."""
    if one.seat is not None:
        return one.freight + sum(one.seat.offer.price * quantity for _, quantity in one.lines)
    bare = price(one.lines, goods, one.coupon, one.sale)
    return None if bare is None else bare + one.freight


def shares(one: Wish, goods: Mapping[UUID, Goods]) -> dict[UUID, int]:
    """What each of its lines comes to."""
    if one.seat is not None:
        return {sku: one.seat.offer.price * quantity for sku, quantity in one.lines}
    return payables(one.lines, goods, one.coupon, one.sale)


def earned(one: Wish, goods: Mapping[UUID, Goods]) -> int:
    """Gifts that come with it at unit prices; with a group's price none does."""
    return 0 if one.seat else gifts_of(one.lines, goods, one.sale)


def gifts_of(
    lines: Sequence[tuple[UUID, int]], goods: Mapping[UUID, Goods], sale: Sale | None
) -> int:
    return int(goods_of(lines, goods, sale) >= GIFT_FROM)


def freight(lines: Sequence[tuple[UUID, int]], goods: Mapping[UUID, Goods], *, far: bool) -> int:
    """By the piece of what is sent, whatever promotions take off; cards are not sent."""
    sent = [(sku, quantity) for sku, quantity in lines if not goods[sku].uses]
    if not far and goods_of(sent, goods) >= FREE_FROM:
        return 0
    first, more = FAR if far else NEAR
    return first + more * (sum(quantity for _, quantity in sent) - 1)


def price(
    lines: Sequence[tuple[UUID, int]],
    goods: Mapping[UUID, Goods],
    coupon: Coupon | None,
    sale: Sale | None = None,
) -> int | None:
    """What she pays; None where the coupon can't be used: thresholds count at unit prices."""
    total = goods_of(lines, goods, sale)
    off = next((off for over, off in LADDER if total >= over), 0)
    if coupon is None:
        return total - off
    if total < coupon.threshold:
        return None
    return max(0, total - off - coupon.amount)


def payables(
    lines: Sequence[tuple[UUID, int]],
    goods: Mapping[UUID, Goods],
    coupon: Coupon | None,
    sale: Sale | None = None,
) -> dict[UUID, int]:
    """What each line comes to: first the ladder's part is shared out, then the coupon's."""
    left = {sku: goods_of([(sku, quantity)], goods, sale) for sku, quantity in lines}
    total = sum(left.values())
    ladder = next((off for over, off in LADDER if total >= over), 0)
    for off in (ladder, coupon.amount if coupon else 0):
        left = _after(left, min(off, sum(left.values())))
    return left


def _after(left: Mapping[UUID, int], off: int) -> dict[UUID, int]:
    """In proportion to what is left, whole fen by largest remainder, of equal ones by name."""
    whole = sum(left.values())
    if not off:
        return dict(left)
    exact = {sku: Fraction(off * amount, whole) for sku, amount in left.items()}
    taken = {sku: math.floor(part) for sku, part in exact.items()}
    first = sorted(exact, key=lambda sku: (taken[sku] - exact[sku], str(sku)))
    for sku in first[: off - sum(taken.values())]:
        taken[sku] += 1
    return {sku: amount - taken[sku] for sku, amount in left.items()}


def back_of(paid: int, quantity: int, pieces: int) -> int:
    """After so many pieces of a line in all, so much has gone back."""
    return paid * pieces // quantity


def points_of(kept: Iterable[int]) -> int:
    """The whole order is rounded down once."""
    return sum(kept) // FEN_PER_POINT


def commission_of(bases: Iterable[int]) -> int:
    """One rate for all lines: rounded down once."""
    return sum(bases) * RATE_BP // 10_000


def kept_of(amount: int, base: int, returned: int) -> int:
    """What is left of a share when so much of its base went back."""
    return amount * (base - returned) // base if base else 0


def spread(amount: int, over: Mapping[int, int]) -> dict[int, int]:
    """In proportion, whole fen by largest remainder, of equal ones to the lower number."""
    whole = sum(over.values())
    if not whole:
        return dict.fromkeys(over, 0)
    exact = {n: Fraction(amount * part, whole) for n, part in over.items()}
    found = {n: math.floor(part) for n, part in exact.items()}
    first = sorted(exact, key=lambda n: (found[n] - exact[n], n))
    for n in first[: amount - sum(found.values())]:
        found[n] += 1
    return found


def principal_first(principal: int, amount: int) -> tuple[int, int]:
    """What is spent first by the rule that the shop begins with."""
    taken = min(principal, amount)
    return taken, amount - taken
