"""What promotions tell; all but what is said of a coupon itself, about the customer."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("promotions.coupon_defined")
class CouponDefined(Fact, frozen=True, kw_only=True):
    """A coupon says something from now on; who claimed an earlier version keeps that."""

    coupon: UUID
    code: str
    version: int
    amount_minor: int
    threshold_minor: int
    kind: str = "amount"
    off_bp: int = 0


@fact("promotions.coupon_closed")
class CouponClosed(Fact, frozen=True, kw_only=True):
    """Nobody claims it any more; who has it keeps it."""

    coupon: UUID


@fact("promotions.coupon_claimed")
class CouponClaimed(Fact, frozen=True, kw_only=True):
    """Somebody has a coupon."""

    wallet: UUID
    coupon: UUID
    version: int
    source: str
    amount_minor: int
    kind: str = "amount"
    off_bp: int = 0


@fact("promotions.coupon_used")
class CouponUsed(Fact, frozen=True, kw_only=True):
    """An order took it."""

    wallet: UUID
    coupon: UUID
    order: UUID


@fact("promotions.coupon_returned")
class CouponReturned(Fact, frozen=True, kw_only=True):
    """The order that took it came to nothing, so she has it again."""

    wallet: UUID
    coupon: UUID
    order: UUID


@fact("promotions.coupon_expired")
class CouponExpired(Fact, frozen=True, kw_only=True):
    """Its time was over before it was used."""

    wallet: UUID
    coupon: UUID


@fact("promotions.promotion_saved")
class PromotionSaved(Fact, frozen=True, kw_only=True):
    """A promotion says something from now on; orders keep the version they were priced with."""

    promotion: UUID
    version: int
    effect: str
    conditions: tuple[str, ...]


@fact("promotions.promotion_moved")
class PromotionMoved(Fact, frozen=True, kw_only=True):
    """It runs, is paused, or is over for good."""

    promotion: UUID
    version: int
    state: str
