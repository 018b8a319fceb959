"""What inventory speaks in: documents and their lines."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["received", "counted"]

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
