"""What deals speak in: sales with their goods and pools, and what orders took of them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

SaleState = Literal["draft", "confirmed", "ended"]
Standing = Literal["draft", "coming", "running", "over", "ended"]
"""How a sale stands by the clock; `over`: its time has come, and the rest is about to go back."""
Split = Literal["each", "in_all"]
Why = Literal["over", "stopped"]
Refused = Literal["sold_out", "too_few", "cap", "ended"]

MOST_GOODS = 50
MOST_STORES = 200


class NewGood(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU at its price for the time: so many pieces at each store, or shared out among them.

    `cap` is how many one person may have of it; None is no limit.
    """

    sku: UUID
    price_minor: int
    pieces: int
    split: Split = "each"
    cap: int | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a sale says. Without `with_coupons` no coupon comes with its prices."""

    name: str
    since: datetime
    until: datetime
    stores: tuple[UUID, ...]
    goods: tuple[NewGood, ...]
    with_coupons: bool = False


class Pool(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces that a store keeps for the sale; `returned` of them at its end."""

    store: UUID
    pieces: int
    returned: int = 0


class Good(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU in a sale; its id is the owner of its pools and caps in the ledger."""

    id: UUID
    sale: UUID
    sku: UUID
    price_minor: int
    pieces: int
    split: Split
    cap: int | None
    pools: tuple[Pool, ...]


class SaleHead(msgspec.Struct, frozen=True, kw_only=True):
    """A sale's own row."""

    id: UUID
    version: int
    name: str
    state: SaleState
    since: datetime
    until: datetime
    with_coupons: bool
    made_at: datetime
    made_by: str
    confirmed_at: datetime | None
    ended_at: datetime | None
    ended_why: Why | None


class Sale(SaleHead, frozen=True, kw_only=True):
    """A sale as it stands; what it says changes only while it is a draft."""

    goods: tuple[Good, ...]

    def good_of(self, sku: UUID) -> Good | None:
        return next((one for one in self.goods if one.sku == sku), None)

    def runs(self, at: datetime) -> bool:
        return self.state == "confirmed" and self.since <= at < self.until


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """What an order took of a pool, and of her cap if there is one."""

    order: UUID
    good: UUID
    sku: UUID
    store: UUID
    customer: UUID
    quantity: int
    cap: int | None


class Turned(msgspec.Struct, frozen=True, kw_only=True):
    """So many were refused for the same reason."""

    good: UUID
    store: UUID
    reason: Refused
    count: int


class Beat(msgspec.Struct, frozen=True, kw_only=True):
    """How many orders and pieces a sale had in the ten seconds from `at` on."""

    at: datetime
    orders: int
    pieces: int
