"""One record of the file becomes one row, or one problem: strictly, and never a guess."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

import msgspec

from siyu.modules.tills.reading.dates import DateReader, Moment
from siyu.modules.tills.reading.delimited import Cells, Record
from siyu.modules.tills.reading.numbers import read_amount, read_quantity
from siyu.modules.tills.reading.problems import Bad, RowProblem, raw_of, shortened
from siyu.modules.tills.reading.refusals import MappingLacks, MappingUnfit
from siyu.modules.tills.reading.values import REQUIRED, Field, FileShape, Mapping, Row

LIMITS: dict[Field, int] = {
    "receipt": 64, "store": 64, "till": 64, "guide": 64, "member": 64, "sku": 64,
    "means": 32, "returns": 64,
}  # fmt: skip
LINE_NO_LIMIT = 99_999

_NOTHING = frozenset({"NULL", "null", "\\N", "#N/A", "N/A", "None"})
_NOBODY = frozenset({"-", "--", "/", "无", "散客", "非会员", "普通顾客", "无会员"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ROUNDED = re.compile(r"[0-9]\.[0-9]+[eE]\+[0-9]+")
_TOTALS = re.compile(r"(?:合\s*计|总\s*计|小\s*计|sub ?total|grand total|total)\b.*", re.IGNORECASE)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


def clean(cell: str) -> str:
    """The cell without what exports wrap around text: blanks, `="…"`, a leading ' or `."""
    text = cell.strip()
    if not text:
        return text
    if not text.isascii():
        text = text.strip(_INVISIBLE).strip()
    if text[:1] in "='`":
        if text.startswith('="') and text.endswith('"') and len(text) > 2:
            return text[2:-1].strip()
        if text[:1] in "'`":
            return text[1:].strip()
    return "" if text in _NOTHING else text


class RowReader:
    """Reads the rows of one file by one mapping; MappingUnfit or MappingLacks if it can't."""

    def __init__(
        self, shape: FileShape, mapping: Mapping, *, exponent: int, zone: tzinfo, now: datetime
    ) -> None:
        self._places = _places(shape, mapping)
        self._columns = mapping.columns
        self._width = len(shape.columns)
        self._exponent = 0 if mapping.amount_unit == "minor" else exponent
        self._store_needed = "store" in mapping.columns and "store" not in mapping.constants
        self._dates = DateReader(mapping.date_format, zone, now)
        self._texts = [
            (field, place, mapping.columns[field], LIMITS[field])
            for field, place in self._places.items()
            if field in LIMITS
        ]

    def read(self, records: Iterator[Record]) -> Iterator[Row | RowProblem]:
        """A row or a problem for each record, in the order of the file."""
        for line, cells in records:
            if isinstance(cells, RowProblem):
                yield cells
                continue
            try:
                yield self._row(line, cells)
            except Bad as why:
                yield _problem(line, cells, why)

    def _row(self, line: int, cells: Cells) -> Row:
        width = self._width
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        elif len(cells) > width:
            # Empty ones at the end count too: a bare comma in an amount shifts what follows it.
            raise Bad("cells_many", found=len(cells), expected=width)
        at, on = self._moment(cells)
        amount = read_amount(self._needed("amount", cells), self._columns["amount"], self._exponent)
        quantity = self._quantity(cells, amount)
        discount = self._discount(cells)
        texts = self._read_texts(cells)
        returned = amount < 0 or quantity < 0
        sign = -1 if returned else 1
        return Row(
            line=line,
            line_no=self._line_no(cells),
            at=at,
            on=on,
            quantity_milli=sign * abs(quantity),
            amount_minor=sign * abs(amount),
            discount_minor=sign * abs(discount),
            kind="return" if returned else "sale",
            **texts,
        )

    def _needed(self, field: Field, cells: Cells) -> str:
        text = clean(cells[self._places[field]])
        if not text:
            raise Bad("missing", column=self._columns[field])
        return text

    def _moment(self, cells: Cells) -> Moment:
        place = self._places.get("time")
        clock = clean(cells[place]) if place is not None else ""
        return self._dates.read(self._needed("at", cells), clock, self._columns["at"])

    def _quantity(self, cells: Cells, amount: int) -> int:
        if "quantity" not in self._places:
            return -1000 if amount < 0 else 1000
        return read_quantity(self._needed("quantity", cells), self._columns["quantity"])

    def _discount(self, cells: Cells) -> int:
        place = self._places.get("discount")
        text = clean(cells[place]) if place is not None else ""
        return read_amount(text, self._columns["discount"], self._exponent) if text else 0

    def _line_no(self, cells: Cells) -> int | None:
        if "line" not in self._places:
            return None
        text = self._needed("line", cells)
        digits = text.removesuffix(".0")
        if not (digits.isascii() and digits.isdigit() and 1 <= int(digits[:20]) <= LINE_NO_LIMIT):
            column = self._columns["line"]
            raise Bad("line_no_bad", column=column, value=shortened(text), limit=LINE_NO_LIMIT)
        return int(digits)

    def _read_texts(self, cells: Cells) -> dict[str, str | None]:
        texts: dict[str, str | None] = dict.fromkeys(LIMITS)
        for field, place, column, limit in self._texts:
            text = clean(cells[place])
            if not text:
                if field == "receipt" or (field == "store" and self._store_needed):
                    raise Bad("missing", column=column)
                continue
            _refuse_unclear(text, column, limit)
            texts[field] = _member(text, column) if field == "member" else text
        return texts


def _refuse_unclear(text: str, column: str, limit: int) -> None:
    """A code must be what the till wrote, to the letter."""
    if len(text) > limit:
        raise Bad("too_long", column=column, limit=limit)
    if not text.isprintable() and _CONTROL.search(text):
        raise Bad("control", column=column)
    if "\ufffd" in text:
        raise Bad("unreadable")
    if text[0] == "=":
        raise Bad("formula", column=column)
    if text[0].isdigit() and _ROUNDED.fullmatch(text):
        raise Bad("mangled", column=column)


def _member(text: str, column: str) -> str | None:
    """None for the ways in which tills write that nobody showed a card."""
    if text in _NOBODY or not text.strip("0"):
        return None
    if "*" in text:
        raise Bad("masked", column=column)
    whole = text.removesuffix(".0")
    return whole if whole.isdigit() else text


def _places(shape: FileShape, mapping: Mapping) -> dict[Field, int]:
    for field in REQUIRED:
        if field not in mapping.columns:
            raise MappingLacks(field=field)
    places: dict[Field, int] = {}
    for field, column in mapping.columns.items():
        if column not in shape.names:
            raise MappingUnfit(field=field, column=column)
        places[field] = shape.names.index(column)
    return places


def _problem(line: int, cells: Cells, why: Bad) -> RowProblem:
    first = next((text for cell in cells if (text := cell.strip())), "")
    if why.code in ("missing", "date_bad", "number_bad") and _TOTALS.fullmatch(first):
        return RowProblem(line, "totals", {}, raw_of(cells))
    return RowProblem(line, why.code, msgspec.to_builtins(why.slots), raw_of(cells))
