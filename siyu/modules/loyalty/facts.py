"""What loyalty tells, about the customer; `code` is the kind of points."""

from datetime import datetime
from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


class _Told(Fact, frozen=True, kw_only=True):
    kind: UUID
    code: str
    amount: int


@fact("loyalty.points_earned")
class PointsEarned(_Told, frozen=True, kw_only=True):
    """An order brought points; `debt` of them paid what she owed."""

    order: UUID
    expires_at: datetime | None
    debt: int


@fact("loyalty.points_clawed_back")
class PointsClawedBack(_Told, frozen=True, kw_only=True):
    """Goods went back and their points too: `debt` of them she owes, `let_go` were let go of."""

    order: UUID
    debt: int
    let_go: int


@fact("loyalty.points_spent")
class PointsSpent(_Told, frozen=True, kw_only=True):
    """Points paid for something."""

    spend: UUID
    ref: UUID | None


@fact("loyalty.points_given_back")
class PointsGivenBack(_Told, frozen=True, kw_only=True):
    """Points that had been spent are hers again, to end when they would have ended."""

    spend: UUID
    ref: UUID | None


@fact("loyalty.points_end_announced")
class PointsEndAnnounced(_Told, frozen=True, kw_only=True):
    """So many of her points end soon."""

    expires_at: datetime


@fact("loyalty.points_expired")
class PointsExpired(_Told, frozen=True, kw_only=True):
    """Points ended unspent."""


@fact("loyalty.points_adjusted")
class PointsAdjusted(_Told, frozen=True, kw_only=True):
    """Somebody gave points by hand or, below zero, took them."""


@fact("loyalty.points_rule_set")
class PointsRuleSet(Fact, frozen=True, kw_only=True):
    """Orders placed from `since` on bring points by another rule; about nobody."""

    kind: UUID
    version: int
    since: datetime


@fact("loyalty.balance_paid_in")
class BalancePaidIn(Fact, frozen=True, kw_only=True):
    """What she paid in is there to spend, with what she was given for it."""

    top_up: UUID
    pay_minor: int
    bonus_minor: int


class _Moved(Fact, frozen=True, kw_only=True):
    order: UUID
    principal_minor: int
    bonus_minor: int


@fact("loyalty.balance_spent")
class BalanceSpent(_Moved, frozen=True, kw_only=True):
    """Her balance pays for (part of) an order."""


@fact("loyalty.balance_given_back")
class BalanceGivenBack(_Moved, frozen=True, kw_only=True):
    """What an order had taken of her balance is there again."""


@fact("loyalty.balance_refund_asked")
class BalanceRefundAsked(Fact, frozen=True, kw_only=True):
    """She wants back what she paid in."""

    refund: UUID
    top_up: UUID
    pay_back_minor: int
    basis: str


@fact("loyalty.balance_refunded")
class BalanceRefunded(Fact, frozen=True, kw_only=True):
    """What she had paid in went back to her, and its bonus ended."""

    refund: UUID
    top_up: UUID
    pay_back_minor: int
    bonus_minor: int


@fact("loyalty.tier_changed")
class TierChanged(Fact, frozen=True, kw_only=True):
    """She has another tier, by its code, until then; without a code she has none any more."""

    tier: UUID | None
    code: str | None
    before: str | None
    until: datetime | None
    why: str


@fact("loyalty.tier_kept")
class TierKept(Fact, frozen=True, kw_only=True):
    """Her tier's time was over, and what she bought within it kept it for another."""

    tier: UUID
    code: str
    until: datetime


@fact("loyalty.programme_set")
class ProgrammeSet(Fact, frozen=True, kw_only=True):
    """Tiers take and bring something else from now on; about nobody."""

    version: int
