"""Uploaded files are kept for a month, to read rows again that could not be; then they go."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.ids import TenantId
from siyu.modules.tills.actions.imports import folder_of

KEPT = timedelta(days=30)
STRAY = timedelta(days=1)
"""After this nobody is writing any more what no row knows: uploads that broke off."""


class _Dropped(msgspec.Struct, frozen=True):
    id: UUID


_DROP = Query(
    _Dropped,
    """
    update tills.import_file f set dropped_at = $2
    where f.tenant_id = $1 and f.dropped_at is null and f.uploaded_at < $3
      and not exists (select from tills.import_run r
        where r.tenant_id = $1 and r.file_id = f.id and r.ended_at is null)
    returning f.id
    """,
)
_LIVING = Scalar("select id from tills.import_file where tenant_id = $1 and dropped_at is null")


def tenants_with_files(uploads: Path) -> list[TenantId]:
    """Merchants who have a folder of uploads on this machine."""
    folders = (uploads / "tills").glob("[0-9]*")
    return sorted(TenantId(int(folder.name)) for folder in folders if folder.name.isdecimal())


async def drop_files(work: Work) -> list[UUID]:
    """Give up files past their time that no import is reading; `remove_files` after the commit."""
    dropped = [f.id for f in await _DROP.all(work, work.tenant, work.now, work.now - KEPT)]
    if dropped:
        work.audit("tills.drop_files", "receipt_file", None, after={"files": len(dropped)})
    return dropped


async def living_files(work: Work) -> set[str]:
    """Names of the files that rows know."""
    return {str(file) for file in await _LIVING.column(work, work.tenant)}


def remove_files(uploads: Path, tenant: TenantId, files: Sequence[UUID]) -> None:
    for file in files:
        (folder_of(uploads, tenant) / str(file)).unlink(missing_ok=True)


def remove_strays(
    uploads: Path, tenant: TenantId, living: Collection[str], *, before: datetime
) -> int:
    """Remove what no row knows and was last written before that; how many there were."""
    strays = [
        path
        for path in folder_of(uploads, tenant).iterdir()
        if path.name not in living and path.stat().st_mtime < before.timestamp()
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
