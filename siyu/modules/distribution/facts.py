"""What distribution tells. It is about whoever earns, so no customer is its subject."""

from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.facts.envelope import Fact, fact


class EarnedLine(msgspec.Struct, frozen=True):
    """A line's part of what was earned."""

    n: int
    sku: UUID
    product: UUID
    base_minor: int
    rate_bp: int
    amount_minor: int


class _Told(Fact, frozen=True, kw_only=True):
    """What every fact of an earning says: an order, who earned of it, and in which place."""

    order: UUID
    earner: UUID
    role: str
    store: UUID
    amount_minor: int


@fact("distribution.earned")
class Earned(_Told, frozen=True, kw_only=True):
    """An order was paid, and this is hers once nothing can go back any more."""

    reason: str
    plan: int
    base_minor: int
    lines: tuple[EarnedLine, ...]


@fact("distribution.thawed")
class Thawed(_Told, frozen=True, kw_only=True):
    """The time in which goods may go back is over: it is hers."""


@fact("distribution.clawed_back")
class ClawedBack(_Told, frozen=True, kw_only=True):
    """Goods went back and her share of them too: `void_minor` of what was on hold, `debt_minor` of
    what had thawed."""

    refund: UUID
    void_minor: int
    debt_minor: int


@fact("distribution.plan_set")
class PlanSet(Fact, frozen=True, kw_only=True):
    """Orders paid from `since` on are shared by another plan."""

    plan: int
    since: datetime
    after_sale_days: int
    ceiling_bp: int
