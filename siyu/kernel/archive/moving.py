"""Moving a month of facts out of PostgreSQL: written, read back, compared, and only then dropped.

Until the last transaction PostgreSQL has every fact and nobody looks at the files; with it the
month is listed and its partition is gone, both or neither. Whatever was begun and not finished
is taken away when the next run begins.
"""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec
import structlog

from siyu.kernel.archive import plan, table
from siyu.kernel.archive.plan import Awaited, Kept, Place, Span
from siyu.kernel.archive.shelf import File, Shelf
from siyu.kernel.columns.client import Columns
from siyu.kernel.columns.errors import Superseded
from siyu.kernel.db.sql import On
from siyu.kernel.facts.log import StoredTold

PAGE = 5000
PART_ROWS = 200_000
PART_BYTES = 64 << 20
"""Of bodies in one file: what columns can answer and take at once, with room to spare."""
LOCK_MS = 500
"""Writers wait that long at most for a partition to go, and try again is on us."""
TRIES = 30

_logger = structlog.get_logger()


class Differs(Exception):
    """What was read back from the files is not what PostgreSQL has; nothing was dropped."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """A month that was due: archived, or kept because somebody has not read it to its end."""

    month: date
    rows: int
    bytes: int = 0
    kept_by: str | None = None


class _Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A month as it stands on the shelf, and what PostgreSQL is to remember of it."""

    kept: Kept
    span: Span
    first: Place
    last: Place


class Mover:
    """Archives months one after another, under the fence of the archive's lease."""

    def __init__(
        self,
        relay: asyncpg.Pool,
        columns: Columns,
        shelf: Shelf,
        awaited: Awaited,
        *,
        fence: int,
        part_rows: int = PART_ROWS,
    ) -> None:
        self._relay = relay
        self._columns = columns
        self._shelf = shelf
        self._awaited = awaited
        self._fence = fence
        self._part_rows = part_rows

    async def run(self, before: date, now: datetime) -> list[Outcome]:
        """Every month that lies before a day and holds facts, oldest first."""
        async with self._relay.acquire() as conn:
            due = await plan.list_due(On(conn), before)
        if due:
            await self._sweep()
        outcomes = [await self._archive(month, now) for month in due]
        return [one for one in outcomes if one.rows]

    async def _archive(self, month: date, now: datetime) -> Outcome:
        of_month = plan.bounds(month)
        async with self._relay.acquire() as conn:
            on = On(conn)
            span = await plan.SPAN.one(on, *of_month)
            if not span.rows:
                return Outcome(month=month, rows=0)
            first, last = await plan.FIRST.one(on, *of_month), await plan.LAST.one(on, *of_month)
            reader = await plan.find_reader(on, month, last, self._awaited)
        if reader is not None:
            return Outcome(month=month, rows=span.rows, kept_by=reader)
        kept = await self._draw(month)
        drawn = _Drawn(kept=kept, span=span, first=first, last=last)
        await self._hand_over(drawn, now)
        size = sum(file.bytes for file in kept.files)
        _logger.info("archive.moved", month=f"{month:%Y-%m}", rows=kept.rows, bytes=size)
        return Outcome(month=month, rows=kept.rows, bytes=size)

    async def _draw(self, month: date) -> Kept:
        """The month's files, and the table readers will ask, made from nothing but the files."""
        generation = secrets.token_hex(4)
        files: list[File] = []
        after = Place(0, 0, UUID(int=0))
        while True:
            number = len(files) + 1
            name = f"facts-{month:%Y-%m}.{generation}.{number}.parquet"
            file, after = await self._part(month, name, after)
            if file is None:
                break
            files.append(file)
        counted = await load(self._columns, self._shelf, month, generation, files)
        return Kept(
            month=month,
            generation=generation,
            rows=counted.rows,
            checksum=counted.checksum,
            files=files,
        )

    async def _part(self, month: date, name: str, after: Place) -> tuple[File | None, Place]:
        """The next file of a month, ordered by position; None when there is nothing left."""
        draft = f"{table.DRAFT}{secrets.token_hex(4)}"
        await self._columns.execute(table.create(draft))
        rows, size, page = 0, 0, 0
        while rows < self._part_rows and size < PART_BYTES:
            limit = min(PAGE, self._part_rows - rows)
            facts = await self._page(month, after, limit)
            if not facts:
                break
            values = await asyncio.to_thread(_values, facts)
            token = f"{draft}.{page}"
            await self._columns.insert(draft, table.COLUMNS, values, token=token)
            last = facts[-1].fact
            after = Place(last.epoch, last.xid, last.id)
            rows, page = rows + len(facts), page + 1
            size += sum(len(told.fact.body) for told in facts)
        file = None
        if rows:
            sql = f"SELECT {table.NAMES} FROM {draft} ORDER BY epoch, xid, id"
            body = await self._columns.write_file(sql, table.FORMAT)
            file = await asyncio.to_thread(self._shelf.put, name, body, rows)
        await self._columns.execute(f"DROP TABLE {draft}")
        return file, after

    async def _page(self, month: date, after: Place, limit: int) -> list[StoredTold]:
        place = (after.epoch, after.xid, after.id)
        async with self._relay.acquire() as conn:
            rows = await plan.PAGE.all(On(conn), *plan.bounds(month), *place, limit)
        return [row.stored() for row in rows]

    async def _hand_over(self, drawn: _Drawn, now: datetime) -> None:
        """One transaction: compare once more, list the month, drop its partition."""
        month, kept = drawn.kept.month, drawn.kept
        async with self._relay.acquire() as conn, conn.transaction():
            on = On(conn)
            await plan.STILL.get(on, month)
            there = await plan.count(on, month)
            if there != kept.counted:
                raise Differs(f"{month:%Y-%m}: {kept.counted} in files, {there} in PostgreSQL")
            files = msgspec.json.encode(kept.files).decode()
            places = (*msgspec.structs.astuple(drawn.first), *msgspec.structs.astuple(drawn.last))
            span = (drawn.span.oldest_at, drawn.span.latest_at)
            listed = (month, kept.generation, kept.rows, kept.checksum, *places, *span)
            if not await plan.RECORD.run(on, *listed, files, now, self._fence):
                raise Superseded("another process archives now")
            await _drop(conn, month)

    async def _sweep(self) -> None:
        """Take away drafts, tables and files of runs that did not come to their end."""
        async with self._relay.acquire() as conn:
            kept = await plan.KEPT.all(On(conn))
        tables = {table.table_of(one.month, one.generation) for one in kept}
        for name in await list_tables(self._columns):
            if name not in tables:
                await self._columns.execute(f"DROP TABLE IF EXISTS {name}")
        files = {file.name for one in kept for file in one.files}
        for name in await asyncio.to_thread(self._shelf.sweep, files):
            _logger.info("archive.swept", file=name)


