"""Which column is probably which, from what the columns are called and what is in them."""

import hashlib
import re
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec

from siyu.modules.tills.reading.dates import find_format, is_clock, is_date
from siyu.modules.tills.reading.names import NAMES, name_score, plain_name, says_minor
from siyu.modules.tills.reading.numbers import is_number
from siyu.modules.tills.reading.rows import clean
from siyu.modules.tills.reading.shape import HEAD, open_records
from siyu.modules.tills.reading.source import Source
from siyu.modules.tills.reading.values import Field, FileShape, Mapping

SOURCE = "pos"

_PHONE = re.compile(r"(?:\+?86[- ]?)?1[3-9][0-9]{9}")
_SMALL = re.compile(r"-?[0-9]{1,3}(?:\.0+)?")


class _Values(msgspec.Struct, frozen=True):
    """What a column holds: its first values and the shares of them that look like something."""

    texts: tuple[str, ...]
    date: float
    clock: float
    number: float
    small: float
    phone: float
    decimals: float


def guess_mapping(path: Source, shape: FileShape) -> Mapping:
    """The likeliest mapping, for people to confirm; no `date_format` if it must be asked."""
    columns = _columns(path, shape)
    fields = _by_name(columns) if shape.header_line else {}
    _by_value(columns, fields)
    at, amount = fields.get("at"), fields.get("amount")
    return Mapping(
        columns=fields,
        source=SOURCE,
        date_format=find_format(columns[at].texts) if at else None,
        amount_unit="minor" if amount and says_minor(amount) else "major",
    )


def fingerprint(shape: FileShape) -> str:
    """Equal for files with the same columns in the same order: finds the mapping saved for them."""
    names = "\n".join(plain_name(name) for name in shape.names)
    return hashlib.sha256(names.encode()).hexdigest()[:32]


def _columns(path: Source, shape: FileShape) -> dict[str, _Values]:
    rows = [
        cells for _, cells in islice(open_records(path, shape), HEAD) if isinstance(cells, list)
    ]
    return {name: _values(_column(rows, i)) for i, name in enumerate(shape.names)}


def _column(rows: list[list[str]], place: int) -> Iterator[str]:
    return (text for cells in rows if place < len(cells) and (text := clean(cells[place])))


def _values(texts: Iterator[str]) -> _Values:
    found = tuple(texts)
    some = found[:200]

    def share(test: Callable[[str], object]) -> float:
        return sum(1 for text in some if test(text)) / len(some) if some else 0.0

    return _Values(
        texts=found,
        date=share(is_date),
        clock=share(is_clock),
        number=share(is_number),
        small=share(_SMALL.fullmatch),
        phone=share(_PHONE.fullmatch),
        decimals=share(lambda text: "." in text and is_number(text)),
    )


def _by_name(columns: dict[str, _Values]) -> dict[Field, str]:
    """Best pairs first; a field and a column are each given away once."""
    pairs = [
        (score, field, column)
        for column, values in columns.items()
        for field in NAMES
        if (score := name_score(column, field)) and _fits(field, values)
    ]
    chosen: dict[Field, str] = {}
    for _, field, column in sorted(pairs, key=lambda pair: -pair[0]):
        if field not in chosen and column not in chosen.values():
            chosen[field] = column
    if "time" in chosen and "at" not in chosen:
        del chosen["time"]
    return chosen


def _fits(field: Field, values: _Values) -> bool:
    """A name is not believed against its column's values."""
    if not values.texts:
        return field not in ("at", "time", "amount")
    if field == "at":
        return values.date > 0.5 or find_format(values.texts[:200]) is not None
    if field == "time":
        return values.clock > 0.5
    if field in ("amount", "quantity", "discount"):
        return values.number > 0.5 and values.phone < 0.5
    return field != "line" or values.small > 0.9


def _by_value(columns: dict[str, _Values], chosen: dict[Field, str]) -> None:
    """Fill in what the values alone show; adds to `chosen`."""

    def pick(field: Field, share: Callable[[_Values], float]) -> None:
        if field in chosen:
            return
        free = [(share(v), name) for name, v in columns.items() if name not in chosen.values()]
        best = max(free, default=(0.0, ""), key=lambda pair: pair[0])
        if best[0] > 0.8:
            chosen[field] = best[1]

    pick("at", lambda v: v.date)
    pick("member", lambda v: v.phone)
    if "amount" not in chosen:
        pick("amount", lambda v: v.decimals if v.date < 0.5 else 0)
        pick("amount", lambda v: v.number - v.small / 4 if v.date + v.phone < 0.5 else 0)
        pick("quantity", lambda v: v.small)
