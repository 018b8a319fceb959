"""What the payments room speaks in. Our number of an attempt or refund is its id's 32 digits."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

State = Literal["asked", "prepared", "paid", "closed"]
RefundState = Literal["asked", "paid_back", "failed"]
Kind = Literal["payment", "refund"]


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer owes: `about` stands on the cashier's page, which leads back to `return_to`.

    `pay_by` is when the vendor is to take no more money; without it, its own limit holds.
    """

    order: UUID
    amount_minor: int
    currency: str
    about: str
    return_to: str
    pay_by: datetime | None = None
    customer: UUID | None = None
    vendor: str = "cashier"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try to be paid for an order; `pay_path` leads to the cashier until `payable_until`."""

    id: UUID
    order_id: UUID
    customer_id: UUID | None
    amount_minor: int
    currency: str
    about: str
    return_to: str
    vendor: str
    account: str | None
    state: State
    pay_by: datetime | None
    prepay: str | None
    pay_path: str | None
    payable_until: datetime | None
    vendor_no: str | None
    asked_at: datetime
    close_asked_at: datetime | None
    ended_at: datetime | None
    asks: int

    @property
    def number(self) -> str:
        return self.id.hex


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A change of state, by whom and why."""

    turn: int
    state: str
    at: datetime
    by: str
    why: str


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """The vendor waits for the buyer."""

    account: str
    prepay: str
    pay_path: str
    until: datetime


class Declined(msgspec.Struct, frozen=True, kw_only=True):
    """The vendor will not, for the reason that its code gives; asking again changes nothing.

    `paid`: because it was paid before.
    """

    reason: str
    paid: bool = False


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What a vendor says of a payment, pushed or asked for.

    `account` is the merchant it speaks of, `through` the one whose key proved it.
    """

    vendor: str
    account: str
    through: str
    number: str
    vendor_no: str
    amount_minor: int
    currency: str
    state: Literal["paid", "waiting", "closed"]
    at: datetime | None = None


class RefundNotice(msgspec.Struct, frozen=True, kw_only=True):
    """What a vendor says of a refund; `paid_number` is our number of what is paid back."""

    vendor: str
    account: str
    through: str
    number: str
    paid_number: str
    vendor_no: str
    amount_minor: int
    currency: str
    state: Literal["paid_back", "failed", "waiting"]
    reason: str = ""
    at: datetime | None = None


Outcome = Literal["paid", "paid_back", "failed", "closed", "waiting", "known", "quarantined"]
"""What a notice came to; `known` told nothing new."""


class RefundAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Money to go back; the same id asked for again is the same refund."""

    id: UUID
    attempt: UUID
    amount_minor: int
    why: str


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """Money on its way back to where it came from."""

    id: UUID
    attempt_id: UUID
    order_id: UUID
    customer_id: UUID | None
    amount_minor: int
    paid_minor: int
    currency: str
    vendor: str
    account: str | None
    why: str
    state: RefundState
    vendor_no: str | None
    failure: str | None
    asked_at: datetime
    ended_at: datetime | None
    asks: int

    @property
    def number(self) -> str:
        return self.id.hex

    @property
    def paid_number(self) -> str:
        return self.attempt_id.hex


class Refusing(msgspec.Struct, frozen=True, kw_only=True):
    """A refund that is not begun; `left_minor` is what may still go back of the attempt."""

    id: UUID
    reason: Literal["unknown", "not_paid", "too_much", "too_many", "differs"]
    left_minor: int


class Quarantined(msgspec.Struct, frozen=True, kw_only=True):
    """A notice that fits nothing we know, as it was said, and how often."""

    id: UUID
    kind: Kind
    vendor: str
    account: str
    number: str
    vendor_no: str
    amount_minor: int
    currency: str
    said_at: datetime | None
    reason: str
    attempt_id: UUID | None
    first_at: datetime
    last_at: datetime
    times: int


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which attempts are listed; `number` is ours, the vendor's or the order's id, in whole."""

    state: State | None = None
    number: str | None = None
    order: UUID | None = None
