"""Epochs and months: where positions count from, and which partitions stand ready."""

from datetime import date, datetime

import asyncpg

from siyu.kernel.db.sql import On, Scalar

MONTHS_AHEAD = 3

_MAKE_MONTH = Scalar("select facts.make_month($1::date) is null", role="relay")

# The system identifier tells clusters apart, the database's oid a restored copy in the same one.
_SYSTEM = """
select s.system_identifier::text || '/' || d.oid::text
from pg_control_system() s, pg_database d where d.datname = current_database()
"""

_OPEN_EPOCH = """
insert into facts.epoch (number, system, began_at)
select coalesce(max(number), 0) + 1, $1, $2 from facts.epoch
having $3 or coalesce((array_agg(system order by number desc))[1], '') <> $1
"""


async def open_epoch(owner: asyncpg.Connection, now: datetime, *, restored: bool = False) -> bool:
    """Open the next epoch if this database is new or another than before, or was restored."""
    system = await owner.fetchval(_SYSTEM)
    return await owner.execute(_OPEN_EPOCH, system, now, restored) == "INSERT 0 1"


async def make_months(relay: asyncpg.Pool, now: datetime) -> None:
    """See to it that facts of this month and the next few have their own partition."""
    async with relay.acquire() as conn:
        for month in months_from(now.date(), MONTHS_AHEAD + 1):
            await _MAKE_MONTH.get(On(conn), month)


def months_ago(day: date, count: int) -> date:
    """The first day of the month that lies `count` whole months before that of `day`."""
    month = day.year * 12 + day.month - 1 - count
    return date(month // 12, month % 12 + 1, 1)


def months_from(day: date, count: int) -> list[date]:
    """The first days of `count` months, beginning with that of `day`."""
    start = day.year * 12 + day.month - 1
    return [date(m // 12, m % 12 + 1, 1) for m in range(start, start + count)]
