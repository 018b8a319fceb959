"""Console doors to imports of receipts: ask for one, watch it, see what was left out."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from litestar.response import Stream
from msgspec import Struct

from siyu.api.console.receipt_files import MappingGiven
from siyu.flows import import_receipts
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.errors import Language
from siyu.kernel.kit import Kit
from siyu.modules import staff, tills
from siyu.modules.tills import errors
from siyu.modules.tills.reading import refusals, sentence
from siyu.modules.tills.values import RunState

_PAGE = 500
_DANGEROUS = ("=", "+", "@", "\t")


class ImportGiven(Struct, forbid_unknown_fields=True):
    file: UUID
    mapping: MappingGiven


class Asked(Struct, frozen=True):
    id: UUID


class Named(Struct, frozen=True):
    id: UUID
    name: str


class ImportShape(Struct, frozen=True, kw_only=True):
    """An import; `added` are new lines, `known` were recorded before, `problems` were left out."""

    id: UUID
    file_name: str
    source: str
    state: RunState
    rows: int
    read: int
    added: int
    known: int
    problems: int
    returns: int
    without_member: int
    amount_minor: int
    rows_per_second: int
    started_at: datetime | None
    ended_at: datetime | None
    by: Named | None
    stopped_by: str | None


class ProblemShape(Struct, frozen=True):
    """A line that was left out, why, and what stands there."""

    line: int
    code: str
    message: str
    raw: list[str]


@door.post(
    "/receipts/imports",
    permit="tills.import",
    status_code=202,
    errors=[
        errors.FileGone,
        errors.ImportRunning,
        errors.StoreMissing,
        refusals.MappingUnfit,
        refusals.MappingLacks,
        refusals.DateFormatUnknown,
    ],
)
async def ask_import(ask: Ask, kit: Kit, data: ImportGiven) -> Asked:
    """Import an uploaded file; it runs in the background."""
    async with ask.work() as work:
        run = await import_receipts.ask_import(work, kit.uploads, data.file, data.mapping.mapping())
        work.audit("tills.import", "receipt_import", run)
    return Asked(run)


@door.get("/receipts/imports", permit="tills.import")
async def list_imports(ask: Ask, paging: Paging) -> Page[ImportShape]:
    """Imports, newest first."""
    async with ask.look() as work:
        runs = await tills.list_runs(work, limit=paging.limit, offset=paging.offset)
        people = [run.asked_by for run in runs if run.asked_by]
        names = await staff.names(work, people) if people else {}
        counted = await tills.count_runs(work)
        return paging.of([_shape(run, names, work.now) for run in runs], counted)


@door.get("/receipts/imports/{id:uuid}", permit="tills.import")
async def show_import(ask: Ask, id: UUID) -> ImportShape:
    """One import, with its figures so far."""
    async with ask.look() as work:
        run = await tills.get_run(work, id)
        names = await staff.names(work, [run.asked_by]) if run.asked_by else {}
        return _shape(run, names, work.now)


@door.get("/receipts/imports/{id:uuid}/problems", permit="tills.import")
async def list_problems(ask: Ask, kit: Kit, id: UUID, paging: Paging) -> Page[ProblemShape]:
    """Lines that were left out, in the order of the file."""
    async with ask.look() as work:
        run = await tills.get_run(work, id)
        file = await tills.get_file(work, run.file_id)
        found = await tills.list_problems(work, id, limit=paging.limit, offset=paging.offset)
        counted = await tills.count_problems(work, id)
    raw = await _raw(ask, kit, file, found)
    return paging.of([_problem(p, raw, ask.language) for p in found], counted)


@door.get("/receipts/imports/{id:uuid}/problems.csv", permit="tills.import")
async def download_problems(ask: Ask, kit: Kit, id: UUID) -> Stream:
    """The lines that were left out with their reasons, as a table to correct and import again."""
    async with ask.look() as work:
        run = await tills.get_run(work, id)
        file = await tills.get_file(work, run.file_id)
    headers = {"Content-Disposition": f'attachment; filename="problems-{id}.csv"'}
    rows = _problem_rows(ask, kit, id, file)
    return Stream(_csv(rows), media_type="text/csv; charset=utf-8", headers=headers)


@door.post(
    "/receipts/imports/{id:uuid}/repeat",
    permit="tills.import",
    status_code=202,
    errors=[errors.FileGone, errors.ImportRunning],
)
async def repeat_import(ask: Ask, kit: Kit, id: UUID) -> Asked:
    """Read the same file once more by the same mapping, after its codes were explained."""
    async with ask.work() as work:
        earlier = await tills.get_run(work, id)
        run = await import_receipts.ask_import(work, kit.uploads, earlier.file_id, earlier.mapping)
        work.audit("tills.repeat_import", "receipt_import", run)
    return Asked(run)


def _shape(run: tills.ImportRun, names: Mapping[UUID, str], now: datetime) -> ImportShape:
    name = names.get(run.asked_by) if run.asked_by else None
    seconds = ((run.ended_at or now) - run.started_at).total_seconds() if run.started_at else 0.0
    return ImportShape(
        id=run.id,
        file_name=run.file_name,
        source=run.source,
        state=run.state,
        rows=run.rows,
        read=run.read,
        added=run.added,
        known=run.known,
        problems=run.problems,
        returns=run.returns,
        without_member=run.without_member,
        amount_minor=run.amount_minor,
        rows_per_second=round(run.read / seconds) if seconds > 0 else 0,
        started_at=run.started_at,
        ended_at=run.ended_at,
        by=Named(run.asked_by, name) if run.asked_by and name else None,
        stopped_by=run.stopped_by,
    )


async def _raw(
    ask: Ask, kit: Kit, file: tills.ImportFile, problems: Sequence[tills.Problem]
) -> dict[int, tuple[str, ...]]:
    """Read again from the file: lines hold personal data and are kept nowhere else."""
    place = tills.kept_file(kit.keyring, kit.uploads, ask.tenant, file.id)
    lines = {problem.line for problem in problems}
    return await asyncio.to_thread(tills.raw_rows, place, file.shape, lines)


def _problem(
    problem: tills.Problem, raw: Mapping[int, Sequence[str]], language: Language
) -> ProblemShape:
    message = sentence(problem.code, problem.slots, language)
    return ProblemShape(problem.line, problem.code, message, list(raw.get(problem.line, ())))


async def _problem_rows(
    ask: Ask, kit: Kit, run: UUID, file: tills.ImportFile
) -> AsyncIterator[list[str]]:
    zh = ask.language == "zh"
    yield ["行号", "原因", *file.shape.names] if zh else ["line", "reason", *file.shape.names]
    after = 0
    while True:
        async with ask.look() as work:
            found = await tills.list_problems(work, run, after=after, limit=_PAGE)
        if not found:
            return
        raw = await _raw(ask, kit, file, found)
        for problem in found:
            shape = _problem(problem, raw, ask.language)
            yield [str(shape.line), shape.message, *map(_harmless, shape.raw)]
        after = found[-1].line


def _harmless(cell: str) -> str:
    """A spreadsheet must not take a cell of somebody's file for a formula."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


async def _csv(rows: AsyncIterator[list[str]]) -> AsyncIterator[bytes]:
    """With a mark at the start, by which spreadsheets know the encoding."""
    yield "\ufeff".encode()
    async for row in rows:
        text = io.StringIO(newline="")
        csv.writer(text).writerow(row)
        yield text.getvalue().encode()


DOORS = [
    ask_import,
    list_imports,
    show_import,
    list_problems,
    download_problems,
    repeat_import,
]
