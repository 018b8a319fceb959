"""Every SELECT of the room."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from siyu.kernel.db import On, Query, Scalar, Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules.tenants import rules
from siyu.modules.tenants.values import (
    OpenRef,
    Region,
    RegionRef,
    Store,
    StoreFilter,
    StoreRef,
    Tenant,
)

_TENANT = Query(
    Tenant,
    """
    select code, name, currency, timezone, language, founded_at, ways from tenants.merchant
    where tenant_id = $1
    """,
)
# Asked before a tenant is known, so by functions that answer for one exact name only.
_BY_HOST = Scalar("select tenants.tenant_of_host($1)")
_BY_CODE = Scalar("select tenants.tenant_of_code($1)")
_NEXT = Scalar("select nextval('tenants.number')")

_REGIONS = Query(
    Region,
    """
    select r.id, r.name, count(s.id) as stores
    from tenants.region r left join tenants.store s
      on s.tenant_id = r.tenant_id and s.region_id = r.id and s.closed_on is null
    where r.tenant_id = $1 and ($2::uuid[] is null or s.id = any($2))
    group by r.id, r.name, r.pinyin order by r.pinyin, r.id
    """,
)
_REGION_REFS = Query(
    RegionRef, "select id, name from tenants.region where tenant_id = $1 and id = any($2::uuid[])"
)

_STORE = """
    select s.id, s.code, s.name, s.kind,
           case when r.id is not null then jsonb_build_object('id', r.id, 'name', r.name) end
             as region,
           s.city, s.address, s.opened_on, s.closed_on, s.ways
    from tenants.store s left join tenants.region r
      on r.tenant_id = s.tenant_id and r.id = s.region_id
    where s.tenant_id = $1
"""
_FILTERED = """
      and ($2::uuid[] is null or s.id = any($2))
      and ($3::text is null or s.id in (select tenants.search_stores($3)))
      and ($4::uuid is null or s.region_id = $4)
      and ($5::text is null or s.kind = $5)
      and ($6::text is null or ($6 = 'closed') = coalesce(s.closed_on <= $7::date, false))
      and not ($8 and s.kind = 'warehouse')
"""
_STORES = Query(Store, f"{_STORE} {_FILTERED} order by s.pinyin, s.code limit $9 offset $10")
_COUNTED = Scalar(
    f"""
    select count(*) from (
      select 1 from tenants.store s where s.tenant_id = $1 {_FILTERED} limit 10001) as counted
    """
)
_ONE_STORE = Query(Store, f"{_STORE} and s.id = $2")
_REFS = Query(
    StoreRef,
    "select id, code, name from tenants.store where tenant_id = $1 and id = any($2::uuid[])",
)
_OPEN = Query(
    OpenRef,
    """
    select id, code, name,
      coalesce(ways, (select ways from tenants.merchant where tenant_id = $1)) as ways
    from tenants.store
    where tenant_id = $1 and id = any($2::uuid[]) and opened_on <= $3
      and (closed_on is null or closed_on > $3) and kind <> 'warehouse'
    """,
)
_BY_CODES = Query(
    StoreRef,
    "select id, code, name from tenants.store where tenant_id = $1 and code = any($2::text[])",
)
_OF_REGION = Scalar("select id from tenants.store where tenant_id = $1 and region_id = $2")


async def get_tenant(work: Work) -> Tenant:
    """The merchant of this unit of work."""
    return await _TENANT.one(work, work.tenant)


async def find_tenant_by_host(works: Works, host: str) -> TenantId | None:
    """Whose address `host` is; where there is only one merchant, every address is theirs."""
    async with works.pool.acquire() as conn:
        return await _BY_HOST.get(On(conn), rules.host_name(host))


async def find_tenant_by_code(works: Works, code: str) -> TenantId | None:
    async with works.pool.acquire() as conn:
        return await _BY_CODE.get(On(conn), code.strip().lower())


async def next_tenant(works: Works) -> TenantId:
    """A number that no merchant has had."""
    async with works.pool.acquire() as conn:
        return TenantId(await _NEXT.get(On(conn)))


async def list_regions(work: Work, places: list[UUID] | None = None) -> list[Region]:
    """Regions in the order of their names, only those with a store among `places` if given."""
    return await _REGIONS.all(work, work.tenant, places)


async def region_refs(work: Work, ids: Iterable[UUID]) -> dict[UUID, RegionRef]:
    found = await _REGION_REFS.all(work, work.tenant, list(set(ids)))
    return {region.id: region for region in found}


async def list_stores(
    work: Work, chosen: StoreFilter, *, limit: int, offset: int
) -> tuple[list[Store], int]:
    """A page of stores and how many there are, counted up to 10,001."""
    q = rules.pattern(chosen.q) if chosen.q else None
    which = (chosen.places, q, chosen.region, chosen.kind, chosen.state, chosen.today, chosen.sells)
    stores = await _STORES.all(work, work.tenant, *which, limit, offset)
    return stores, await _COUNTED.get(work, work.tenant, *which)


async def get_store(work: Work, store: UUID) -> Store:
    return await _ONE_STORE.one(work, work.tenant, store)


async def store_refs(work: Work, ids: Iterable[UUID | None]) -> dict[UUID, StoreRef]:
    wanted = {id_ for id_ in ids if id_ is not None}
    found = await _REFS.all(work, work.tenant, list(wanted)) if wanted else []
    return {store.id: store for store in found}


async def open_stores(work: Work, ids: Iterable[UUID], today: date) -> dict[UUID, OpenRef]:
    """Those of them that sell on that day."""
    found = await _OPEN.all(work, work.tenant, list(set(ids)), today)
    return {store.id: store for store in found}


async def find_stores_by_code(work: Work, codes: Iterable[str]) -> dict[str, StoreRef]:
    found = await _BY_CODES.all(work, work.tenant, list(set(codes)))
    return {store.code: store for store in found}


async def store_ids_of_region(work: Work, region: UUID) -> frozenset[UUID]:
    """Every store of a region, closed ones too: what they sold is still looked after."""
    return frozenset(await _OF_REGION.column(work, work.tenant, region))
