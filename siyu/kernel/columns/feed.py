"""The feed: facts become rows of columns exactly once, whatever is killed and when.

Facts are read below every running transaction, in position order. A batch's bounds are written
to PostgreSQL before anything is sent, and its rows go under a token of their own; after a crash
the planned batch is read again by its bounds and sent again under its token, which changes
nothing if it had arrived. One feeder at a time: whoever took over later holds the higher fence.
"""

import asyncio
import secrets
import time
from collections.abc import Sequence
from itertools import groupby

import asyncpg
import msgspec
import structlog

from siyu.kernel.clock import Clock, SystemClock
from siyu.kernel.columns.client import Columns
from siyu.kernel.columns.errors import BadQuery, NotThere, Superseded
from siyu.kernel.columns.plan import CLAIM, GENERATIONS, Batch, Generation, Plans
from siyu.kernel.columns.projection import Projection, place_of, placed, rows_of
from siyu.kernel.columns.source import get_horizon, read_between
from siyu.kernel.columns.tables import create_table, create_view
from siyu.kernel.db.sql import On
from siyu.kernel.errors import Trouble
from siyu.kernel.facts.envelope import Position
from siyu.kernel.facts.log import StoredTold, position_of
from siyu.kernel.facts.older import Older
from siyu.kernel.owners import Owners

LEASE = "columns.feed"
BATCH = 5000
IDLE_S = 0.25
TROUBLE_S = 1.0
STUCK_S = 60.0

_WHOLE = 2**31 - 1
_UNKNOWN_TABLE = 60

_logger = structlog.get_logger()


async def feed_while_owner(
    owners: Owners,
    relay: asyncpg.Pool,
    columns: Columns,
    projections: Sequence[Projection],
    older: Older | None = None,
) -> None:
    """Wait for the feed's lease, then feed until it is lost or the task is cancelled."""
    async with owners.owning(LEASE) as lease:
        await Feed(relay, columns, projections, fence=lease.fence, older=older).run()


