"""What was written, counted while writing: the figures that an import has to find again."""

from pathlib import Path

from msgspec import Struct

from siyu.demo.trade import Receipt


class Tally(Struct):
    """Receipts and money of one file; returns count as receipts and take their money back."""

    receipts: int = 0
    rows: int = 0
    returns: int = 0
    member_receipts: int = 0
    amount_minor: int = 0
    discount_minor: int = 0
    member_amount_minor: int = 0

    def add(self, receipt: Receipt) -> None:
        amount = discount = 0
        for line in receipt.lines:
            amount += line.amount_minor
            discount += line.discount_minor
        self.receipts += 1
        self.rows += len(receipt.lines)
        self.returns += receipt.origin != ""
        self.amount_minor += amount
        self.discount_minor += discount
        if receipt.member >= 0:
            self.member_receipts += 1
            self.member_amount_minor += amount


class TillFile(Struct, frozen=True, kw_only=True):
    """One exported file, how its columns are to be read, and its sums; `footer` is a total line
    that is no receipt.
    """

    path: Path
    source: str
    store: str | None
    header: tuple[str, ...]
    columns: dict[str, str]
    footer: bool
    tally: Tally


def sum_up(files: list[TillFile]) -> Tally:
    total = Tally()
    for file in files:
        for field in Tally.__struct_fields__:
            setattr(total, field, getattr(total, field) + getattr(file.tally, field))
    return total
