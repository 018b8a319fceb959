"""What group buys speak in: offers, groups that fill, and the seats in them."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

OfferState = Literal["draft", "open", "closed"]
GroupState = Literal["begun", "open", "full", "failed", "void"]
"""`begun`: whoever starts it has not paid yet; `void`: and never did."""
SeatState = Literal["held", "paid", "gone", "back"]
"""`gone`: it was never paid; `back`: its money went back with the group."""

UNPAID_FOR = timedelta(minutes=5)
"""How long a seat is kept for who does not pay."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What an offer says: so many people, within so many hours, pay so much each piece.

    `cap` is how many pieces one person may have of it; None is no limit. `newcomers`: who joins
    has never bought before; whoever starts may be anybody. `stores`: None is every one.
    """

    name: str
    sku: UUID
    price_minor: int
    size: int
    hours: int
    since: datetime
    until: datetime
    cap: int | None = None
    newcomers: bool = False
    stores: tuple[UUID, ...] | None = None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as it stands; what it says changes only while it is a draft."""

    id: UUID
    version: int
    state: OfferState
    name: str
    sku: UUID
    price_minor: int
    size: int
    hours: int
    since: datetime
    until: datetime
    cap: int | None
    newcomers: bool
    stores: list[UUID] | None
    made_at: datetime

    def runs(self, at: datetime) -> bool:
        return self.state == "open" and self.since <= at < self.until


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group as its row stands; `until` counts from the payment of whoever started it."""

    id: UUID
    offer_id: UUID
    store_id: UUID
    starter_id: UUID
    size: int
    state: GroupState
    begun_at: datetime
    until: datetime
    ended_at: datetime | None


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A seat that an order took. `starts`: with it the group began."""

    order_id: UUID
    group_id: UUID
    offer_id: UUID
    customer_id: UUID
    pieces: int
    cap: int | None
    starts: bool
    state: SeatState
    at: datetime


class Sit(msgspec.Struct, frozen=True, kw_only=True):
    """An order takes a seat; in a group of its own if it `starts` one."""

    order: UUID
    group: UUID
    offer: Offer
    store: UUID
    customer: UUID
    pieces: int
    starts: bool