class _Table(msgspec.Struct, frozen=True):
    name: str
    rows: int


async def list_tables(columns: Columns) -> dict[str, int]:
    """Tables of archived months and their drafts, with their rows."""
    await columns.make_database()
    sql = f"""
        SELECT name, toInt64(ifNull(total_rows, 0)) AS rows FROM system.tables
        WHERE database = currentDatabase()
          AND (startsWith(name, '{table.PREFIX}') OR startsWith(name, '{table.DRAFT}'))
    """
    return {row.name: row.rows for row in await columns.rows(sql, {}, _Table)}


async def load(
    columns: Columns,
    shelf: Shelf,
    month: date,
    generation: str,
    files: Sequence[File],
    *,
    expected: table.Counted | None = None,
) -> table.Counted:
    """Make a month's table from its files; it appears whole. What is in it, counted there.

    Differs when that is not what is expected, and nothing appears.
    """
    draft, name = f"{table.DRAFT}{secrets.token_hex(4)}", table.table_of(month, generation)
    await columns.execute(table.create(draft))
    for file in files:
        body = await asyncio.to_thread(shelf.get, file)
        await columns.read_file(
            draft, list(table.COLUMNS), body, table.FORMAT, token=f"{draft}.{file.name}"
        )
    (counted,) = await columns.rows(f"{table.COUNT_IN_COLUMNS}{draft}", {}, table.Counted)
    if expected not in (None, counted):
        raise Differs(f"{month:%Y-%m}: {counted} in files, not {expected}")
    await columns.execute(f"DROP TABLE IF EXISTS {name}")
    await columns.execute(f"RENAME TABLE {draft} TO {name}")
    return counted


async def _drop(conn: asyncpg.pool.PoolConnectionProxy, month: date) -> None:
    """Whoever writes facts holds the table for a moment; nobody waits for us longer than that."""
    await conn.execute(f"set local lock_timeout = '{LOCK_MS}ms'")
    for left in reversed(range(TRIES)):
        try:
            async with conn.transaction():
                await plan.DROP.get(On(conn), month)
        except asyncpg.LockNotAvailableError:
            if not left:
                raise
            await asyncio.sleep(1)
        else:
            return


def _values(facts: Sequence[StoredTold]) -> list[list[int | str | datetime]]:
    return [table.row_of(told) for told in facts]
