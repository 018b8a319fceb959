"""Jobs: vendor calls and files, enqueued with the work that needs them, run after its commit.

At least once: a job is claimed for a while, and claimed again by another when its worker died,
so a handler is idempotent by the job's id. A failing job comes back with growing pauses; after
the last try it stays as failed until an operator asks for it again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog

from siyu.kernel.clock import SystemClock
from siyu.kernel.db.pool import Database
from siyu.kernel.db.sql import Command, On, Query
from siyu.kernel.db.work import Work
from siyu.kernel.errors import Told
from siyu.kernel.facts.reactor import error
from siyu.kernel.ids import TenantId

_logger = structlog.get_logger()

CLAIM = timedelta(seconds=60)
PAUSES = [timedelta(seconds=s) for s in (2, 10, 60, 300, 1800, 7200)]
AT_ONCE = 8


class Job(msgspec.Struct, frozen=True):
    """A claimed job."""

    tenant_id: int
    id: UUID
    name: str
    args: dict[str, Any]
    tries: int


class JobRow(msgspec.Struct, frozen=True):
    """A job as an operator sees it; its arguments are ids and codes only."""

    id: UUID
    name: str
    args: dict[str, Any]
    run_at: datetime
    made_at: datetime
    tries: int
    error: str | None
    failed_at: datetime | None
    claimed_until: datetime | None


Handler = Callable[[TenantId, UUID, Mapping[str, Any]], Awaitable[None]]

_CLAIM = Query(
    Job,
    """
    update kernel.job j set claimed_by = $1, claimed_until = $3, tries = tries + 1
    from (
      select tenant_id, id from kernel.job
      where ended_at is null and failed_at is null and run_at <= $2
        and (claimed_until is null or claimed_until < $4) and name = any($5)
      order by run_at limit $6 for update skip locked
    ) due
    where j.tenant_id = due.tenant_id and j.id = due.id
    returning j.tenant_id, j.id, j.name, j.args, j.tries
    """,
    role="relay",
)
_HOLD = Command(
    "update kernel.job set claimed_until = $4 where tenant_id = $1 and id = $2 and claimed_by = $3",
    role="relay",
)
_END = Command(
    """
    update kernel.job set ended_at = $4, claimed_until = null, error = null
    where tenant_id = $1 and id = $2 and claimed_by = $3
    """,
    role="relay",
)
_FAIL = Command(
    """
    update kernel.job set error = $4, run_at = coalesce($5, run_at), claimed_until = null,
      failed_at = $6
    where tenant_id = $1 and id = $2 and claimed_by = $3
    """,
    role="relay",
)
LIST = Query(
    JobRow,
    """
    select id, name, args, run_at, made_at, tries, error, failed_at, claimed_until
    from kernel.job where tenant_id = $1 and ended_at is null
      and ($2 = 'failed') = (failed_at is not null)
      and ($2 <> 'running' or claimed_until >= $3)
    order by run_at, id limit $4 offset $5
    """,
)
_AGAIN = Command(
    """
    update kernel.job set failed_at = null, tries = 0, run_at = $3
    where tenant_id = $1 and id = $2 and failed_at is not null
    """
)


async def again(work: Work, job: UUID) -> bool:
    """Let a failed job run anew; false if there is none."""
    return await _AGAIN.run(work, work.tenant, job, work.now) == 1


class Runner:
    """Claims due jobs and runs them; a claim lasts by the system's time, not a sandbox's."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler], holder: str) -> None:
        self._database = database
        self._handlers = dict(handlers)
        self._holder = holder
        self._system = SystemClock()
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> int:
        """Start what is due while there is room; how many were started."""
        room = AT_ONCE - len(self._running)
        if room <= 0:
            return 0
        real = self._system.now()
        async with self._database.relay.acquire() as conn:
            due = self._database.clock.now()
            names = list(self._handlers)
            claimed = await _CLAIM.all(On(conn), self._holder, due, real + CLAIM, real, names, room)
        for job in claimed:
            task = asyncio.create_task(self._run(job))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return len(claimed)

    async def finish(self) -> None:
        """Wait for what is running."""
        await asyncio.gather(*self._running)

    async def _run(self, job: Job) -> None:
        keeper = asyncio.create_task(self._hold(job))
        try:
            await self._handlers[job.name](TenantId(job.tenant_id), job.id, job.args)
        except Exception as why:
            _logger.warning("jobs.failed", job=str(job.id), name=job.name, exc_info=True)
            await self._failed(job, why)
        else:
            await self._write(_END, job, self._database.clock.now())
        finally:
            keeper.cancel()

    async def _failed(self, job: Job, why: Exception) -> None:
        now = self._database.clock.now()
        final = job.tries > len(PAUSES) or (isinstance(why, Told) and not why.retry)
        later = None if final else now + PAUSES[job.tries - 1]
        await self._write(_FAIL, job, error(why), later, now if final else None)

    async def _hold(self, job: Job) -> None:
        while True:
            await asyncio.sleep(CLAIM.total_seconds() / 3)
            await self._write(_HOLD, job, self._system.now() + CLAIM)

    async def _write(self, command: Command, job: Job, *values: object) -> None:
        async with self._database.relay.acquire() as conn:
            await command.run(On(conn), job.tenant_id, job.id, self._holder, *values)
