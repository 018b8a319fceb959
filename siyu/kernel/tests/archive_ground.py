"""An archive of a test's own: months long past that no other test has, taken back at the end."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import asyncpg

from siyu.kernel.archive import LEASE, Archive, Awaited, Mover, Outcome, Shelf
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns, Feed, Projection
from siyu.kernel.db import Database, Works
from siyu.kernel.facts import log
from siyu.kernel.facts.envelope import Position
from siyu.kernel.ids import TenantId
from siyu.kernel.owners import Owners
from tests.house.columns import next_fence
from tests.house.database import Server
from tests.house.facts import note

# Downwards: what a test before left in its year does not lie before the year of the next.
_years = itertools.count(2017, -1)


class Ground:
    """A year with partitions for its months, and works that record in them."""

    def __init__(self, database: Database, columns: Columns, folder: Path) -> None:
        self.database = database
        self.columns = columns
        self.shelf = Shelf(folder)
        self.year = next(_years)
        self.works = Works(database.app, database.clock, database.works.keyring)
        self.works.older = Archive(columns)

    def at(self, month: int, day: int = 1, hour: int = 12) -> datetime:
        return datetime(self.year, month, day, hour, tzinfo=UTC)

    async def make(self, *months: int) -> None:
        async with self.database.relay.acquire() as conn:
            for month in months:
                await conn.execute("select facts.make_month($1)", date(self.year, month, 1))

    async def note(
        self,
        tenant: TenantId,
        recorded: datetime,
        *at: datetime,
        subject: UUID | None = None,
    ) -> list[UUID]:
        """Facts recorded at an instant in the past, about others before it."""
        past = Works(self.database.app, StoppedClock(recorded), self.works.keyring)
        return await note(past, tenant, *(at or [recorded]), subject=subject)

    async def fill(self, *projections: Projection) -> None:
        feed = Feed(
            self.database.relay,
            self.columns,
            projections,
            fence=next_fence(),
            older=self.works.older,
        )
        await feed.drain()

    async def mover(
        self, *projections: Projection, reactions: Sequence[str] = (), part_rows: int = 7
    ) -> Mover:
        awaited = Awaited(
            reactions=list(reactions),
            tables=[one.table.name for one in projections],
            names=sorted({name for one in projections for name in one.by}),
        )
        lease = await Owners(self.database.relay, "tester").take(LEASE)
        assert lease is not None
        return Mover(
            self.database.relay,
            self.columns,
            self.shelf,
            awaited,
            fence=lease.fence,
            part_rows=part_rows,
        )

    async def archive(
        self, *projections: Projection, reactions: Sequence[str] = ()
    ) -> list[Outcome]:
        mover = await self.mover(*projections, reactions=reactions)
        return await mover.run(date(self.year + 1, 1, 1), self.database.clock.now())

    async def in_postgres(self, tenant: TenantId) -> set[UUID]:
        async with self.database.works.look(tenant) as work:
            rows = await work.conn.fetch("select id from facts.fact where tenant_id = $1", tenant)
        return {row["id"] for row in rows}

    async def read(self, tenant: TenantId, *, page: int = 500) -> list[log.StoredFact]:
        """Every fact of the tenant, page by page."""
        told: list[log.StoredFact] = []
        after: Position = log.START
        while True:
            async with self.works.look(tenant) as work:
                rows, after = await log.read(work, after, limit=page)
            if not rows:
                return told
            told += rows


@asynccontextmanager
async def ground(
    database: Database, columns: Columns, folder: Path, server: Server
) -> AsyncIterator[Ground]:
    try:
        yield Ground(database, columns, folder)
    finally:
        # Other tests read the same database without an archive.
        conn = await asyncpg.connect(server.urls("owner"))
        await conn.execute("delete from facts.archived")
        await conn.close()
