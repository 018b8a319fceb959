"""What promotions speak in: coupons, what is in a wallet, and prices."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

WalletState = Literal["any", "open", "used", "expired"]
CouponKind = Literal["amount", "percent", "freight"]
GuidePeriod = Literal["day", "week", "month"]
"""Of the merchant's calendar; a week begins on Monday."""
How = Literal["claimed", "sent", "guide", "code"]
"""How a coupon is got: she claims it, headquarters or managers send it, her guide does too, or she
types its code.
"""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a coupon says. Either it is good until an instant, or for days from its claim on.

    It takes off an amount; or `off_bp` of what its goods come to, at most `most_minor` if that is
    said; or freight, all of it if no amount is said. `stores`, `goods` (products) and `categories`
    are whom it is for, all that are said at once; None is every one. `welcome` coupons are given
    to new customers, however others are got. Of one that guides give, each gives at most
    `per_guide` in a `guide_period`; None: as many as there are.
    """

    name: str
    kind: CouponKind = "amount"
    amount_minor: int = 0
    off_bp: int = 0
    most_minor: int = 0
    threshold_minor: int = 0
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    valid_days: int | None = None
    quota: int
    per_person: int = 1
    stores: tuple[UUID, ...] | None = None
    goods: tuple[UUID, ...] | None = None
    categories: tuple[UUID, ...] | None = None
    how: How = "claimed"
    welcome: bool = False
    per_guide: int | None = None
    guide_period: GuidePeriod | None = None


class Coupon(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a coupon; lists show the newest."""

    id: UUID
    code: str
    version: int
    name: str
    kind: CouponKind
    amount_minor: int
    off_bp: int
    most_minor: int
    threshold_minor: int
    valid_from: datetime | None
    valid_until: datetime | None
    valid_days: int | None
    quota: int
    per_person: int
    stores: list[UUID] | None
    goods: list[UUID] | None
    categories: list[UUID] | None
    how: How
    welcome: bool
    defined_at: datetime
    closed_at: datetime | None = None
    per_guide: int | None = None
    guide_period: GuidePeriod | None = None

    @property
    def coupon_id(self) -> UUID:
        return self.id


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a coupon: `returned` were used once and came back, whatever followed."""

    claimed: int
    used: int
    returned: int
    expired: int


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody takes a coupon. `id` is the claimer's own: the same claim again is the same row.

    `giver` is the guide who gives it, within how many she may.
    """

    id: UUID
    coupon: UUID
    customer: UUID
    source: str
    giver: UUID | None = None


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """An order takes what is in a wallet."""

    wallet: UUID
    customer: UUID
    order: UUID


class Owned(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a wallet with what its version says."""

    id: UUID
    coupon_id: UUID
    version: int
    customer_id: UUID
    code: str
    name: str
    kind: CouponKind
    amount_minor: int
    off_bp: int
    most_minor: int
    threshold_minor: int
    stores: list[UUID] | None
    goods: list[UUID] | None
    categories: list[UUID] | None
    claimed_at: datetime
    source: str
    valid_from: datetime
    valid_until: datetime
    used_at: datetime | None
    used_by: UUID | None
    returned_at: datetime | None
    expired_at: datetime | None


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the price: added up, they are what is to be paid. Promotions have a name."""

    code: str
    amount_minor: int
    name: str = ""
