"""Files and imports: kept, asked for, started, counted along, ended."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import msgspec

from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Command, Query, Work
from siyu.kernel.ids import TenantId
from siyu.kernel.sealed_files import SealedFile
from siyu.modules.tills.errors import FileGone, ImportRunning, Superseded
from siyu.modules.tills.facts import ImportEnded
from siyu.modules.tills.queries.imports import find_open_run, get_file, get_run
from siyu.modules.tills.reading import (
    FileShape,
    Mapping,
    RowProblem,
    Source,
    find_shape,
    fingerprint,
    guess_mapping,
    open_records,
)
from siyu.modules.tills.reading.problems import raw_of, visible
from siyu.modules.tills.reading.source import open_bytes, size_of
from siyu.modules.tills.values import ImportFile, ImportRun, Tally

JOB = "tills.import"

_ADD_FILE = Command(
    """
    insert into tills.import_file
      (tenant_id, id, name, size, sha256, shape, rows, uploaded_at, uploaded_by)
    values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9)
    """
)
_ADD_RUN = Command(
    """
    insert into tills.import_run
      (tenant_id, id, file_id, mapping, source, asked_at, asked_by, attempt, rows, read, added,
       known, problems, returns, without_member, amount_minor)
    values ($1, $2, $3, $4::jsonb, $5, $6, $7, 0, $8, 0, 0, 0, 0, 0, 0, 0)
    """
)
# What was added stays counted: those lines were committed with their count.
_START = Command(
    """
    update tills.import_run set attempt = attempt + 1, started_at = $3, read = 0, known = 0,
      problems = 0, returns = 0, without_member = 0, amount_minor = 0
    where tenant_id = $1 and id = $2 and ended_at is null
    """
)
_FORGET_PROBLEMS = Command("delete from tills.import_problem where tenant_id = $1 and run_id = $2")
_COUNT = Command(
    """
    update tills.import_run set read = read + $4, added = added + $5, known = known + $6,
      problems = problems + $7, returns = returns + $8, without_member = without_member + $9,
      amount_minor = amount_minor + $10
    where tenant_id = $1 and id = $2 and attempt = $3 and ended_at is null
    """
)
_ADD_PROBLEMS = Command(
    """
    insert into tills.import_problem (tenant_id, run_id, line, code, slots)
    select $1, $2, p.line, p.code, p.slots::jsonb
    from unnest($3::int4[], $4::text[], $5::text[]) p (line, code, slots)
    """
)


class _Ended(msgspec.Struct, frozen=True):
    rows: int
    added: int
    known: int
    problems: int
    amount_minor: int


_END = Query(
    _Ended,
    """
    update tills.import_run
    set ended_at = $4, stopped_by = $5, known = greatest(read - problems - added, 0),
        rows = case when $5::text is null then read else rows end
    where tenant_id = $1 and id = $2 and attempt = $3 and ended_at is null
    returning rows, added, known, problems, amount_minor
    """,
)


class Inspected(NamedTuple):
    """What a look through the whole file found."""

    shape: FileShape
    guess: Mapping
    rows: int
    size: int
    sha256: bytes

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.shape)


def inspect_file(path: Source, *, sheet: str | None = None) -> Inspected:
    """Reads the file; takes seconds for a large one, so not on the event loop."""
    shape = find_shape(path, sheet=sheet)
    with open_bytes(path) as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    rows = sum(1 for _ in open_records(path, shape))
    return Inspected(shape, guess_mapping(path, shape), rows, size_of(path), digest)


def kept_file(keyring: Keyring, uploads: Path, tenant: TenantId, file: UUID) -> SealedFile:
    """A file's bytes as they are kept: sealed with the merchant's key."""
    return _sealed(keyring, tenant, folder_of(uploads, tenant) / str(file))


def new_draft(keyring: Keyring, uploads: Path, tenant: TenantId) -> SealedFile:
    """For a file that is still arriving, sealed while it does; nobody else writes there."""
    folder = folder_of(uploads, tenant)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _sealed(keyring, tenant, folder / f".{secrets.token_hex(8)}")


def folder_of(uploads: Path, tenant: TenantId) -> Path:
    return uploads / "tills" / str(int(tenant))


def _sealed(keyring: Keyring, tenant: TenantId, path: Path) -> SealedFile:
    key = keyring.key(f"tenant/{tenant}/tills/files")
    return SealedFile(path, key, f"tills.import_file/{tenant}".encode())


def raw_rows(
    path: SealedFile, shape: FileShape, lines: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """What stands on some lines of a file, shortened; empty when the file is gone."""
    if not lines or not path.exists():
        return {}
    last = max(lines)
    found: dict[int, tuple[str, ...]] = {}
    for line, cells in open_records(path, shape):
        if line in lines:
            found[line] = raw_of(cells) if isinstance(cells, list) else cells.raw
        if line >= last:
            break
    return found


async def keep_file(
    work: Work, uploads: Path, draft: SealedFile, *, name: str, inspected: Inspected
) -> ImportFile:
    """Move the draft to its place and remember it; the answer alone holds samples of its rows."""
    file = ImportFile(
        id=work.new_id(),
        name=visible(Path(name).name[:200]) or "receipts",
        size=inspected.size,
        sha256=inspected.sha256,
        shape=inspected.shape,
        rows=inspected.rows,
        uploaded_at=work.now,
        uploaded_by=work.actor.id,
    )
    draft.path.replace(kept_file(work.keyring, uploads, work.tenant, file.id).path)
    shape = msgspec.json.encode(_without_samples(file.shape)).decode()
    row = (file.id, file.name, file.size, file.sha256, shape, file.rows)
    await _ADD_FILE.run(work, work.tenant, *row, file.uploaded_at, file.uploaded_by)
    return file


def _without_samples(shape: FileShape) -> FileShape:
    """Members' numbers and names are among them, so they are read from the file only."""
    bare = tuple(msgspec.structs.replace(column, samples=()) for column in shape.columns)
    return msgspec.structs.replace(shape, columns=bare)


