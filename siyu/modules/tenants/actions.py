"""One verb, one function."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import UNSET, structs

from siyu.kernel.db import Command, Work
from siyu.kernel.errors import NotFound
from siyu.modules.tenants import queries, rules
from siyu.modules.tenants.errors import (
    BadFounding,
    ClosedAlready,
    ClosedBeforeOpened,
    CodeTaken,
    MerchantTaken,
    RegionTaken,
    UnknownRegion,
)
from siyu.modules.tenants.facts import (
    MerchantFounded,
    RegionAdded,
    StoreAmended,
    StoreClosed,
    StoreOpened,
)
from siyu.modules.tenants.values import AmendStore, Found, OpenStore, Store, Way

_FOUND = Command(
    """
    insert into tenants.merchant (tenant_id, code, name, currency, timezone, language, founded_at)
    values ($1, $2, $3, $4, $5, $6, $7)
    """
)
_ADD_HOST = Command("insert into tenants.host (tenant_id, host, added_at) values ($1, $2, $3)")
_ADD_REGION = Command(
    """
    insert into tenants.region (tenant_id, id, name, pinyin, added_at)
    values ($1, $2, $3, $4, $5)
    """
)
_RENAME_REGION = Command(
    "update tenants.region set name = $3, pinyin = $4 where tenant_id = $1 and id = $2"
)
_OPEN = Command(
    """
    insert into tenants.store
      (tenant_id, id, code, name, pinyin, kind, region_id, city, address, searched, opened_on,
       added_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    """
)
_AMEND = Command(
    """
    update tenants.store set name = $3, pinyin = $4, kind = $5, region_id = $6, city = $7,
      address = $8, searched = $9, opened_on = $10, ways = $11
    where tenant_id = $1 and id = $2
    """
)
_WAYS = Command("update tenants.merchant set ways = $2 where tenant_id = $1 and ways <> $2")
_CLOSE = Command(
    """
    update tenants.store set closed_on = $3, closed_by = $4, closed_why = $5
    where tenant_id = $1 and id = $2 and closed_on is null
    """
)


async def found(work: Work, founding: Found) -> None:
    """Make this unit of work's tenant a merchant with its settings and addresses."""
    hosts = tuple(rules.host_name(host) for host in founding.hosts)
    settings = (founding.code, founding.currency, founding.timezone)
    wrong = rules.bad_founding(*settings, hosts)
    if wrong is not None:
        raise BadFounding(what=wrong)
    row = (founding.code, founding.name, founding.currency, founding.timezone, founding.language)
    try:
        await _FOUND.run(work, work.tenant, *row, work.now)
    except asyncpg.UniqueViolationError as taken:
        raise MerchantTaken from taken
    for host in hosts:
        await add_host(work, host)
    work.tell(MerchantFounded(currency=founding.currency, timezone=founding.timezone))
    work.audit("tenants.found", "merchant", None, after={"code": founding.code})


async def add_host(work: Work, host: str) -> None:
    """Let an address lead to this merchant."""
    name = rules.host_name(host)
    if not rules.HOST.fullmatch(name):
        raise BadFounding(what=name)
    try:
        await _ADD_HOST.run(work, work.tenant, name, work.now)
    except asyncpg.UniqueViolationError as taken:
        raise MerchantTaken from taken
    work.audit("tenants.add_host", "merchant", None, after={"host": name})


async def choose_ways(work: Work, ways: Sequence[Way]) -> None:
    """How orders come to whoever bought, at every store that says nothing else."""
    before = (await queries.get_tenant(work)).ways
    after = rules.ways_in_order(ways)
    if await _WAYS.run(work, work.tenant, after):
        said = {"before": {"ways": before}, "after": {"ways": after}}
        work.audit("tenants.choose_ways", "merchant", None, **said)


async def add_region(work: Work, name: str) -> UUID:
    region = work.new_id()
    try:
        await _ADD_REGION.run(work, work.tenant, region, name, rules.sort_key(name), work.now)
    except asyncpg.UniqueViolationError as taken:
        raise RegionTaken(name=name) from taken
    work.tell(RegionAdded(region=region))
    work.audit("tenants.add_region", "region", region, after={"name": name})
    return region


async def rename_region(work: Work, region: UUID, name: str) -> None:
    known = await _get_region_name(work, region)
    try:
        await _RENAME_REGION.run(work, work.tenant, region, name, rules.sort_key(name))
    except asyncpg.UniqueViolationError as taken:
        raise RegionTaken(name=name) from taken
    work.audit(
        "tenants.rename_region", "region", region, before={"name": known}, after={"name": name}
    )


async def open_store(work: Work, opening: OpenStore) -> UUID:
    """A new store; its code is the merchant's own and never changes."""
    await _must_know_region(work, opening.region)
    store = work.new_id()
    named = (opening.code, opening.name, rules.sort_key(opening.name))
    placed = (opening.kind, opening.region, opening.city, opening.address)
    line = rules.searched(opening.code, opening.name, opening.city)
    try:
        await _OPEN.run(
            work, work.tenant, store, *named, *placed, line, opening.opened_on, work.now
        )
    except asyncpg.UniqueViolationError as taken:
        raise CodeTaken(store_code=opening.code) from taken
    told = {"store": store, "code": opening.code, "kind": opening.kind}
    work.tell(StoreOpened(**told, region=opening.region, opened_on=opening.opened_on))
    work.audit("tenants.open_store", "store", store, after=structs.asdict(opening))
    return store


async def amend_store(work: Work, store: UUID, change: AmendStore) -> None:
    """Change what is set; an amendment that changes nothing leaves no trace."""
    known = await queries.get_store(work, store)
    before = _amendable(known)
    wanted = {k: v for k, v in structs.asdict(change).items() if v is not UNSET}
    if wanted.get("ways"):
        wanted["ways"] = rules.ways_in_order(wanted["ways"])
    changed = {k: v for k, v in wanted.items() if before[k] != v}
    if not changed:
        return
    after = before | changed
    await _must_know_region(work, after["region"])
    line = rules.searched(known.code, after["name"], after["city"])
    named = (after["name"], rules.sort_key(after["name"]), after["kind"], after["region"])
    placed = (after["city"], after["address"], line, after["opened_on"], after["ways"])
    await _AMEND.run(work, work.tenant, store, *named, *placed)
    now = {"kind": after["kind"], "region": after["region"]}
    work.tell(StoreAmended(store=store, fields=sorted(changed), **now))
    work.audit(
        "tenants.amend_store", "store", store, before={k: before[k] for k in changed}, after=changed
    )


async def close_store(work: Work, store: UUID, on: date, *, reason: str) -> None:
    """The store sells no more from `on`; what it sold stays."""
    known = await queries.get_store(work, store)
    if known.closed_on is not None:
        raise ClosedAlready(on=known.closed_on.isoformat())
    if on < known.opened_on:
        raise ClosedBeforeOpened(on=known.opened_on.isoformat())
    if not await _CLOSE.run(work, work.tenant, store, on, str(work.actor), reason):
        raise ClosedAlready(on=on.isoformat())
    work.tell(StoreClosed(store=store, closed_on=on))
    work.audit("tenants.close_store", "store", store, after={"closed_on": on, "reason": reason})


def _amendable(store: Store) -> dict[str, Any]:
    fields = {f: getattr(store, f) for f in ("name", "kind", "city", "address")}
    fields |= {"opened_on": store.opened_on, "ways": store.ways}
    return fields | {"region": store.region.id if store.region else None}


async def _must_know_region(work: Work, region: UUID | None) -> None:
    if region is not None and region not in await queries.region_refs(work, [region]):
        raise UnknownRegion


async def _get_region_name(work: Work, region: UUID) -> str:
    known = await queries.region_refs(work, [region])
    if region not in known:
        raise NotFound
    return known[region].name
