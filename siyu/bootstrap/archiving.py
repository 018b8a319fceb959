"""The archive as the worker keeps it: readable at all times, and a month longer each month.

It has a lease and a loop of its own: moving a month takes longer than the schedule may wait.
"""

import asyncio
import time

import asyncpg
import structlog

from siyu.bootstrap import discover
from siyu.kernel import archive
from siyu.kernel.archive import Awaited, Mover, Outcome, Shelf
from siyu.kernel.errors import Trouble
from siyu.kernel.facts.calendar import months_ago
from siyu.kernel.kit import Kit

LOOK_S = 5.0
TROUBLE_S = 60.0
MOVE_S = 3600.0

_logger = structlog.get_logger()


def shelf(kit: Kit) -> Shelf:
    return Shelf(kit.settings.facts_archive)


async def keep(kit: Kit) -> None:
    """For ever: load what columns lack, and look every hour whether a month is due."""
    moved_at = float("-inf")
    while True:
        pause = LOOK_S
        try:
            due = time.monotonic() - moved_at > MOVE_S
            if due or await archive.list_missing(kit.database.relay, kit.columns):
                await _apart(kit)
                moved_at = time.monotonic() if due else moved_at
                pause = LOOK_S if due else TROUBLE_S
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, Trouble) as why:
            _logger.warning("archive.waits", why=type(why).__name__)
        except Exception:
            _logger.exception("archive.failed")
            pause = TROUBLE_S
        await asyncio.sleep(pause)


async def _apart(kit: Kit) -> None:
    """A lost lease cancels the task that held it: one of its own, which may end so."""
    task = asyncio.create_task(move(kit))
    try:
        await asyncio.wait([task])
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    if not task.cancelled():
        task.result()


async def move(kit: Kit) -> list[Outcome]:
    """Load what columns lack, then archive every month that is older than the setting."""
    relay, columns, months = kit.database.relay, kit.columns, kit.settings.facts_months
    async with kit.owners.owning(archive.LEASE) as lease:
        await archive.mend(columns, shelf(kit), await archive.list_missing(relay, columns))
        if not months:
            return []
        mover = Mover(relay, columns, shelf(kit), awaited(kit), fence=lease.fence)
        now = kit.clock.now()
        outcomes = await mover.run(months_ago(now.date(), months), now)
    for one in outcomes:
        if one.kept_by:
            _logger.warning("archive.kept", month=f"{one.month:%Y-%m}", by=one.kept_by)
    return outcomes


def awaited(kit: Kit) -> Awaited:
    projections = discover.projections()
    return Awaited(
        reactions=[reaction.name for reaction in discover.reactions(kit)],
        tables=[one.table.name for one in projections],
        names=sorted({name for one in projections for name in one.by}),
    )
