"""What was paid, and what list prices were."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from siyu.kernel.db import Query, Work
from siyu.modules.catalog.values import Deal, ListPrice

# Whatever was sold within seven days is among the seven latest days, and the last deal is their
# first: no more has to be read.
_BEFORE = Query(
    Deal,
    """
    select d.sku_id, d.store_id, d.day, d.low_minor, d.high_minor, d.last_minor
    from unnest($3::uuid[], $4::date[]) as w (sku_id, began)
    cross join lateral (
      select * from catalog.deal k
      where k.tenant_id = $1 and k.sku_id = w.sku_id and k.store_id = $2 and k.day < w.began
      order by k.day desc limit 7) d
    """,
)
_DAYS = Query(
    Deal,
    """
    select sku_id, store_id, day, low_minor, high_minor, last_minor from catalog.deal
    where tenant_id = $1 and sku_id = any($2::uuid[]) and store_id = $3 and day >= $4
    order by sku_id, day
    """,
)
_LISTED = Query(
    ListPrice,
    """
    select sku_id, since, price_minor, by from catalog.list_price
    where tenant_id = $1 and sku_id = any($2::uuid[]) order by sku_id, since desc limit 1000
    """,
)


async def deals_before(
    work: Work, store: UUID, began: Iterable[tuple[UUID, date]]
) -> dict[UUID, list[Deal]]:
    """By SKU, the days at a store that say what may stand crossed out beside a price that began."""
    asked = list(began)
    columns = [sku for sku, _ in asked], [day for _, day in asked]
    found: dict[UUID, list[Deal]] = {sku: [] for sku, _ in asked}
    for row in await _BEFORE.all(work, work.tenant, store, *columns) if asked else []:
        found[row.sku_id].append(row)
    return found


async def deals_since(work: Work, skus: Sequence[UUID], store: UUID, day: date) -> list[Deal]:
    """What was paid at a store from that day on, by SKU and day."""
    return await _DAYS.all(work, work.tenant, list(skus), store, day)


async def list_prices(work: Work, skus: Sequence[UUID]) -> list[ListPrice]:
    """What list prices were, the latest first, by SKU."""
    return await _LISTED.all(work, work.tenant, list(skus))
