"""Points: kinds, versions of their rules, lots, and what happened to them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Moment = Literal["paid", "redeemed"]
"""When an order brings points: as soon as it is paid, or once the goods are in her hands."""
Claw = Literal["debt", "limited"]
"""What a refund takes back beyond what she has: a debt that later points pay first, or nothing."""
What = Literal["earned", "clawed_back", "spent", "given_back", "expired", "adjusted"]
SpendState = Literal["held", "spent", "void"]

MOST_POINTS = 10**9
MOST_DAYS = 3650
MOST_NOTICE = 90
MOST_TIMES_BP = 100_000
MOST_CATEGORIES = 200
MOST_KINDS = 20
ONCE_BP = 10_000


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """Goods of a category bring so many times the points; 0: none."""

    category: UUID
    times_bp: int


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule says: `points` for every `per_minor` paid, good for `valid_days` more days.

    Without `valid_days` points never expire. She is told `notice_days` before they do.
    """

    on: Moment
    points: int
    per_minor: int
    times: tuple[Times, ...] = ()
    valid_days: int | None = None
    notice_days: int = 7
    claw: Claw = "debt"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A version: what counts for orders placed from `since` on; it never changes."""

    kind_id: UUID
    version: int
    since: datetime
    terms: Terms
    set_at: datetime
    set_by: str


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of points; one that has ended brings no more, and what she has stays good."""

    id: UUID
    code: str
    name: str
    made_at: datetime
    ended_at: datetime | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What was paid for a line of an order, and how many times its points count."""

    n: int
    paid_minor: int
    times_bp: int = ONCE_BP


class Lot(msgspec.Struct, frozen=True, kw_only=True):
    """Points of one kind that end together; how many are left the ledger says."""

    id: UUID
    customer_id: UUID
    kind_id: UUID
    expires_at: datetime | None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A lot, and how many of it may be taken now."""

    lot: Lot
    left: int


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """So many into a lot or, below zero, out of it; without a lot: onto a debt or off it."""

    lot: UUID | None
    amount: int


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to her points; `amount` is the sum of the parts.

    `ref` is what it was for: an order, or whatever the caller names. `short` points were to be
    taken back and were not there, where the rule lets them go.
    """

    id: UUID
    customer_id: UUID
    kind_id: UUID
    at: datetime
    what: What
    amount: int
    parts: tuple[Part, ...]
    ref: UUID | None
    why: str
    by: str
    short: int = 0


class Earning(msgspec.Struct, frozen=True, kw_only=True):
    """What an order brought of a kind, by the rule of when it was placed, and what is left of it.

    `let_go` of it was to be taken back and was not there, where the rule says so.
    """

    order_id: UUID
    kind_id: UUID
    customer_id: UUID
    version: int
    lines: tuple[Line, ...]
    lot_id: UUID
    amount: int
    let_go: int
    turn: int
    at: datetime


class Spend(msgspec.Struct, frozen=True, kw_only=True):
    """Points that paid for something; `back` of them were given back."""

    id: UUID
    customer_id: UUID
    kind_id: UUID
    amount: int
    back: int
    parts: tuple[Part, ...]
    state: SpendState
    ref: UUID | None
    why: str
    at: datetime


class Want(msgspec.Struct, frozen=True, kw_only=True):
    """Points to be spent under an id of the caller's; `ref` is what for."""

    id: UUID
    customer: UUID
    kind: UUID
    amount: int
    ref: UUID | None = None
    why: str = ""
