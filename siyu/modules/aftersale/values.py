"""What after-sale speaks in: cases, their steps, the merchant's rule, what may not be returned."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["refund", "return", "exchange"]
"""Money alone, goods for money, or goods for goods."""
Reason = Literal["no_reason", "broken", "wrong_goods", "not_as_said", "missing", "late", "other"]
State = Literal["asked", "agreed", "sent_back", "arrived", "done", "refused", "withdrawn", "lapsed"]
Payer = Literal["merchant", "customer"]
Exempt = Literal["made_to_order", "perishable", "digital", "press", "confirmed"]
"""Why goods are not returned without a reason; `confirmed`: only if she said that she knows."""

OPEN: tuple[State, ...] = ("asked", "agreed", "sent_back", "arrived")


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of a line, by its number in the order, and what they were paid with."""

    n: int
    quantity: int
    amount_minor: int


class LineOfOrder(msgspec.Struct, frozen=True):
    """A line by its order and its number there."""

    order_id: UUID
    n: int


class ReturnTo(msgspec.Struct, frozen=True, kw_only=True):
    """Where goods are sent back to: the merchant's own address."""

    name: str
    phone: str
    address: str


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """Who carries it, and by which number it is followed; by hand, without a number."""

    carrier: str
    tracking: str


class OpenCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case to be opened; the same id is the same case. `freight_minor` is of the amount."""

    id: UUID
    order: UUID
    customer: UUID
    store: UUID
    kind: Kind
    reason: Reason
    words: str
    lines: tuple[CaseLine, ...]
    amount_minor: int
    freight_minor: int


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A case as its row stands; `due_at` the clock decides if nobody did.

    `amount_minor` is what was to come back when it was asked for, `freight_minor` of it the freight
    of the order. `pays` pays for the way back. `fit`: what came back may be sold again.
    """

    id: UUID
    order_id: UUID
    customer_id: UUID
    store_id: UUID
    kind: Kind
    reason: Reason
    words: str
    lines: list[CaseLine]
    amount_minor: int
    freight_minor: int
    pays: Payer
    state: State
    asked_at: datetime
    due_at: datetime | None
    return_to: ReturnTo | None
    back: Parcel | None
    replacement: Parcel | None
    refund_id: UUID | None
    fit: bool | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def quantities(self) -> dict[int, int]:
        return {one.n: one.quantity for one in self.lines}


class CaseStep(msgspec.Struct, frozen=True, kw_only=True):
    """A change of state of a case, by whom and why."""

    case_id: UUID
    turn: int
    state: State
    at: datetime
    by: str
    why: str


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How long each side has, and where goods are sent back to."""

    answer_hours: int = 48
    send_back_hours: int = 168
    arrive_hours: int = 240
    fault_days: int = 15
    """So many days after she has the goods, what is wrong with them may be said."""
    return_to: ReturnTo | None = None


class KeptRule(Rule, frozen=True, kw_only=True):
    """A version of it; the one that nobody wrote is version 0."""

    version: int = 0
    at: datetime | None = None
    by: str = ""


class Exemption(msgspec.Struct, frozen=True, kw_only=True):
    """Goods of a category are not returned without a reason, from then on."""

    category_id: UUID
    kind: Exempt
    at: datetime
    by: str


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases are listed; `stores` is how far somebody sees, `state` None is every one."""

    stores: tuple[UUID, ...] | None = None
    customer: UUID | None = None
    states: tuple[State, ...] | None = None
    kind: Kind | None = None
    orders: tuple[UUID, ...] | None = None
