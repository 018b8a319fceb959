"""A look ahead at a file of receipts: its rows as mapped, and codes that nobody knows yet."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from uuid import UUID

import msgspec

from siyu.flows.import_receipts import row_reader
from siyu.flows.resolve_receipts import find_guides, find_skus, find_stores
from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.sealed_files import SealedFile
from siyu.modules import tenants, tills
from siyu.modules.tills.errors import FileGone
from siyu.modules.tills.reading import Mapping, RowReader, Survey, open_records

HEAD = 50
_SHOWN = 200

Find = Callable[[Work, Sequence[str]], Awaitable[dict[str, UUID | None]]]


class Unknown(msgspec.Struct, frozen=True):
    """A code of the till that stands for nothing yet, and on how many rows it is."""

    value: str
    rows: int


class Surveyed(msgspec.Struct, frozen=True):
    survey: Survey
    stores: list[Unknown]
    skus: list[Unknown]
    guides: list[Unknown]


async def survey(
    works: Works, uploads: Path, tenant: TenantId, file_id: UUID, mapping: Mapping
) -> Surveyed:
    """Reads the whole file, off the event loop; changes nothing."""
    async with works.look(tenant) as work:
        file = await tills.get_file(work, file_id)
        merchant = await tenants.get_tenant(work)
        now = work.now
    path = tills.kept_file(works.keyring, uploads, tenant, file.id)
    reader = row_reader(file, mapping, merchant, now)
    found = await asyncio.to_thread(_surveyed, path, file, reader)
    async with works.look(tenant) as work:
        return Surveyed(
            found,
            await _unknown(work, find_stores, found.stores),
            await _unknown(work, find_skus, found.skus),
            await _unknown(work, find_guides, found.guides),
        )


def _surveyed(path: SealedFile, file: tills.ImportFile, reader: RowReader) -> Survey:
    if not path.exists():
        raise FileGone
    found = Survey(HEAD)
    found.take(reader.read(open_records(path, file.shape)))
    return found


async def _unknown(work: Work, find: Find, codes: Counter[str]) -> list[Unknown]:
    """Those without a meaning, most frequent first."""
    found = await find(work, list(codes))
    return [Unknown(code, rows) for code, rows in codes.most_common() if found[code] is None]


def shown(unknown: Sequence[Unknown]) -> list[Unknown]:
    """As many as a person settles by hand."""
    return list(unknown[:_SHOWN])
