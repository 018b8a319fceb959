"""Shapes that cross the room's front door: commands with resolved ids, and what became of them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["sale", "return"]


class RecordLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a receipt to be recorded; ids were resolved by the caller.

    Amounts and quantity carry the sign of `kind`: a return's are zero or negative.
    """

    source: str
    """Which system numbers the receipts; numbers are unique per source and store."""
    store: UUID
    receipt_no: str | None = None
    line_no: int | None = None
    at: datetime
    on: date
    """The merchant's day of `at`."""
    till: str | None = None
    guide: UUID | None = None
    customer: UUID | None = None
    sku: UUID | None = None
    sku_text: str | None = None
    """The till's own code of the article, kept whether or not it is known."""
    quantity_milli: int
    amount_minor: int
    discount_minor: int = 0
    means: str | None = None
    returns_no: str | None = None
    """Number of the receipt that this line takes back."""
    kind: Kind = "sale"


class Outcome(msgspec.Struct, frozen=True):
    """What became of one line: added now, known before, or its place holds something else."""

    status: Literal["added", "known", "differs"]
    receipt: UUID
    line_no: int
    run: UUID | None
    """The import that recorded the line; None for lines sent by a till itself."""
