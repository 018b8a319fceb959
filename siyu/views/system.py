"""How the program itself is: queues, readers of facts, engines; counts and ages, nobody's data."""

from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from siyu.kernel.columns import get_lag
from siyu.kernel.db import On, Query, Scalar, Work
from siyu.kernel.kit import Kit


class Readers(Protocol):
    """Who reads the log of facts in this program; `bootstrap` knows them all."""

    def reactions(self) -> list[str]:
        """Names of the reactions, each with a cursor per tenant."""
        ...

    def columns(self) -> list[str]:
        """Names of the facts that go to columns."""
        ...


class Queues(msgspec.Struct, frozen=True):
    """What waits, over all tenants; `oldest_at` is the first fact a reaction has not taken."""

    oldest_at: datetime | None
    parked: int
    jobs_due: int
    jobs_failed: int
    letters_open: int
    letters_parked: int


class Columned(msgspec.Struct, frozen=True):
    """How far columns are behind facts, and what they hold."""

    lag_facts: int
    oldest_at: datetime | None
    rows: int


class _Size(msgspec.Struct, frozen=True):
    bytes: int


_QUEUES = Query(
    Queues,
    """
    select
      (select min(f.recorded_at) from facts.cursor c cross join lateral (
        select recorded_at from facts.fact f where f.tenant_id = c.tenant_id
          and (f.epoch, f.xid, f.id) > (c.epoch, c.xid, c.fact_id)
        order by f.epoch, f.xid, f.id limit 1) f
       where c.consumer = any($1::text[])) as oldest_at,
      (select count(*) from facts.parked where settled_at is null) as parked,
      (select count(*) from kernel.job
       where ended_at is null and failed_at is null and run_at <= $2) as jobs_due,
      (select count(*) from kernel.job
       where ended_at is null and failed_at is not null) as jobs_failed,
      (select count(*) from kernel.inbox
       where handled_at is null and parked_at is null) as letters_open,
      (select count(*) from kernel.inbox where parked_at is not null) as letters_parked
    """,
    role="relay",
)
_SIZE = Query(_Size, "select pg_database_size(current_database()) as bytes", role="relay")


JobState = Literal["waiting", "running", "failed"]


class ParkedFact(msgspec.Struct, frozen=True):
    """A fact that a reaction could not take, and what it was."""

    id: UUID
    consumer: str
    fact_id: UUID
    fact_name: str
    fact_at: datetime
    subject: UUID | None
    error: str
    tries: int
    parked_at: datetime


class QueuedJob(msgspec.Struct, frozen=True):
    """A job that has not ended; `at` is when it failed for good, else when it is due."""

    id: UUID
    name: str
    state: JobState
    at: datetime
    tries: int
    error: str | None


_PARKED = Query(
    ParkedFact,
    """
    select p.id, p.consumer, p.fact_id, coalesce(f.name, '') as fact_name,
           coalesce(f.at, p.fact_recorded_at) as fact_at, p.subject, p.error, p.tries, p.parked_at
    from facts.parked p left join facts.fact f on f.tenant_id = p.tenant_id
      and f.recorded_at = p.fact_recorded_at and f.id = p.fact_id
    where p.tenant_id = $1 and p.settled_at is null
    order by p.parked_at desc, p.id desc limit $2 offset $3
    """,
)
_PARKED_COUNT = Scalar(
    """
    select count(*) from (select 1 from facts.parked
    where tenant_id = $1 and settled_at is null limit 10001) n
    """
)
_STATES = """
    select id, name, tries, error, coalesce(failed_at, run_at) as at,
      case when failed_at is not null then 'failed' when claimed_until >= $3 then 'running'
        else 'waiting' end as state
    from kernel.job where tenant_id = $1 and ended_at is null
"""
_JOBS = Query(
    QueuedJob,
    f"""
    select id, name, state, at, tries, error from ({_STATES}) j
    where $2::text is null or state = $2 order by at desc, id desc limit $4 offset $5
    """,
)
_JOBS_COUNT = Scalar(
    f"""
    select count(*) from (select 1 from ({_STATES}) j
    where $2::text is null or state = $2 limit 10001) n
    """
)


async def list_parked(work: Work, *, limit: int, offset: int) -> tuple[list[ParkedFact], int]:
    """The latest first, and a capped count."""
    rows = await _PARKED.all(work, work.tenant, limit, offset)
    return rows, await _PARKED_COUNT.get(work, work.tenant)


async def list_jobs(
    work: Work, state: JobState | None, *, now: datetime, limit: int, offset: int
) -> tuple[list[QueuedJob], int]:
    """What has not ended; `now` is the system's time, by which claims last."""
    rows = await _JOBS.all(work, work.tenant, state, now, limit, offset)
    return rows, await _JOBS_COUNT.get(work, work.tenant, state, now)


async def get_queues(kit: Kit) -> Queues:
    """What waits for the worker, and what waits for a person."""
    names = kit.port(Readers).reactions()
    async with kit.database.relay.acquire() as conn:
        return await _QUEUES.one(On(conn), names, kit.clock.now())


async def get_columned(kit: Kit) -> Columned:
    """The stand of the columns' feed, as PostgreSQL knows it: columns may be down."""
    lag = await get_lag(kit.database.relay, kit.port(Readers).columns())
    return Columned(lag.facts, lag.oldest_at, lag.rows)


async def get_database_bytes(kit: Kit) -> int:
    async with kit.database.relay.acquire() as conn:
        return (await _SIZE.one(On(conn))).bytes


def age_s(oldest_at: datetime | None, now: datetime) -> int:
    """Whole seconds since then; 0 when nothing waits."""
    return 0 if oldest_at is None else max(0, int((now - oldest_at).total_seconds()))
