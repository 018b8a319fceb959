"""Points as money: what the merchant says of it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

PointsPayer = Literal["brand", "store"]
"""Who bears what points pay: it is no money that comes in."""


class MoneyTerms(msgspec.Struct, frozen=True, kw_only=True):
    """`per_hundred` points of a kind are worth a hundred minor units.

    They pay for goods only, as they cost after all promotions and coupons: where that comes to
    `least_minor`, and of it at most `share_bp`. `most` is how many one order may take.
    """

    on: bool
    kind: UUID
    per_hundred: int
    share_bp: int = 10_000
    least_minor: int = 0
    most: int | None = None
    payer: PointsPayer = "brand"


class MoneyRule(msgspec.Struct, frozen=True, kw_only=True):
    """A version of it; the newest one counts, and what was ordered before keeps its own."""

    version: int
    terms: MoneyTerms
    set_at: datetime
    set_by: str
