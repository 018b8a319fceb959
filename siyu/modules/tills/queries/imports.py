"""Files of receipts, their imports, problems, saved mappings and aliases."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.tills.reading import Mapping
from siyu.modules.tills.values import (
    Alias,
    AliasKind,
    ImportFile,
    ImportRun,
    Problem,
    SavedMapping,
)

_COUNTED = 10_001

_FILE = Query(
    ImportFile,
    """
    select id, name, size, sha256, shape, rows, uploaded_at, uploaded_by
    from tills.import_file where tenant_id = $1 and id = $2
    """,
)
_RUN_FIELDS = """
    select r.id, r.file_id, f.name as file_name, r.mapping, r.source, r.asked_at, r.asked_by,
           r.attempt, r.started_at, r.ended_at, r.stopped_by, r.rows, r.read, r.added, r.known,
           r.problems, r.returns, r.without_member, r.amount_minor
    from tills.import_run r join tills.import_file f on f.tenant_id = $1 and f.id = r.file_id
    where r.tenant_id = $1
"""
_RUN = Query(ImportRun, f"{_RUN_FIELDS} and r.id = $2")
_RUNS = Query(ImportRun, f"{_RUN_FIELDS} order by r.asked_at desc, r.id desc limit $2 offset $3")
_COUNT_RUNS = Scalar(
    f"select count(*) from (select from tills.import_run where tenant_id = $1 limit {_COUNTED}) c"
)
_OPEN_RUN = Scalar(
    """
    select id from tills.import_run
    where tenant_id = $1 and file_id = $2 and ended_at is null limit 1
    """
)
_RESUMABLE = Scalar(
    """
    select r.id from tills.import_run r
    join tills.import_file f on f.tenant_id = $1 and f.id = r.file_id
    where r.tenant_id = $1 and r.ended_at is null and f.sha256 = $2 and r.mapping = $3::jsonb
    order by r.asked_at desc limit 1
    """
)
_PROBLEMS = Query(
    Problem,
    """
    select line, code, slots from tills.import_problem
    where tenant_id = $1 and run_id = $2 and line > $3 order by line limit $4 offset $5
    """,
)
_COUNT_PROBLEMS = Scalar(
    "select count(*) from tills.import_problem where tenant_id = $1 and run_id = $2"
)
_MAPPINGS = Query(
    SavedMapping,
    """
    select id, name, fingerprint, mapping from tills.saved_mapping
    where tenant_id = $1 order by name limit 500
    """,
)
_MAPPING_FOR = Query(
    SavedMapping,
    """
    select id, name, fingerprint, mapping from tills.saved_mapping
    where tenant_id = $1 and fingerprint = $2 order by saved_at desc limit 1
    """,
)
_ALIASES = Query(
    Alias,
    """
    select kind, value, target_id from tills.alias
    where tenant_id = $1 and ($2::text is null or kind = $2) order by kind, value limit 5000
    """,
)
_ALIASES_OF = Query(
    Alias,
    """
    select kind, value, target_id from tills.alias
    where tenant_id = $1 and kind = $2 and value = any($3::text[])
    """,
)


async def get_file(work: Work, file: UUID) -> ImportFile:
    return await _FILE.one(work, work.tenant, file)


async def get_run(work: Work, run: UUID) -> ImportRun:
    return await _RUN.one(work, work.tenant, run)


async def list_runs(work: Work, *, limit: int, offset: int) -> list[ImportRun]:
    """Newest first."""
    return await _RUNS.all(work, work.tenant, limit, offset)


async def count_runs(work: Work) -> int:
    """How many, counting no further than 10,001."""
    return await _COUNT_RUNS.get(work, work.tenant)


async def find_open_run(work: Work, file: UUID) -> UUID | None:
    """An import of this file that has not ended."""
    return await _OPEN_RUN.get(work, work.tenant, file)


async def find_interrupted(work: Work, sha256: bytes, mapping: Mapping) -> UUID | None:
    """An import of the same bytes, mapped alike, that has not ended."""
    text = msgspec.json.encode(mapping).decode()
    return await _RESUMABLE.get(work, work.tenant, sha256, text)


async def list_problems(
    work: Work, run: UUID, *, after: int = 0, limit: int, offset: int = 0
) -> list[Problem]:
    """In the order of the file, from the line below `after`."""
    return await _PROBLEMS.all(work, work.tenant, run, after, limit, offset)


async def count_problems(work: Work, run: UUID) -> int:
    return await _COUNT_PROBLEMS.get(work, work.tenant, run)


async def list_mappings(work: Work) -> list[SavedMapping]:
    return await _MAPPINGS.all(work, work.tenant)


async def find_mapping(work: Work, fingerprint: str) -> SavedMapping | None:
    """The one saved last for files with these columns."""
    return await _MAPPING_FOR.first(work, work.tenant, fingerprint)


async def list_aliases(work: Work, kind: AliasKind | None) -> list[Alias]:
    return await _ALIASES.all(work, work.tenant, kind)


async def find_aliases(
    work: Work, kind: AliasKind, values: Sequence[str]
) -> dict[str, UUID | None]:
    """What some of a till's words stand for; those without an alias are absent."""
    found = await _ALIASES_OF.all(work, work.tenant, kind, list(values))
    return {alias.value: alias.target_id for alias in found}
