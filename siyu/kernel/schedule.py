"""When, what: entries run by the owner of the schedule, each at most once per period."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import msgspec
import structlog

from siyu.kernel.db.pool import Database
from siyu.kernel.db.sql import Command, On, Query
from siyu.kernel.facts.relay import every_tenant
from siyu.kernel.ids import TenantId
from siyu.kernel.owners import Lease

_logger = structlog.get_logger()


class Entry(msgspec.Struct, frozen=True):
    """Run `run(now)` every `every`, first at once; it must bear being run twice."""

    name: str
    every: timedelta
    run: Callable[[datetime], Awaitable[None]]


class _Ran(msgspec.Struct, frozen=True):
    name: str
    ran_at: datetime


_RAN = Query(_Ran, "select name, ran_at from kernel.schedule", role="relay")
_RUN = Command(
    """
    insert into kernel.schedule as s (name, ran_at, fence) values ($1, $2, $3)
    on conflict (name) do update set ran_at = $2, fence = $3 where s.fence <= $3
    """,
    role="relay",
)


class ByTenant(msgspec.Struct, frozen=True):
    """For `Entry.run`: `act` for every tenant that ever recorded a fact.

    Where it fails, the others' turn comes all the same; the first failure is raised at the end.
    """

    database: Database
    act: Callable[[TenantId, datetime], Awaitable[None]]

    async def __call__(self, now: datetime) -> None:
        failures: list[Exception] = []
        for tenant in await every_tenant(self.database.relay):
            try:
                await self.act(tenant, now)
            except Exception as why:  # noqa: BLE001 - raised below, and logged whole by `run`
                _logger.warning("schedule.tenant_failed", tenant=tenant, why=type(why).__name__)
                failures.append(why)
        if failures:
            raise failures[0]


async def run(database: Database, entries: Sequence[Entry], lease: Lease) -> int:
    """Run what is due; a schedule whose lease was lost writes nothing and runs nothing."""
    now = database.clock.now()
    async with database.relay.acquire() as conn:
        ran = {row.name: row.ran_at for row in await _RAN.all(On(conn))}
    due = [e for e in entries if e.name not in ran or ran[e.name] + e.every <= now]
    for entry in due:
        async with database.relay.acquire() as conn:
            if not await _RUN.run(On(conn), entry.name, now, lease.fence):
                return 0
        try:
            await entry.run(now)
        except Exception:
            _logger.exception("schedule.failed", entry=entry.name)
    return len(due)
