"""How the program itself is: queues, readers of facts, engines; counts and ages, nobody's data."""

from datetime import datetime
from typing import Protocol

import msgspec

from siyu.kernel.columns import get_lag
from siyu.kernel.db import On, Query
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
