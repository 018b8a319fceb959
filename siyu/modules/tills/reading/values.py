"""Shapes of a file, of the way to read it, and of one line that was read."""

from datetime import date, datetime
from typing import Literal

import msgspec

Field = Literal[
    "receipt", "line", "at", "time", "store", "till", "guide", "member", "sku",
    "quantity", "amount", "discount", "means", "returns",
]  # fmt: skip

REQUIRED: tuple[Field, ...] = ("at", "amount")


class Column(msgspec.Struct, frozen=True):
    """A column of a file: its header (or letter), unique in the file, and its first values."""

    name: str
    samples: tuple[str, ...]


class FileShape(msgspec.Struct, frozen=True, kw_only=True):
    """All that must be known to read the file again in the same way."""

    format: Literal["csv", "xlsx", "xls"]
    encoding: str | None
    delimiter: str | None
    sheets: tuple[str, ...]
    sheet: str | None
    header_line: int
    """Line of the header, 0 if the file has none; what stands above it is not data."""
    header: tuple[str, ...]
    """The header's cells as written, to know it again in an appended copy."""
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


class Mapping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which column says what, and what no column says."""

    columns: dict[Field, str]
    constants: dict[Literal["store"], str] = {}
    source: str
    date_format: str | None = None
    amount_unit: Literal["major", "minor"] = "major"


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of a receipt as the file has it: texts are the till's own codes."""

    line: int
    receipt: str | None
    line_no: int | None
    at: datetime
    on: date
    store: str | None
    till: str | None
    guide: str | None
    member: str | None
    sku: str | None
    quantity_milli: int
    """Thousandths of a piece; negative when goods came back."""
    amount_minor: int
    discount_minor: int
    means: str | None
    returns: str | None
    """Number of the receipt that this line takes back, where the till knows."""
    kind: Literal["sale", "return"]
