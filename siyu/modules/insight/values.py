"""What insight answers with. Amounts are minor units, shares are basis points."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from siyu.kernel.ids import TenantId

Grain = Literal["day", "week", "month"]
Channel = Literal["store", "mall"]
"""Where a sale was made: at a till, or online."""


class Merchant(msgspec.Struct, frozen=True):
    """Whose columns are asked, and in which time zone their days are."""

    tenant: TenantId
    zone: str


class Period(msgspec.Struct, frozen=True):
    """Days from `first` to `last`, both included, in the merchant's time zone.

    Of sales, what was sold before `until` only, where that is said.
    """

    first: date
    last: date
    until: datetime | None = None


class Within(msgspec.Struct, frozen=True):
    """Which stores and which channel are looked at; None is all of them."""

    stores: Sequence[UUID] | None = None
    channel: Channel | None = None


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Sales of a period. `amount_minor` is net of returns, which are zero or negative.

    `receipts` are those of tills and paid orders; `mall_amount_minor` and `orders` are the part of
    the mall.
    """

    amount_minor: int = 0
    returns_minor: int = 0
    receipts: int = 0
    mall_amount_minor: int = 0
    orders: int = 0
    customers: int = 0
    member_amount_minor: int = 0

    @property
    def member_share_bp(self) -> int | None:
        """会员消费占比: None without sales, for a share of nothing says nothing."""
        return share_bp(self.member_amount_minor, self.amount_minor)

    @property
    def average_minor(self) -> int | None:
        """客单价: None without receipts."""
        return round(self.amount_minor / self.receipts) if self.receipts else None


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """Sales of one day, week or month, by its first day."""

    on: date
    amount_minor: int
    returns_minor: int
    receipts: int
    mall_amount_minor: int
    orders: int
    member_amount_minor: int


class StoreSales(msgspec.Struct, frozen=True, kw_only=True):
    """Sales of one store."""

    store: UUID
    amount_minor: int
    returns_minor: int
    receipts: int
    mall_amount_minor: int
    orders: int
    customers: int
    member_amount_minor: int


class Cuts(msgspec.Struct, frozen=True, kw_only=True):
    """Four cuts each; a score is one more than the cuts below the value (for recency, turned)."""

    r_days: list[int]
    f: list[int]
    m_minor: list[int]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """People with the same three scores."""

    r: int
    f: int
    m: int
    people: int
    amount_minor: int


class Rfm(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody who bought, by recency, frequency and money; scores run from 1 to 5, 5 is best."""

    people: int
    cuts: Cuts
    cells: list[Cell]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One customer's recency, frequency and money, and her scores."""

    customer: UUID
    last_on: date
    receipts: int
    amount_minor: int
    r: int
    f: int
    m: int


class CurvePoint(msgspec.Struct, frozen=True):
    """After `days`, `share_bp` had bought again; `at_risk` were still being watched then."""

    days: int
    share_bp: int
    at_risk: int


class Interval(msgspec.Struct, frozen=True):
    """How many times somebody came back after this many days; `days_to` None is open-ended."""

    days_from: int
    days_to: int | None
    times: int


class Repurchase(msgspec.Struct, frozen=True, kw_only=True):
    """How soon first-time buyers buy again."""

    people: int
    curve: list[CurvePoint]
    intervals: list[Interval]
    median_days: int | None


def share_bp(part: int, whole: int) -> int | None:
    """Part of whole in basis points, rounded; None when there is no whole."""
    return round(part * 10_000 / whole) if whole > 0 else None
