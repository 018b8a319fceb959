"""How far columns are behind, for the operator's page and the alarms."""

from datetime import datetime

import asyncpg
import msgspec

from siyu.kernel.db.sql import On, Query

COUNTED = 10000


class Lag(msgspec.Struct, frozen=True):
    """`facts` counts to 10000 at most, and whole archived months that were not reached.

    `oldest_at` is when the first of them that PostgreSQL has was recorded.
    """

    facts: int
    oldest_at: datetime | None
    rows: int


_LAG = Query(
    Lag,
    f"""
    with stand as (
      select coalesce(b.to_epoch, 0) as epoch, coalesce(b.to_xid, 0) as xid,
             coalesce(b.to_id, '00000000-0000-0000-0000-000000000000') as id
      from (select distinct on (name) * from facts.columns_table where served_at is not null
        order by name, made_at desc) t
      left join lateral (select * from facts.columns_batch b
        where b.generation = t.generation and b.sent_at is not null
        order by b.number desc limit 1) b on true
      order by 1, 2, 3 limit 1),
    waiting as (
      select f.recorded_at from facts.fact f, stand s
      where (f.epoch, f.xid, f.id) > (s.epoch, s.xid, s.id) and f.name = any($1::text[])
      order by f.epoch, f.xid, f.id limit {COUNTED})
    select count(*) + (select coalesce(sum(a.rows), 0)::bigint from facts.archived a, stand s
             where (a.last_epoch, a.last_xid, a.last_id) > (s.epoch, s.xid, s.id)) as facts,
           min(recorded_at) as oldest_at,
           (select coalesce(sum(rows), 0)::bigint from facts.columns_table
            where served_at is not null) as rows
    from waiting
    """,
    role="relay",
)


async def get_lag(relay: asyncpg.Pool, names: list[str]) -> Lag:
    """Facts of those names that are not in columns yet, and the rows that are."""
    async with relay.acquire() as conn:
        return await _LAG.one(On(conn), names)
