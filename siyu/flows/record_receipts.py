"""Receipts as a till sends them the moment they are printed: many merchants' desks, one batch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from siyu.flows.resolve_receipts import Resolver, left_out
from siyu.kernel.db import Work
from siyu.modules import tenants, tills
from siyu.modules.tills.reading import Mapping, Row, RowProblem


class TillLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as a till says it; negative quantity or amount takes something back."""

    line_no: int | None = None
    sku: str | None = None
    quantity_milli: int = 1000
    amount_minor: int
    discount_minor: int = 0
    means: str | None = None


class TillReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt in the till's own codes."""

    source: str
    store: str
    receipt_no: str
    at: datetime
    till: str | None = None
    guide: str | None = None
    member: str | None = None
    returns: str | None = None
    lines: tuple[TillLine, ...]


class LineRefused(msgspec.Struct, frozen=True):
    """A line that was not recorded; `slots` fill the sentence of its code."""

    line: int
    code: str
    slots: dict[str, str | int]


class ReceiptOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a receipt: how many of its lines are new or known, which were refused."""

    id: UUID | None
    added: int
    known: int
    refused: tuple[LineRefused, ...]

    @property
    def status(self) -> Literal["recorded", "known", "refused"]:
        if self.added:
            return "recorded"
        return "known" if self.known else "refused"


async def record_receipts(work: Work, receipts: Sequence[TillReceipt]) -> list[ReceiptOutcome]:
    """One outcome for each receipt, in order; a receipt sent again is known."""
    merchant = await tenants.get_tenant(work)
    zone = ZoneInfo(merchant.timezone)
    rows = [row for i, receipt in enumerate(receipts) for row in _rows(i, receipt, zone)]
    resolver = Resolver(Mapping(columns={"member": "member"}, source=""))
    lines, problems = await resolver.resolve(work, rows)
    commands = [
        msgspec.structs.replace(line, source=receipts[_receipt_of(row)].source)
        for row, line in lines
    ]
    outcomes = await tills.record_lines(work, commands)
    told: list[_Told] = [_Told() for _ in receipts]
    for (row, _), outcome in zip(lines, outcomes, strict=True):
        told[_receipt_of(row)].take(outcome)
        if outcome.left_out:
            problems.append(left_out(row, outcome, merchant.money))
    for problem in problems:
        told[problem.line // _LINES].refuse(problem)
    return [one.outcome() for one in told]


# A row's line tells receipt and line of it apart: the sender's lists are bounded far below this.
_LINES = 100_000


def _receipt_of(row: Row) -> int:
    return row.line // _LINES


def _rows(place: int, receipt: TillReceipt, zone: ZoneInfo) -> list[Row]:
    on = receipt.at.astimezone(zone).date()
    rows = []
    for number, line in enumerate(receipt.lines, 1):
        back = line.amount_minor < 0 or line.quantity_milli < 0
        sign = -1 if back else 1
        row = Row(
            line=place * _LINES + number,
            receipt=receipt.receipt_no,
            line_no=line.line_no or number,
            at=receipt.at,
            on=on,
            store=receipt.store,
            till=receipt.till,
            guide=receipt.guide,
            member=receipt.member,
            sku=line.sku,
            quantity_milli=sign * abs(line.quantity_milli),
            amount_minor=sign * abs(line.amount_minor),
            discount_minor=sign * abs(line.discount_minor),
            means=line.means,
            returns=receipt.returns,
            kind="return" if back else "sale",
        )
        rows.append(row)
    return rows


class _Told:
    """Gathers what became of one receipt's lines."""

    def __init__(self) -> None:
        self._id: UUID | None = None
        self._added = 0
        self._known = 0
        self._refused: list[LineRefused] = []

    def take(self, outcome: tills.Outcome) -> None:
        self._id = outcome.receipt
        self._added += outcome.status == "added"
        self._known += outcome.status == "known"

    def refuse(self, problem: RowProblem) -> None:
        self._refused.append(LineRefused(problem.line % _LINES, problem.code, problem.slots))

    def outcome(self) -> ReceiptOutcome:
        return ReceiptOutcome(
            id=self._id, added=self._added, known=self._known, refused=tuple(self._refused)
        )
