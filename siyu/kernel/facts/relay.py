"""Which tenants have new facts: asked once for all, so that nobody polls tenant by tenant."""

import asyncpg
import msgspec

from siyu.kernel.db.sql import On, Query
from siyu.kernel.facts.log import HORIZON, Horizon
from siyu.kernel.ids import TenantId


class _Tenant(msgspec.Struct, frozen=True):
    tenant_id: int


# A tenant whose facts are all archived is known by the readers it has.
_ALL = Query(
    _Tenant,
    """
    with recursive walk (tenant_id) as (
      (select tenant_id from facts.fact order by tenant_id limit 1)
      union all
      select (select f.tenant_id from facts.fact f where f.tenant_id > s.tenant_id
              order by f.tenant_id limit 1)
      from walk s where s.tenant_id is not null)
    select tenant_id from walk where tenant_id is not null
    union select tenant_id from facts.cursor
    """,
    role="relay",
)
_SINCE = Query(
    _Tenant,
    """
    select distinct tenant_id from facts.fact
    where (epoch, xid) >= ($1, $2) and (epoch, xid) < ($3, $4)
    """,
    role="relay",
)
_ASKED = Query(
    _Tenant,
    """
    select distinct tenant_id from facts.parked where settled_at is null and asked_at is not null
    """,
    role="relay",
)


async def every_tenant(pool: asyncpg.Pool) -> list[TenantId]:
    """Whoever ever recorded a fact, for what has to be looked after by the clock."""
    async with pool.acquire() as conn:
        return [TenantId(row.tenant_id) for row in await _ALL.all(On(conn))]


class Relay:
    """Remembers how far the log was seen; at the start every tenant counts as new."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._seen: Horizon | None = None

    async def fresh(self) -> list[TenantId]:
        """Tenants with facts below the horizon that were not seen before, or with replays asked."""
        async with self._pool.acquire() as conn:
            on = On(conn)
            horizon = await HORIZON.one(on)
            found = {row.tenant_id for row in await _ASKED.all(on)}
            if self._seen is None:
                found |= {row.tenant_id for row in await _ALL.all(on)}
            elif horizon != self._seen:
                bounds = (self._seen.epoch, self._seen.xid, horizon.epoch, horizon.xid)
                found |= {row.tenant_id for row in await _SINCE.all(on, *bounds)}
        self._seen = horizon
        return [TenantId(number) for number in sorted(found)]
