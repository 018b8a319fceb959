"""From a file of receipts to recorded receipts, customers and facts, in chunks that stand alone.

Every chunk is one unit of work with its facts, its problems and its place in the import's
figures. Killed at any moment and begun again from the first line, the import comes to the same
totals: what is recorded is known again, and what was added stays counted.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from siyu.flows.resolve_receipts import Resolver, left_out, must_know_store
from siyu.flows.settle_codes import create_unknown
from siyu.kernel.db import Work, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.kernel.money import Currency
from siyu.kernel.sealed_files import SealedFile
from siyu.modules import tenants, tills
from siyu.modules.tills.errors import FileGone, Superseded
from siyu.modules.tills.reading import (
    Bundles,
    Mapping,
    Row,
    RowProblem,
    RowReader,
    Survey,
    open_records,
)

CHUNK = 2_000
READ = 5_000

Progress = Callable[[tills.ImportRun], None]


async def ask_import(work: Work, uploads: Path, file_id: UUID, mapping: Mapping) -> UUID:
    """Leave a job that imports the file, if the mapping fits it."""
    merchant = await tenants.get_tenant(work)
    file = await tills.get_file(work, file_id)
    await must_know_store(work, mapping)
    row_reader(file, mapping, merchant, work.now)
    return await tills.ask_import(work, uploads, file_id, mapping)


async def import_run(
    works: Works,
    uploads: Path,
    tenant: TenantId,
    run_id: UUID,
    *,
    create: bool = False,
    progress: Progress | None = None,
    chunk: int = CHUNK,
) -> tills.ImportRun:
    """Run an import to its end; a refusal of the file or the mapping stops it for good.

    `create` opens stores and lists articles that are not known yet.
    """
    async with works.open(tenant) as work:
        run = await tills.start_run(work, run_id)
        if run is None:
            return await tills.get_run(work, run_id)
        merchant = await tenants.get_tenant(work)
        file = await tills.get_file(work, run.file_id)
        now = work.now
    path = tills.kept_file(works.keyring, uploads, tenant, file.id)
    try:
        async with works.look(tenant) as work:
            await must_know_store(work, run.mapping)
        reader = await asyncio.to_thread(open_reader, path, file, run.mapping, merchant, now)
        attempt = _Import(works, tenant, run, reader, money=merchant.money, progress=progress)
        await attempt.run(chunk, create=create)
    except Superseded:
        raise
    except Refusal as why:
        async with works.open(tenant) as work:
            await tills.end_run(work, run, stopped_by=why.code)
    async with works.look(tenant) as work:
        return await tills.get_run(work, run_id)


class Reader:
    """A file's rows, taken a piece at a time off the event loop."""

    def __init__(self, items: Iterator[Row | RowProblem], folder: Path) -> None:
        self._items = items
        self._bundles = Bundles(folder)
        self.seen = Survey(0)
        """What the rows read so far came to."""

    def read(self, count: int) -> list[RowProblem] | None:
        """The problems among the next rows; None at the end."""
        some = list(islice(self._items, count))
        self.seen.take(some)
        for item in some:
            if isinstance(item, Row):
                self._bundles.add(item)
        return [item for item in some if isinstance(item, RowProblem)] if some else None

    def receipts(self) -> Iterator[list[Row]]:
        return self._bundles.in_time()


class _Import:
    """One attempt at one import."""

    def __init__(
        self,
        works: Works,
        tenant: TenantId,
        run: tills.ImportRun,
        reader: Reader,
        *,
        money: Currency,
        progress: Progress | None,
    ) -> None:
        self._works = works
        self._tenant = tenant
        self._run = run
        self._reader = reader
        self._money = money
        self._progress = progress
        self._resolver = Resolver(run.mapping)

    async def run(self, chunk: int, *, create: bool) -> None:
        """Read all, then record the receipts in the order in which they happened."""
        while (problems := await asyncio.to_thread(self._reader.read, READ)) is not None:
            await self._leave(problems)
        if create:
            async with self._works.open(self._tenant) as work:
                await create_unknown(work, self._reader.seen)
        receipts = await asyncio.to_thread(self._reader.receipts)
        while rows := await asyncio.to_thread(_chunk, receipts, chunk):
            await self._record(rows)
        await self._link()
        async with self._works.open(self._tenant) as work:
            await tills.end_run(work, self._run)

    async def _leave(self, problems: Sequence[RowProblem]) -> None:
        """Lines that could not be read."""
        if problems:
            async with self._works.open(self._tenant) as work:
                await tills.add_problems(work, self._run, problems)
                tally = tills.Tally(read=len(problems), problems=len(problems))
                await tills.count_along(work, self._run, tally)

    async def _record(self, rows: Sequence[Row]) -> None:
        """One chunk: one unit of work."""
        async with self._works.open(self._tenant) as work:
            lines, problems = await self._resolver.resolve(work, rows)
            outcomes = await tills.record_lines(work, [line for _, line in lines], run=self._run.id)
            pairs = list(zip(lines, outcomes, strict=True))
            problems += [left_out(row, o, self._money) for (row, _), o in pairs if o.left_out]
            await tills.add_problems(work, self._run, problems)
            await tills.count_along(work, self._run, _tally(rows, pairs, problems))
            if self._progress is not None:
                self._progress(await tills.get_run(work, self._run.id))

    async def _link(self) -> None:
        """Returns whose sale was recorded after them."""
        after: tuple[UUID, int] | None = (UUID(int=0), 0)
        while after is not None:
            async with self._works.open(self._tenant) as work:
                after = await tills.link_unlinked(work, self._run.id, after)


def open_reader(
    path: SealedFile,
    file: tills.ImportFile,
    mapping: Mapping,
    merchant: tenants.Tenant,
    now: datetime,
) -> Reader:
    """The file's rows; FileGone if its bytes are not here any more."""
    if not path.exists():
        raise FileGone
    rows = row_reader(file, mapping, merchant, now)
    return Reader(rows.read(open_records(path, file.shape)), path.parent)


def row_reader(
    file: tills.ImportFile, mapping: Mapping, merchant: tenants.Tenant, now: datetime
) -> RowReader:
    """Reads rows in the merchant's currency and time zone; refuses a mapping that does not fit."""
    zone = ZoneInfo(merchant.timezone)
    return RowReader(file.shape, mapping, exponent=merchant.exponent, zone=zone, now=now)


def _chunk(receipts: Iterator[list[Row]], size: int) -> list[Row]:
    """Whole receipts of about so many rows."""
    rows: list[Row] = []
    for receipt in receipts:
        rows += receipt
        if len(rows) >= size:
            break
    return rows


def _tally(
    rows: Sequence[Row],
    pairs: Sequence[tuple[tuple[Row, tills.RecordLine], tills.Outcome]],
    problems: Sequence[RowProblem],
) -> tills.Tally:
    good = [(line, outcome) for (_, line), outcome in pairs if not outcome.left_out]
    return tills.Tally(
        read=len(rows),
        added=sum(outcome.status == "added" for _, outcome in good),
        known=sum(outcome.status == "known" for _, outcome in good),
        problems=len(problems),
        returns=sum(line.kind == "return" for line, _ in good),
        without_member=sum(line.customer is None for line, _ in good),
        amount_minor=sum(line.amount_minor for line, _ in good),
    )
