"""What fulfilment speaks in."""

from datetime import datetime
from uuid import UUID

import msgspec


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
