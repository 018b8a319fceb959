"""Keeping the archive readable: every listed month has its table, made from its files."""

from collections.abc import Sequence

import asyncpg
import structlog

from siyu.kernel.archive import plan, table
from siyu.kernel.archive.moving import Differs, list_tables, load
from siyu.kernel.archive.plan import Kept
from siyu.kernel.archive.shelf import BrokenFile, Shelf
from siyu.kernel.columns.client import Columns
from siyu.kernel.db.sql import On

_logger = structlog.get_logger()


async def list_kept(relay: asyncpg.Pool) -> list[Kept]:
    """Every archived month, oldest first."""
    async with relay.acquire() as conn:
        return await plan.KEPT.all(On(conn))


async def list_missing(relay: asyncpg.Pool, columns: Columns) -> list[Kept]:
    """Months whose table is not in columns, or lacks rows: the folder was wiped or put back."""
    kept = await list_kept(relay)
    if not kept:
        return []
    there = await list_tables(columns)
    return [one for one in kept if there.get(table.table_of(one.month, one.generation)) != one.rows]


async def mend(columns: Columns, shelf: Shelf, missing: Sequence[Kept]) -> int:
    """Load what is missing from its files; how many months are readable again."""
    loaded = 0
    for one in missing:
        which = (one.month, one.generation, one.files)
        try:
            await load(columns, shelf, *which, expected=one.counted)
            loaded += 1
        except (BrokenFile, Differs) as why:
            _logger.exception("archive.broken", month=f"{one.month:%Y-%m}", why=str(why))
    return loaded