class Feed:
    """One feeder, of one fence; Superseded ends it when another has taken over."""

    def __init__(
        self,
        relay: asyncpg.Pool,
        columns: Columns,
        projections: Sequence[Projection],
        *,
        fence: int,
        clock: Clock | None = None,
        batch: int = BATCH,
        older: Older | None = None,
    ) -> None:
        self._relay = relay
        self._older = older
        self._columns = columns
        self._projections = {p.table.name: p for p in projections}
        self._names = sorted({name for p in projections for name in p.by})
        self._fence = fence
        self._clock = clock or SystemClock()
        self._batch = batch
        self._claimed = False
        self._seen: set[str] = set()
        self._stuck: dict[str, float] = {}
        self._scanned: dict[str, Position] = {}

    async def run(self) -> None:
        """Feed for ever; trouble on either side is waited out, a later feeder is not."""
        while True:
            try:
                moved = await self.step()
            except (Trouble, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as why:
                _logger.warning("columns.feed_waits", why=type(why).__name__)
                await asyncio.sleep(TROUBLE_S)
                continue
            if not moved:
                await asyncio.sleep(IDLE_S)

    async def step(self) -> int:
        """One batch for every table that has one; how many facts were taken."""
        async with self._relay.acquire() as conn:
            on = On(conn)
            plans = Plans(on, self._fence)
            await self._claim(on)
            fillings = await self._fillings(on, plans)
            filling = [g for g in fillings if not self._is_stuck(g.generation)]
            moved = 0
            for generation in filling:
                if generation.pending:
                    moved += await self._resend(on, plans, generation)
            drained = sorted((g for g in filling if not g.pending), key=self._start)
            for start, group in groupby(drained, key=self._start):
                moved += await self._advance(on, plans, start, list(group))
            return moved

    async def _claim(self, on: On) -> None:
        if self._claimed:
            return
        if await CLAIM.get(on, self._fence) is None:
            raise Superseded("another feeder has taken over")
        await self._columns.make_database()
        self._claimed = True

    async def drain(self) -> int:
        """Step until nothing is left to take; how many facts were taken."""
        taken = 0
        while moved := await self.step():
            taken += moved
        return taken

    def _start(self, generation: Generation) -> Position:
        return max(generation.to, self._scanned.get(generation.generation, generation.to))

    async def _fillings(self, on: On, plans: Plans) -> list[Generation]:
        """The generations to feed: of today's shape, and really there in the columns."""
        mine: list[Generation] = []
        for name in self._projections:
            if self._is_stuck(name):
                continue
            try:
                mine += await self._of_table(on, plans, name)
            except BadQuery as why:
                self._hold_back(name, why)
        return mine

    async def _of_table(self, on: On, plans: Plans, name: str) -> list[Generation]:
        projection = self._projections[name]
        known = [g for g in await GENERATIONS.all(on) if g.name == name]
        called = await self._without_replaced(plans, known)
        there = await self._there(plans, called, projection)
        if not there:
            shape, now = projection.shape, self._clock.now()
            await plans.begin(secrets.token_hex(4), name, shape, now)
            return await self._of_table(on, plans, name)
        left = [g for g in called if g in there or g.shape != projection.shape]
        if not any(g.served_at for g in left):
            await self._serve(plans, there[0])
        return there

    async def _without_replaced(self, plans: Plans, called: list[Generation]) -> list[Generation]:
        """One table's generations, after dropping those older than the one readers see."""
        served = [g for g in called if g.served_at is not None]
        if not served:
            return called
        shown = max(served, key=lambda g: g.made_at)
        for old in called:
            if old.made_at < shown.made_at:
                await self._drop(plans, old)
        return [g for g in called if g.made_at >= shown.made_at]

    async def _drop(self, plans: Plans, gone: Generation) -> None:
        await self._columns.execute(f"DROP TABLE IF EXISTS {gone.stored}")
        await plans.forget(gone.generation)

    async def _there(
        self, plans: Plans, called: list[Generation], projection: Projection
    ) -> list[Generation]:
        of_shape = [g for g in called if g.shape == projection.shape]
        there = [g for g in of_shape if await self._is_there(g, projection)]
        for lost in of_shape:
            if lost not in there:
                _logger.warning("columns.filling_lost", table=lost.name)
                await self._drop(plans, lost)
        return there

    async def _is_there(self, generation: Generation, projection: Projection) -> bool:
        """Whether what was sent is in the columns; a new filling's table is made here."""
        if generation.generation in self._seen:
            return True
        table = projection.table
        if generation.number is None:
            await self._columns.execute(create_table(table, generation.generation))
        if not await self._holds(generation):
            return False
        if generation.served_at is not None:
            await self._columns.execute(create_view(table, generation.generation))
        self._seen.add(generation.generation)
        return True

    async def _holds(self, generation: Generation) -> bool:
        """Whether the table ends with the last row that was acknowledged.

        It may hold rows of a pending batch beyond it. Others come from a PostgreSQL that was
        since put back to an earlier day: their tokens would swallow the batches to come.
        """
        sql = f"SELECT toInt64(max(place)) AS place, count() AS rows FROM {generation.stored}"
        try:
            (found,) = await self._columns.rows(sql, {}, _Last)
        except NotThere:
            return False
        last = found.place if found.rows else -1
        if generation.pending:
            return generation.place <= last < place_of(1 + (generation.number or 0), 0)
        return last == generation.place

    async def _resend(self, on: On, plans: Plans, pending: Generation) -> int:
        batch = _batch(pending, pending.number or 0, pending.after, pending.to)
        names = sorted(self._projections[pending.name].by)
        facts = await read_between(on, batch.after, batch.to, names, _WHOLE, older=self._older)
        await self._send(plans, batch, facts)
        return max(1, len(facts))

    async def _advance(self, on: On, plans: Plans, start: Position, group: list[Generation]) -> int:
        """Plan the next batch for fillings that stand at the same position, and send it."""
        horizon = await get_horizon(on)
        facts = await read_between(on, start, horizon, self._names, self._batch, older=self._older)
        if not facts:
            self._scanned |= {g.generation: max(start, horizon) for g in group}
            for generation in group:
                if generation.served_at is None:
                    await self._serve(plans, generation)
            return 0
        to = position_of(facts[-1].fact) if len(facts) == self._batch else horizon
        batches = [_batch(g, 1 + (g.number or 0), start, to) for g in group]
        await plans.plan(batches, len(facts), self._clock.now())
        for batch in batches:
            await self._send(plans, batch, facts)
        return len(facts)

    async def _send(self, plans: Plans, batch: Batch, facts: Sequence[StoredTold]) -> None:
        """Send a planned batch and mark it; one that can't be sent holds back its table only."""
        projection = self._projections[batch.name]
        try:
            rows = await asyncio.to_thread(_placed, projection, batch.number, facts)
            if rows:
                stored = projection.table.stored_as(batch.generation)
                await self._columns.insert(stored, projection.table.every, rows, token=batch.token)
        except (Trouble, OSError):
            raise
        except Exception as why:  # noqa: BLE001 - a projection may raise anything
            if isinstance(why, BadQuery) and why.code == _UNKNOWN_TABLE:
                self._seen.discard(batch.generation)
            else:
                self._hold_back(batch.generation, why)
            return
        place = place_of(batch.number, len(rows) - 1) if rows else -1
        await plans.mark_sent(batch, place=place, rows=len(rows), now=self._clock.now())

    def _hold_back(self, what: str, why: Exception) -> None:
        """Leave a table or one filling alone for a while; the others go on."""
        self._stuck[what] = time.monotonic() + STUCK_S
        _logger.error("columns.stuck", what=what, exc_info=why)

    def _is_stuck(self, what: str) -> bool:
        return time.monotonic() < self._stuck.get(what, 0.0)

    async def _serve(self, plans: Plans, generation: Generation) -> None:
        """Let readers see this filling; the ones it replaces go with the next step."""
        table = self._projections[generation.name].table
        await self._columns.execute(create_view(table, generation.generation))
        await plans.mark_served(generation.generation, self._clock.now())
        _logger.info("columns.served", table=table.name, generation=generation.generation)


class _Last(msgspec.Struct, frozen=True):
    place: int
    rows: int


def _placed(projection: Projection, number: int, facts: Sequence[StoredTold]) -> list[list[object]]:
    return placed(number, rows_of(projection, facts))


def _batch(of: Generation, number: int, after: Position, to: Position) -> Batch:
    return Batch(generation=of.generation, name=of.name, number=number, after=after, to=to)
