"""What was really paid is kept for each SKU, store and day: the lowest, the highest, the last."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.catalog import rules
from siyu.modules.catalog.values import Paid

# Lowest, highest and last are what they are however often and in which order one is told of them.
_KEEP = Command(
    """
    insert into catalog.deal as d
      (tenant_id, sku_id, store_id, day, low_minor, high_minor, last_minor, last_at)
    select $1, n.sku_id, n.store_id, n.day, n.low, n.high, n.last, n.last_at
    from unnest($2::uuid[], $3::uuid[], $4::date[], $5::int8[], $6::int8[], $7::int8[],
                $8::timestamptz[]) as n (sku_id, store_id, day, low, high, last, last_at)
    on conflict (tenant_id, sku_id, store_id, day) do update set
      low_minor = least(d.low_minor, excluded.low_minor),
      high_minor = greatest(d.high_minor, excluded.high_minor),
      last_minor = case
        when (excluded.last_at, -excluded.last_minor) > (d.last_at, -d.last_minor)
        then excluded.last_minor else d.last_minor end,
      last_at = greatest(d.last_at, excluded.last_at)
    """
)


async def keep_deals(work: Work, paid: Iterable[Paid]) -> None:
    """Keep what these say of their days; the same again changes nothing. Of two sales in one
    instant the cheaper is the last."""
    days: dict[tuple[UUID, UUID, date], list[tuple[datetime, int]]] = {}
    for one, unit in rules.deals_of(paid):
        days.setdefault((one.sku, one.store, one.day), []).append((one.at, unit))
    rows = []
    # In one order, so that two who keep the same days wait for each other instead of both.
    for (sku, store, day), deals in sorted(days.items()):
        units = [unit for _, unit in deals]
        at, last = max(deals, key=lambda deal: (deal[0], -deal[1]))
        rows.append((sku, store, day, min(units), max(units), last, at))
    if rows:
        await _KEEP.run(work, work.tenant, *(list(column) for column in zip(*rows, strict=True)))
