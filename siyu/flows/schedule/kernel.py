"""The kernel's own calendar: partitions of facts made ahead, old rows of queues let go."""

from datetime import datetime, timedelta

from siyu.kernel.db.sql import Command, On
from siyu.kernel.facts import calendar
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import Entry

KEYS_KEPT = timedelta(days=7)
JOBS_KEPT = timedelta(days=14)

_FORGET_KEYS = Command("delete from kernel.idempotency where at < $1", role="relay")
_FORGET_JOBS = Command("delete from kernel.job where ended_at < $1", role="relay")


def entries(kit: Kit) -> list[Entry]:
    relay = kit.database.relay

    async def make_months(now: datetime) -> None:
        await calendar.make_months(relay, now)

    async def forget(now: datetime) -> None:
        async with relay.acquire() as conn:
            await _FORGET_KEYS.run(On(conn), now - KEYS_KEPT)
            await _FORGET_JOBS.run(On(conn), now - JOBS_KEPT)

    day = timedelta(days=1)
    return [Entry("facts.make_months", day, make_months), Entry("kernel.forget", day, forget)]
