"""What prices are made of, frozen: lines, buyer, moment, rules; and what comes out."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.blocks import Leaf

Phase = Literal["unit", "line", "order", "coupon", "freight"]
PHASES: tuple[Phase, ...] = ("unit", "line", "order", "coupon", "freight")
"""The order in which rules come: each sees what those before it left. Points come last."""

Payer = Literal["brand", "store", "supplier"]

Because = Literal["condition", "threshold", "pieces", "not_now", "nothing", "excluded", "dearer"]
"""Why a rule is not in a price: not for her or for these goods; so much more, or so many more
pieces, are needed; not begun or over; nothing left to take; another that excludes it is better;
without it she pays less."""


class Line(Struct, frozen=True, kw_only=True):
    """Goods of one SKU. `categories` is the way from the top down to the product's own."""

    sku: UUID
    product: UUID
    unit_minor: int
    quantity: int
    categories: tuple[UUID, ...] = ()


class Buyer(Struct, frozen=True, kw_only=True):
    """What rules may ask about whoever buys: the tags that say her tiers, by their ids in order."""

    tiers: tuple[UUID, ...] = ()
    is_member: bool = False
    is_new: bool = False


class Moment(Struct, frozen=True, kw_only=True):
    """When it is bought: the instant, and the day and minute on the merchant's clock."""

    at: datetime
    day: date
    minute: int


class Points(Struct, frozen=True, kw_only=True):
    """Points she offers: `per_hundred` of them are worth a hundred minor units.

    Of goods that still come to `least_minor` they pay at most a share; `payer` bears what they pay.
    """

    offered: int
    per_hundred: int
    share_bp: int = 10_000
    least_minor: int = 0
    payer: Payer = "brand"
    kind: UUID | None = None


class Cart(Struct, frozen=True, kw_only=True):
    """What is to be priced; `freight_minor` is what the template says before any rule."""

    lines: tuple[Line, ...]
    store: UUID
    moment: Moment
    buyer: Buyer = Buyer()
    freight_minor: int = 0
    points: Points | None = None


class Fund(Struct, frozen=True, kw_only=True):
    """Who pays for a discount, and which part of it."""

    payer: Payer
    share_bp: int
    who: UUID | None = None


BRAND = (Fund(payer="brand", share_bp=10_000),)


class Terms(Struct, frozen=True, kw_only=True):
    """What a version says: one effect, the conditions that all have to hold, and what it excludes.

    Of the rules of one group at most one is taken; an `exclusive` one is taken alone. Within a
    phase the lower `rank` comes first.
    """

    name: str
    effect: Leaf
    conditions: tuple[Leaf, ...] = ()
    groups: tuple[str, ...] = ()
    exclusive: bool = False
    with_coupons: bool = True
    rank: int = 100
    since: datetime | None = None
    until: datetime | None = None
    funds: tuple[Fund, ...] = BRAND


class Rule(Struct, frozen=True, kw_only=True):
    """A version that might be taken; `wallet` names the row of hers that it comes from."""

    id: UUID
    version: int
    terms: Terms
    wallet: UUID | None = None


class Paid(Struct, frozen=True, kw_only=True):
    """What a payer gives for a line, in the name of a rule."""

    rule: UUID
    payer: Payer
    who: UUID | None
    amount_minor: int


class Gift(Struct, frozen=True, kw_only=True):
    """Pieces that come along for nothing."""

    sku: UUID
    quantity: int


class PricedLine(Struct, frozen=True, kw_only=True):
    """goods − discount − points = payable; `paid` is who bears the discount."""

    sku: UUID
    quantity: int
    goods_minor: int
    discount_minor: int
    points_minor: int
    payable_minor: int
    paid: tuple[Paid, ...]


class Step(Struct, frozen=True, kw_only=True):
    """A part of the price. All steps added up are what is to be paid.

    `shares` are the lines' parts of it, in the order of the quote's lines.
    """

    code: Literal["goods", "freight", "rule", "points", "by_hand"]
    amount_minor: int
    name: str = ""
    phase: Phase | None = None
    effect: str = ""
    rule: UUID | None = None
    version: int = 0
    wallet: UUID | None = None
    shares: tuple[int, ...] = ()
    gifts: tuple[Gift, ...] = ()


class Left(Struct, frozen=True, kw_only=True):
    """A rule that is not in the price, and why; or one that could take more (`taken`)."""

    rule: UUID
    version: int
    name: str
    because: Because
    wallet: UUID | None = None
    block: str = ""
    missing_minor: int = 0
    missing_pieces: int = 0
    by: UUID | None = None
    taken: bool = False


class Quote(Struct, frozen=True, kw_only=True):
    """A price, explained. `proved`: no legal combination is cheaper.

    `deposit_minor` of it is paid now if goods are sold ahead; `points` are spent for
    `points_minor`.
    """

    goods_minor: int
    discount_minor: int
    freight_minor: int
    points_minor: int
    payable_minor: int
    deposit_minor: int
    points: int
    lines: tuple[PricedLine, ...]
    gifts: tuple[Gift, ...]
    steps: tuple[Step, ...]
    left: tuple[Left, ...]
    proved: bool = True
