"""Every SELECT of deals."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.deals.errors import UnknownSale
from siyu.modules.deals.values import Beat, Good, Pool, Sale, SaleHead, Split, Taking, Turned

Which = Literal["any", "draft", "coming", "running", "ended"]


class _Good(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    sale_id: UUID
    sku_id: UUID
    price_minor: int
    pieces: int
    split: Split
    cap: int | None


class _Pool(msgspec.Struct, frozen=True, kw_only=True):
    good_id: UUID
    store_id: UUID
    pieces: int
    returned: int


class _Put(msgspec.Struct, frozen=True):
    good: UUID
    sku: UUID


class _Id(msgspec.Struct, frozen=True):
    id: UUID


SALE = """
select id, version, name, state, since, until, with_coupons, made_at, made_by, confirmed_at,
       ended_at, ended_why
from deals.sale
"""
_WANTED = """
where tenant_id = $1 and ($2 = 'any' or $2 = 'draft' and state = 'draft'
  or $2 = 'coming' and state = 'confirmed' and since > $3
  or $2 = 'running' and state = 'confirmed' and since <= $3
  or $2 = 'ended' and state = 'ended')
"""
_GET = Query(SaleHead, f"{SALE} where tenant_id = $1 and id = any($2::uuid[])")
_LIST = Query(SaleHead, f"{SALE} {_WANTED} order by since desc, id limit $4 offset $5")
_COUNT = Scalar(f"select count(*) from (select 1 from deals.sale {_WANTED} limit 10001) n")
# Those that ended a moment ago still have something to say to who comes too late.
_SELLING = Query(
    SaleHead,
    f"""
    {SALE} where tenant_id = $1 and (state = 'confirmed' or state = 'ended' and ended_at > $2)
    order by since, id
    """,
)
_DUE = Query(
    _Id,
    """
    select id from deals.sale where tenant_id = $1 and state = 'confirmed' and until <= $2
    order by until limit $3
    """,
)
_GOODS = Query(
    _Good,
    """
    select id, sale_id, sku_id, price_minor, pieces, split, cap from deals.good
    where tenant_id = $1 and sale_id = any($2::uuid[]) order by sale_id, n
    """,
)
_POOLS = Query(
    _Pool,
    """
    select good_id, store_id, pieces, returned from deals.pool
    where tenant_id = $1 and good_id = any($2::uuid[]) order by good_id, store_id
    """,
)
_TAKINGS = Query(
    Taking,
    """
    select order_id as "order", good_id as good, sku_id as sku, store_id as store,
           customer_id as customer, quantity, cap
    from deals.taking where tenant_id = $1 and order_id = any($2::uuid[]) order by order_id, sku_id
    """,
)
_RUNNING = Query(
    _Id,
    """
    select g.id from deals.good g join deals.sale s on s.tenant_id = g.tenant_id
      and s.id = g.sale_id
    where g.tenant_id = $1 and g.id = any($2::uuid[]) and s.state = 'confirmed'
    """,
)
_KEPT = Query(
    _Put,
    """
    select g.id as good, g.sku_id as sku from deals.pool p
    join deals.good g on g.tenant_id = p.tenant_id and g.id = p.good_id
    where p.tenant_id = $1 and p.store_id = $2 and g.sku_id = any($3::uuid[])
    """,
)
_TURNED = Query(
    Turned,
    """
    select good_id as good, store_id as store, reason, sum(count)::int8 as count
    from deals.turned where tenant_id = $1 and good_id = any($2::uuid[])
    group by good_id, store_id, reason order by good_id, store_id, reason
    """,
)
_BEATS = Query(
    Beat,
    """
    select date_bin('10 seconds', at, timestamptz '2000-01-01 00:00:00+00') as at,
           count(distinct order_id) as orders, sum(quantity)::int8 as pieces
    from deals.taking where tenant_id = $1 and good_id = any($2::uuid[]) and at >= $3
    group by 1 order by 1
    """,
)


async def get_sale(work: Work, sale: UUID) -> Sale:
    """UnknownSale if there is none."""
    found = await sales_of(work, [sale])
    if sale not in found:
        raise UnknownSale
    return found[sale]


async def sales_of(work: Work, ids: Sequence[UUID]) -> dict[UUID, Sale]:
    """These with their goods; those that are not there are left out."""
    rows = await _GET.all(work, work.tenant, list(ids)) if ids else []
    return {one.id: one for one in await _filled(work, rows)}


async def list_sales(
    work: Work, *, which: Which = "any", limit: int, offset: int = 0
) -> tuple[list[Sale], int]:
    """Those that begin last first; and a capped count."""
    rows = await _LIST.all(work, work.tenant, which, work.now, limit, offset)
    return await _filled(work, rows), await _COUNT.get(work, work.tenant, which, work.now)


async def selling(work: Work, ended_since: datetime) -> list[Sale]:
    """All that are confirmed, and those that ended since then."""
    return await _filled(work, await _SELLING.all(work, work.tenant, ended_since))


async def due(work: Work, limit: int) -> list[UUID]:
    """Sales whose time is over and that nobody ended yet."""
    return [row.id for row in await _DUE.all(work, work.tenant, work.now, limit)]


async def takings_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, list[Taking]]:
    """What each of these orders took; those that took nothing are left out."""
    found: dict[UUID, list[Taking]] = defaultdict(list)
    for row in await _TAKINGS.all(work, work.tenant, list(set(orders))) if orders else []:
        found[row.order].append(row)
    return dict(found)


async def running_goods(work: Work, goods: Iterable[UUID]) -> frozenset[UUID]:
    """Those of them whose sale has not ended. Ask under their pools' lock."""
    wanted = list(set(goods))
    rows = await _RUNNING.all(work, work.tenant, wanted) if wanted else []
    return frozenset(row.id for row in rows)


async def pools_at(work: Work, store: UUID, skus: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """SKUs with the goods that have, or had, pieces of them put aside there."""
    rows = await _KEPT.all(work, work.tenant, store, list(skus))
    return [(row.sku, row.good) for row in rows]


async def turned_of(work: Work, goods: Sequence[UUID]) -> list[Turned]:
    """Who came in vain, by good, store and reason."""
    return await _TURNED.all(work, work.tenant, list(goods))


async def beats_of(work: Work, goods: Sequence[UUID], since: datetime) -> list[Beat]:
    """Orders by ten seconds; seconds without any are left out."""
    return await _BEATS.all(work, work.tenant, list(goods), since)


async def _filled(work: Work, rows: Sequence[SaleHead]) -> list[Sale]:
    """The same with their goods and pools."""
    if not rows:
        return []
    goods = await _GOODS.all(work, work.tenant, [row.id for row in rows])
    pools: dict[UUID, list[Pool]] = defaultdict(list)
    for pool in await _POOLS.all(work, work.tenant, [one.id for one in goods]):
        said = Pool(store=pool.store_id, pieces=pool.pieces, returned=pool.returned)
        pools[pool.good_id].append(said)
    of: dict[UUID, list[Good]] = defaultdict(list)
    for one in goods:
        of[one.sale_id].append(
            Good(
                id=one.id,
                sale=one.sale_id,
                sku=one.sku_id,
                price_minor=one.price_minor,
                pieces=one.pieces,
                split=one.split,
                cap=one.cap,
                pools=tuple(pools[one.id]),
            )
        )
    return [Sale(**msgspec.structs.asdict(row), goods=tuple(of[row.id])) for row in rows]
