"""What the room tells."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from siyu.kernel.facts.envelope import Fact, fact
from siyu.modules.tills.values import Kind


class RecordedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was recorded; returns have negative quantity and amount."""

    line_no: int
    kind: Kind
    sku: UUID | None
    quantity_milli: int
    amount_minor: int
    discount_minor: int
    returns: UUID | None
    """The receipt whose goods came back, where it is known."""


@fact("tills.receipt_recorded")
class ReceiptRecorded(Fact, frozen=True, kw_only=True):
    """Lines of one receipt were recorded; lines of an earlier fact are never told again.

    Its subject is the customer, its `at` the moment at the till.
    """

    receipt: UUID
    source: str
    store: UUID
    till: str | None
    guide: UUID | None
    customer: UUID | None
    at: datetime
    on: date
    """The merchant's day of the receipt."""
    opened: bool
    """False when the receipt was known and only lines were added to it."""
    kind: Kind
    """`return` when every line of the receipt takes something back."""
    amount_minor: int
    """Of these lines, returns subtracted."""
    returned_minor: int
    """Zero or negative: the part of the amount that are returns."""
    discount_minor: int
    lines: tuple[RecordedLine, ...]


class ExplainedLine(msgspec.Struct, frozen=True):
    line_no: int
    sku: UUID


@fact("tills.receipt_explained")
class ReceiptExplained(Fact, frozen=True, kw_only=True):
    """Codes of a recorded receipt are understood now; its money is what it was."""

    receipt: UUID
    guide: UUID | None
    """Set if the receipt had no guide before."""
    lines: tuple[ExplainedLine, ...]
    """Lines that had no article before."""


@fact("tills.return_linked")
class ReturnLinked(Fact, frozen=True, kw_only=True):
    """A return recorded earlier found the receipt whose goods came back."""

    receipt: UUID
    line_no: int
    returns: UUID
    returns_line_no: int | None


@fact("tills.import_ended")
class ImportEnded(Fact, frozen=True, kw_only=True):
    """An import of a file of receipts came to its end."""

    run: UUID
    rows: int
    added: int
    known: int
    problems: int
    amount_minor: int
