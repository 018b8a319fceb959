"""When a place has fewer than its level: known once per fall, and over when it has enough again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.inventory.facts import StockDropped
from siyu.modules.inventory.values import Fall, Kept

_KEPT = Query(
    Kept,
    """
    select t.sku_id as sku, t.store_id as store, l.least, coalesce(c.coming, 0)::int8 as coming,
           f.id is not null as fallen
    from unnest($2::uuid[], $3::uuid[]) as t (sku_id, store_id)
    left join inventory.level l
      on l.tenant_id = $1 and l.sku_id = t.sku_id and l.store_id = t.store_id
    left join inventory.fall f on f.tenant_id = $1 and f.sku_id = t.sku_id
      and f.store_id = t.store_id and f.ended_at is null
    left join lateral (
      select sum(i.sent) as coming from inventory.transfer r
      join inventory.transfer_line i
        on i.tenant_id = $1 and i.transfer_id = r.id and i.sku_id = t.sku_id
      where r.tenant_id = $1 and r.to_id = t.store_id and r.received_at is null) c on true
    where l.sku_id is not null or f.id is not null
    order by 1, 2
    """,
)
_FALL = Query(
    Fall,
    """
    insert into inventory.fall (tenant_id, id, sku_id, store_id, free, coming, least, at)
    select $1, f.*, $8
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int8[], $6::int8[], $7::int8[]) as f
    on conflict (tenant_id, sku_id, store_id) where ended_at is null do nothing
    returning sku_id as sku, store_id as store, free, coming, least
    """,
)
_END = Command(
    """
    update inventory.fall f set ended_at = $4
    from unnest($2::uuid[], $3::uuid[]) as t (sku_id, store_id)
    where f.tenant_id = $1 and f.sku_id = t.sku_id and f.store_id = t.store_id
      and f.ended_at is null
    """
)

Place = tuple[UUID, UUID]
"""A SKU at a store or warehouse."""


async def kept_levels(work: Work, places: Sequence[Place]) -> list[Kept]:
    """Of those places the ones that have a level, or had one when they fell below it."""
    wanted = sorted(set(places))
    columns = [sku for sku, _ in wanted], [store for _, store in wanted]
    return await _KEPT.all(work, work.tenant, *columns) if wanted else []


async def watch(work: Work, kept: Sequence[Kept], free: Mapping[Place, int]) -> list[Fall]:
    """What fell by now and had not before, each told once; what has enough again is over."""
    below = [one for one in kept if one.below(free[one.sku, one.store])]
    over = [one for one in kept if one.fallen and one not in below]
    if over:
        columns = [one.sku for one in over], [one.store for one in over]
        await _END.run(work, work.tenant, *columns, work.now)
    new = [one for one in below if not one.fallen]
    rows = [
        (work.new_id(), one.sku, one.store, free[one.sku, one.store], one.coming, one.least)
        for one in new
    ]
    columns = [[row[i] for row in rows] for i in range(6)]
    fell = await _FALL.all(work, work.tenant, *columns, work.now) if rows else []
    for one in fell:
        work.tell(StockDropped(**msgspec.structs.asdict(one)))
    return fell