async def ask_import(work: Work, uploads: Path, file_id: UUID, mapping: Mapping) -> UUID:
    """Leave a job that imports the file; refused while it is being imported."""
    file = await get_file(work, file_id)
    if not kept_file(work.keyring, uploads, work.tenant, file.id).exists():
        raise FileGone
    if await find_open_run(work, file.id) is not None:
        raise ImportRunning
    run = await add_run(work, file, mapping)
    work.enqueue(JOB, {"run": str(run)}, once=str(run))
    return run


async def add_run(work: Work, file: ImportFile, mapping: Mapping) -> UUID:
    """An import that waits to be started."""
    run = work.new_id()
    text = msgspec.json.encode(mapping).decode()
    row = (run, file.id, text, mapping.source, work.now, work.actor.id, file.rows)
    await _ADD_RUN.run(work, work.tenant, *row)
    return run


async def start_run(work: Work, run: UUID) -> ImportRun | None:
    """Begin from the first line, as the one writer of this import; None if it has ended."""
    if not await _START.run(work, work.tenant, run, work.now):
        return None
    await _FORGET_PROBLEMS.run(work, work.tenant, run)
    return await get_run(work, run)


async def count_along(work: Work, run: ImportRun, tally: Tally) -> None:
    """Add to the figures; Superseded if another attempt took over."""
    figures = msgspec.structs.astuple(tally)
    if not await _COUNT.run(work, work.tenant, run.id, run.attempt, *figures):
        raise Superseded


async def add_problems(work: Work, run: ImportRun, problems: Sequence[RowProblem]) -> None:
    if problems:
        slots = [msgspec.json.encode(problem.slots).decode() for problem in problems]
        lines, codes = [p.line for p in problems], [p.code for p in problems]
        await _ADD_PROBLEMS.run(work, work.tenant, run.id, lines, codes, slots)


async def end_run(work: Work, run: ImportRun, *, stopped_by: str | None = None) -> None:
    """The import is over; `stopped_by` is the code of the refusal that ended it early."""
    ended = await _END.first(work, work.tenant, run.id, run.attempt, work.now, stopped_by)
    if ended is None:
        raise Superseded
    work.tell(ImportEnded(run=run.id, **msgspec.structs.asdict(ended)))
