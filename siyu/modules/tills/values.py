"""Shapes that cross the room's front door: commands with resolved ids, and what became of them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from siyu.modules.tills.reading.values import FileShape, Mapping

Kind = Literal["sale", "return"]
AliasKind = Literal["store", "sku", "guide"]
RunState = Literal["waiting", "running", "done", "stopped"]


class RecordLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """What became of one line: added now, known before, or left out.

    It *differs* when its number holds something else. It is *unsure* when it has no number and
    lines recorded of its receipt did not come with it: it may be new, or one of those changed.
    """

    status: Literal["added", "known", "differs", "unsure"]
    receipt: UUID
    line_no: int
    run: UUID | None
    """The import that recorded the line; None for lines sent by a till itself."""
    recorded_minor: int
    """The amount that is recorded there now."""

    @property
    def left_out(self) -> bool:
        return self.status in ("differs", "unsure")


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt as lists show it; its amount is net of what its own lines take back."""

    id: UUID
    receipt_no: str | None
    source: str
    store_id: UUID
    guide_id: UUID | None
    till: str | None
    at: datetime
    customer_id: UUID | None
    lines: int
    amount_minor: int
    returned_minor: int
    discount_minor: int
    kind: Kind


class ReceiptLine(msgspec.Struct, frozen=True, kw_only=True):
    line_no: int
    sku_id: UUID | None
    sku_text: str | None
    quantity_milli: int
    amount_minor: int
    discount_minor: int
    kind: Kind
    returns_receipt_id: UUID | None
    returns_line_no: int | None


class Means(msgspec.Struct, frozen=True):
    """A means of payment, as the till calls it, and what was paid by it."""

    kind: str
    amount_minor: int


class LinkedReceipt(msgspec.Struct, frozen=True):
    """A receipt at the other end of a return; the amount is that of the linked lines."""

    id: UUID
    receipt_no: str | None
    at: datetime
    amount_minor: int


class ImportFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of receipts as it was uploaded."""

    id: UUID
    name: str
    size: int
    sha256: bytes
    shape: FileShape
    rows: int
    uploaded_at: datetime
    uploaded_by: UUID | None


class ImportRun(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of a file into receipts, with what it came to so far."""

    id: UUID
    file_id: UUID
    file_name: str
    mapping: Mapping
    source: str
    asked_at: datetime
    asked_by: UUID | None
    attempt: int
    started_at: datetime | None
    ended_at: datetime | None
    stopped_by: str | None
    """Code of the refusal that ended it early."""
    rows: int
    read: int
    added: int
    known: int
    problems: int
    returns: int
    without_member: int
    amount_minor: int

    @property
    def state(self) -> RunState:
        if self.ended_at is not None:
            return "stopped" if self.stopped_by else "done"
        return "running" if self.started_at is not None else "waiting"


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What one chunk adds to an import's figures."""

    read: int = 0
    added: int = 0
    known: int = 0
    problems: int = 0
    returns: int = 0
    without_member: int = 0
    amount_minor: int = 0


class Problem(msgspec.Struct, frozen=True):
    """A line that was left out; `slots` fill the sentence of its code."""

    line: int
    code: str
    slots: dict[str, Any]


class SavedMapping(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    fingerprint: str
    mapping: Mapping


class Alias(msgspec.Struct, frozen=True):
    """What a till's own word stands for; without a target it is known to stand for nothing."""

    kind: AliasKind
    value: str
    target_id: UUID | None
