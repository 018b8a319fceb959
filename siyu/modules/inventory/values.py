"""What inventory speaks in: documents and their lines."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["received", "counted"]
Travel = Literal["under_way", "arrived"]

MOST_LINES = 500
MOST_PIECES = 10**9


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Goods that came in: SKU and how many, each SKU once."""

    id: UUID
    store: UUID
    lines: tuple[tuple[UUID, int], ...]
    reason: str = ""


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """What was found on the shelf: SKU, how many, and how many the books said."""

    id: UUID
    store: UUID
    lines: tuple[tuple[UUID, int, int], ...]
    reason: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a document: `quantity` came in or was found, `change` is what the books took."""

    sku: UUID
    quantity: int
    before: int | None
    """What the books said; None where goods came in, which nobody counts first."""
    change: int


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document as its row stands."""

    id: UUID
    kind: Kind
    store_id: UUID
    reason: str
    at: datetime
    by_id: UUID | None
    lines: int
    change: int
    """Of all its lines."""


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """What leaves a place for another: SKU and how many, each SKU once."""

    id: UUID
    source: UUID
    target: UUID
    lines: tuple[tuple[UUID, int], ...]
    reason: str = ""


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it: SKU, how many were sent, how many arrived; `why` the rest did not."""

    lines: tuple[tuple[UUID, int, int], ...]
    why: str = ""


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """Safety stock: below `least` pieces free the place is to be filled up to `fill`."""

    least: int
    fill: int


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU at a place that has a level, or had one; `fallen`: it is known to be below it."""

    sku: UUID
    store: UUID
    least: int | None
    coming: int
    fallen: bool

    def below(self, free: int) -> bool:
        return self.least is not None and free + self.coming < self.least


class Fall(msgspec.Struct, frozen=True, kw_only=True):
    """A place has fewer of a SKU than it should."""

    sku: UUID
    store: UUID
    free: int
    coming: int
    least: int


class TransferLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a transfer; None has arrived while it is under way."""

    sku: UUID
    sent: int
    received: int | None


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer as its row stands, with the sums of its lines."""

    id: UUID
    from_id: UUID
    to_id: UUID
    reason: str
    sent_at: datetime
    sent_by: UUID | None
    received_at: datetime | None
    received_by: UUID | None
    missing_why: str
    lines: int
    sent: int
    received: int | None
