"""Which months may go, what is in them, and the handing over: statements of the relay role."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

from siyu.kernel.archive.shelf import File
from siyu.kernel.archive.table import SUM_IN_POSTGRES, Counted
from siyu.kernel.columns.source import Row
from siyu.kernel.db.sql import Command, On, Query, Scalar
from siyu.kernel.facts.log import FIELDS
from siyu.kernel.facts.older import MONTH, Month

LEASE = "facts.archive"


class Awaited(msgspec.Struct, frozen=True, kw_only=True):
    """Who must have read a month before it may go: reactions, and the columns' tables."""

    reactions: list[str]
    tables: list[str]
    names: list[str]
    """Of the facts that fill the tables."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An archived month with its files."""

    month: date
    generation: str
    rows: int
    checksum: str
    files: list[File]

    @property
    def counted(self) -> Counted:
        return Counted(self.rows, self.checksum)


class Span(msgspec.Struct, frozen=True):
    rows: int
    oldest_at: datetime | None
    latest_at: datetime | None


class Place(msgspec.Struct, frozen=True):
    epoch: int
    xid: int
    id: UUID


class _Due(msgspec.Struct, frozen=True):
    month: date


_DUE = Query(
    _Due,
    """
    select month from (
      select case when c.relname ~ '^fact_[0-9]{6}$' then to_date(c.relname, '"fact_"YYYYMM') end
        as month
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'facts.fact'::regclass) m
    where month < $1 order by month
    """,
    role="relay",
)
KEPT = Query(
    Kept,
    "select month, generation, rows, checksum, files from facts.archived order by month",
    role="relay",
)
MONTHS = Query(Month, f"select {MONTH} from facts.archived order by month", role="relay")

_OF_MONTH = "f.recorded_at >= $1 and f.recorded_at < $2"

SPAN = Query(
    Span,
    f"""
    select count(*) as rows, min(f.at) as oldest_at, max(f.at) as latest_at
    from facts.fact f where {_OF_MONTH}
    """,
    role="relay",
)
FIRST = Query(
    Place,
    f"select epoch, xid, id from facts.fact f where {_OF_MONTH} order by epoch, xid, id limit 1",
    role="relay",
)
LAST = Query(
    Place,
    f"""
    select epoch, xid, id from facts.fact f where {_OF_MONTH}
    order by epoch desc, xid desc, id desc limit 1
    """,
    role="relay",
)
PAGE = Query(
    Row,
    f"""
    select tenant_id, {FIELDS} from facts.fact f
    where {_OF_MONTH} and (epoch, xid, id) > ($3, $4, $5) order by epoch, xid, id limit $6
    """,
    role="relay",
)
_SUMMED = Query(
    Counted,
    f"""
    select count(*) as rows, coalesce({SUM_IN_POSTGRES}, 0)::text as checksum
    from facts.fact f where {_OF_MONTH}
    """,
    role="relay",
)

_RUNNING = Scalar(
    """
    select ($1::int, $2::bigint) >= ((select max(number) from facts.epoch),
      (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint)
    """,
    role="relay",
)
_PARKED = Scalar(
    """
    select exists (select from facts.parked
      where settled_at is null and fact_recorded_at >= $1 and fact_recorded_at < $2)
    """,
    role="relay",
)
_REACTION = Scalar(
    f"""
    select r.consumer from unnest($3::text[]) r (consumer)
    where exists (select from facts.fact f
      left join facts.cursor c on c.tenant_id = f.tenant_id and c.consumer = r.consumer
      where {_OF_MONTH} and (c.consumer is null
        or (c.epoch, c.xid, c.fact_id) < (f.epoch, f.xid, f.id)))
    limit 1
    """,
    role="relay",
)
_TABLE = Scalar(
    f"""
    select t.name from unnest($3::text[]) t (name)
    left join lateral (
      select b.to_epoch, b.to_xid, b.to_id
      from facts.columns_table g join facts.columns_batch b on b.generation = g.generation
      where g.name = t.name and g.served_at is not null and b.sent_at is not null
      order by g.made_at desc, b.number desc limit 1) b on true
    where exists (select from facts.fact f where {_OF_MONTH} and f.name = any($4::text[])
      and (b.to_epoch is null or (f.epoch, f.xid, f.id) > (b.to_epoch, b.to_xid, b.to_id)))
    limit 1
    """,
    role="relay",
)

STILL = Scalar("select facts.still_month($1) is null", role="relay")
DROP = Scalar("select facts.drop_month($1) is null", role="relay")
RECORD = Command(
    """
    with held as (select fence from kernel.lease
      where name = 'facts.archive' and fence = $15 for share)
    insert into facts.archived (month, generation, rows, checksum, first_epoch, first_xid,
      first_id, last_epoch, last_xid, last_id, oldest_at, latest_at, files, archived_at, fence)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::jsonb, $14, fence
    from held
    """,
    role="relay",
)


async def list_due(on: On, before: date) -> list[date]:
    """Months that have a partition and lie before a day, oldest first."""
    return [row.month for row in await _DUE.all(on, before)]


def bounds(month: date) -> tuple[datetime, datetime]:
    """The first instant of a month, and of the next one."""
    low = datetime(month.year, month.month, 1, tzinfo=UTC)
    return low, (low + timedelta(days=32)).replace(day=1)


async def find_reader(on: On, month: date, last: Place, awaited: Awaited) -> str | None:
    """Who has not read the month to its end, in words; None when everybody has."""
    of_month = bounds(month)
    if await _RUNNING.get(on, last.epoch, last.xid):
        return "a transaction older than its last fact still runs"
    if await _PARKED.get(on, *of_month):
        return "a parked fact lies in it: replay it first"
    if late := await _REACTION.get(on, *of_month, awaited.reactions):
        return f"the reaction {late} has not read it to its end"
    if late := await _TABLE.get(on, *of_month, awaited.tables, awaited.names):
        return f"the columns' table {late} is not filled up to its end"
    return None


async def count(on: On, month: date) -> Counted:
    """The month's rows as PostgreSQL has them, summed day by day: no statement runs for long."""
    low, high = bounds(month)
    rows, checksum = 0, 0
    while low < high:
        day = await _SUMMED.one(on, low, min(high, low + timedelta(days=1)))
        rows, checksum = rows + day.rows, checksum + int(day.checksum)
        low += timedelta(days=1)
    return Counted(rows, str(checksum))
