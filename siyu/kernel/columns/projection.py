"""How facts become rows: a pure function per fact name, given by whoever owns the table."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from siyu.kernel.columns.tables import Table, describe
from siyu.kernel.facts.envelope import Told

if TYPE_CHECKING:
    from siyu.kernel.facts.log import StoredTold

Map = Callable[[Told[Any]], Iterable[Sequence[Any]]]

_PLACE_BITS = 24
MOST_ROWS = 1 << _PLACE_BITS


class Projection(msgspec.Struct, frozen=True):
    """Fills `table` from the facts named in `by`; each function gives rows of `table.columns`.

    The functions look at nothing but the fact: the same fact gives the same rows for ever. When
    one changes its mind, raise the table's version.
    """

    table: Table
    by: Mapping[str, Map]

    @property
    def shape(self) -> str:
        """Changes with whatever makes rows already filled in wrong; another shape is a refill."""
        told = [str(self.table.version), describe(self.table, ""), *sorted(self.by)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def rows_of(projection: Projection, facts: "Iterable[StoredTold]") -> Iterable[list[Any]]:
    """Rows of the table without their place: tenant, instant, fact, ordinal, then its columns."""
    width = len(projection.table.columns)
    for stored in facts:
        to_rows = projection.by.get(stored.fact.name)
        if to_rows is None:
            continue
        told = stored.fact.told()
        for ordinal, row in enumerate(to_rows(told)):
            if len(row) != width:
                raise ValueError(f"{projection.table.name} has {width} columns, not {len(row)}")
            yield [stored.tenant_id, told.at, told.id, ordinal, *row]


def placed(number: int, rows: Iterable[list[Any]]) -> list[list[Any]]:
    """The rows of batch `number`, each with its place in the feed."""
    full = [[*row[:4], place_of(number, i), *row[4:]] for i, row in enumerate(rows)]
    if len(full) > MOST_ROWS:
        raise ValueError(f"a batch of {len(full)} rows")
    return full


def place_of(number: int, index: int) -> int:
    """Where a row stands: grows with the batch and within it."""
    return (number << _PLACE_BITS) | index
