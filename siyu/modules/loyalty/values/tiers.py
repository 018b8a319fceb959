"""Tiers: what a programme says, the growth that purchases brought, and how somebody stands."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Turn = Literal["reached", "kept", "ended", "returned", "ruled"]
"""Why a standing is another: growth reached more, or kept it; its time was over; goods went back;
the programme changed."""

MOST_TIERS = 10
MOST_VALID = 3650
MOST_GROWTH = 10**12
MOST_BENEFITS = 10


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    """Reached at `reach` growth, and kept for another time by `keep` growth within one.

    `benefits` are what customers read; prices and promotions name the tier by its id.
    """

    id: UUID
    code: str
    name: str
    reach: int
    keep: int
    benefits: tuple[str, ...] = ()


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    """Tiers from the lowest up, each good for `valid_days` from when it was reached or kept.

    An order brings `growth` for every `per_minor` paid, and so does a receipt of a till if
    `receipts` count.
    """

    tiers: tuple[Tier, ...]
    valid_days: int
    growth: int = 1
    per_minor: int = 100
    receipts: bool = True


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """A version: what counts from `since` on; it never changes."""

    version: int
    since: datetime
    ladder: Ladder
    set_by: str


class Growth(msgspec.Struct, frozen=True, kw_only=True):
    """What an order brought when it was paid, or a receipt at its till, less what of it went back.

    Less than nothing where goods came back to a till and nobody knows when they were sold.
    """

    source_id: UUID
    source: Literal["order", "receipt"]
    customer_id: UUID
    at: datetime
    version: int
    amount: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Her tier at an instant (none: the base), since and until when, and what counts.

    `climb` counts towards the tiers above, `kept` towards keeping this one.
    """

    tier: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    climb: int = 0
    kept: int = 0


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """A standing as it was when it was last looked at; `next_at` is when to look again."""

    customer_id: UUID
    tier: UUID | None
    since: datetime | None
    until: datetime | None
    climb: int
    kept: int
    next_at: datetime | None

    @property
    def standing(self) -> Standing:
        return Standing(
            tier=self.tier, since=self.since, until=self.until, climb=self.climb, kept=self.kept
        )
