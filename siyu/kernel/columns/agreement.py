"""Whether columns and facts agree: counts and ids by day, told from the facts once more."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from siyu.kernel.columns.client import Columns
from siyu.kernel.columns.plan import GENERATIONS, Generation
from siyu.kernel.columns.projection import Projection, place_of, rows_of
from siyu.kernel.columns.source import read_between
from siyu.kernel.db.sql import On
from siyu.kernel.facts.envelope import Position
from siyu.kernel.facts.log import START, StoredTold, position_of
from siyu.kernel.facts.older import Older

_CHUNK = 5000
_TRIES = 3
_MASK = 2**128 - 1


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which a table differs from what its facts say."""

    table: str
    on: date
    expected: int
    found: int
    ids_agree: bool


class _Day(msgspec.Struct, frozen=True):
    on: date
    rows: int
    ids: int


class Digest(msgspec.Struct, frozen=True):
    """Two fillings with equal digests hold the same rows; the order in which they came aside."""

    rows: int
    hashes: int


async def audit(
    relay: asyncpg.Pool,
    columns: Columns,
    projections: Sequence[Projection],
    older: Older | None = None,
) -> list[Difference]:
    """Every day on which rows are missing, too many, or others; an empty list is agreement.

    Compares up to the last batch sent, so a running feed does not disturb it. Tables with a key
    are compared by each key's latest row, and again if the feed went on meanwhile.
    """
    found: list[Difference] = []
    for projection in projections:
        for _ in range(_TRIES):
            before = await _shown(relay, projection)
            expected = _Facts(relay, projection, older)
            differences = await _compared(expected, columns, projection, before)
            if not differences or await _shown(relay, projection) == before:
                break
        found += differences
    return found


async def digest(columns: Columns, projection: Projection) -> Digest:
    """A fingerprint of what readers see of a table."""
    names = ", ".join(n for n in projection.table.every if n != "place")
    sql = f"SELECT count() AS rows, groupBitXor(sipHash64({names})) AS hashes FROM "
    (found,) = await columns.rows(sql + projection.table.name, {}, Digest)
    return found


async def _shown(relay: asyncpg.Pool, projection: Projection) -> Generation:
    """What readers see; before anything was served there is nothing to compare."""
    async with relay.acquire() as conn:
        known = await GENERATIONS.all(On(conn))
    shown = [g for g in known if g.name == projection.table.name and g.served_at]
    if not shown:
        raise LookupError(f"{projection.table.name} was never filled")
    return max(shown, key=lambda g: g.made_at)


async def _compared(
    facts: "_Facts", columns: Columns, projection: Projection, shown: Generation
) -> list[Difference]:
    to, number = (
        (shown.after, (shown.number or 0) - 1) if shown.pending else (shown.to, shown.number or 0)
    )
    expected = await _expected(facts, projection, to)
    found = {d.on: d for d in await _found(columns, projection, shown, number)}
    nothing = _Day(date.min, 0, 0)
    return [
        Difference(
            table=projection.table.name,
            on=on,
            expected=(e := expected.get(on, nothing)).rows,
            found=(f := found.get(on, nothing)).rows,
            ids_agree=e.ids == f.ids,
        )
        for on in sorted(expected.keys() | found.keys())
        if (expected.get(on, nothing).rows, expected.get(on, nothing).ids)
        != (found.get(on, nothing).rows, found.get(on, nothing).ids)
    ]


async def _expected(told: "_Facts", projection: Projection, to: Position) -> dict[date, _Day]:
    keys = [4 + list(projection.table.columns).index(k) for k in projection.table.key]
    latest: dict[tuple[Any, ...], tuple[date, int]] = {}
    days: dict[date, list[int]] = {}
    async for facts in told.chunks(to):
        for row in rows_of(projection, facts):
            on, id_ = _on(row[1]), _id(row[2], row[3])
            if keys:
                latest[(row[0], *(row[k] for k in keys))] = (on, id_)
            else:
                _count(days, on, id_)
    for on, id_ in latest.values():
        _count(days, on, id_)
    return {on: _Day(on, rows, ids) for on, (rows, ids) in days.items()}


class _Facts:
    """What a projection's facts were, told once more."""

    def __init__(self, relay: asyncpg.Pool, projection: Projection, older: Older | None) -> None:
        self._relay, self._older = relay, older
        self._names = sorted(projection.by)

    async def chunks(self, to: Position) -> AsyncIterator[list[StoredTold]]:
        after = START
        while True:
            async with self._relay.acquire() as conn:
                facts = await read_between(
                    On(conn), after, to, self._names, _CHUNK, older=self._older
                )
            if not facts:
                return
            yield facts
            after = position_of(facts[-1].fact)


async def _found(
    columns: Columns, projection: Projection, shown: Generation, number: int
) -> list[_Day]:
    table = projection.table
    final = "FINAL" if table.key else ""
    sql = f"""
        SELECT toDate(at, 'UTC') AS on, count() AS rows,
               groupBitXor(toUInt128(toUInt128(fact_id) + ordinal)) AS ids
        FROM {table.stored_as(shown.generation)} {final}
        WHERE place < {{limit:UInt64}} GROUP BY on
    """
    return await columns.rows(sql, {"limit": place_of(number + 1, 0)}, _Day)


def _on(at: datetime) -> date:
    return at.date()


def _id(fact: UUID, ordinal: int) -> int:
    return (fact.int + ordinal) & _MASK


def _count(days: dict[date, list[int]], on: date, id_: int) -> None:
    day = days.setdefault(on, [0, 0])
    day[0] += 1
    day[1] ^= id_
