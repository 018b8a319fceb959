"""What fulfilment speaks in."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from siyu.modules.fulfilment.carriers import Carrier
from siyu.modules.fulfilment.freight import Terms

Unfetched = Literal["keep", "refund"]


class Make(msgspec.Struct, frozen=True, kw_only=True):
    """An order to be fetched at a store."""

    order: UUID
    store: UUID
    customer: UUID | None = None


class Pickup(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits to be fetched, was fetched, or is void; its code is kept apart."""

    id: UUID
    order_id: UUID
    customer_id: UUID | None
    store_id: UUID
    tail: str
    ready_at: datetime
    redeemed_at: datetime | None
    redeemed_by: UUID | None
    redeemed_store: UUID | None
    voided_at: datetime | None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A pickup with its eight digits, for her whose order it is."""

    pickup: Pickup
    code: str

    def __repr__(self) -> str:
        return f"Shown({self.pickup.id})"


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks or redeems, and at which store they stand."""

    person: UUID
    store: UUID


class ToSend(msgspec.Struct, frozen=True, kw_only=True):
    """An order that is to be sent once it is paid."""

    order: UUID
    customer: UUID
    store: UUID
    address: UUID
    province: str


class Shipment(msgspec.Struct, frozen=True, kw_only=True):
    """An order that is sent: `ready_at` it was paid, `done_at` nothing is left to send."""

    order_id: UUID
    customer_id: UUID
    store_id: UUID
    address_id: UUID
    province: str
    promised_at: datetime
    ready_at: datetime | None
    done_at: datetime | None
    received_at: datetime | None
    voided_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether something may be sent."""
        return self.ready_at is not None and self.done_at is None and self.voided_at is None


class ParcelLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of a line, by its number in the order."""

    n: int
    quantity: int


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """What left the store in one box; `due_at` the clock takes it as received."""

    id: UUID
    order_id: UUID
    customer_id: UUID
    store_id: UUID
    carrier: str
    tracking: str
    sent_at: datetime
    sent_by: str
    due_at: datetime
    received_at: datetime | None
    received_by: str | None
    lines: list[ParcelLine]


class Send(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel to be noted; the same id is the same parcel."""

    id: UUID
    order: UUID
    carrier: Carrier
    tracking: str
    quantities: dict[int, int]


class FreightTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """The newest version of a template; `products` name it, `usual`: all others are sent by it."""

    id: UUID
    version: int
    name: str
    terms: Terms
    at: datetime
    by: str
    products: int
    usual: bool


class DeliveryRule(msgspec.Struct, frozen=True, kw_only=True):
    """What the clock does, in days: parcels count as received, whoever has not fetched is reminded,
    and then her order is refunded, or kept for her as if she had it. None: never."""

    received_after_days: int = 10
    remind_after_days: int | None = 3
    unfetched_after_days: int | None = None
    unfetched: Unfetched = "keep"


class KeptRule(DeliveryRule, frozen=True, kw_only=True):
    """A version of it; the one that is none yet is version 0."""

    version: int = 0
    at: datetime | None = None
    by: str = ""
