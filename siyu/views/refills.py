"""What is to be brought where: places below their safety stock, and who could send it."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules import tenants
from siyu.views.refs import PlaceRef, gather_refs


class Refill(Struct, frozen=True, kw_only=True):
    """A SKU of which a place has fewer than it should, with what is on its way there.

    `wanted` fills it up; `source` has the most to spare beyond its own safety stock, a warehouse
    before a store, None: nobody has any.
    """

    sku: UUID
    code: str
    name: str
    store: PlaceRef
    free: int
    coming: int
    least: int
    fill: int
    wanted: int
    source: PlaceRef | None
    spare: int


class WhichRefills(Struct, frozen=True, kw_only=True):
    """`stores` is how far somebody sees, `store` what they chose, `source` who is to send."""

    stores: Sequence[UUID] | None = None
    store: UUID | None = None
    source: UUID | None = None


class _Row(Struct, frozen=True):
    sku: UUID
    code: str
    name: str
    store_id: UUID
    free: int
    coming: int
    least: int
    fill: int
    wanted: int
    source: UUID | None
    spare: int


_FREE = """
  select coalesce(sum(b.posted - b.held), 0)::int8 as free from ledger.account a
  join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
  where a.tenant_id = l.tenant_id and a.kind = 'stock' and a.owner = l.sku_id
    and a.place = l.store_id
"""
_COMING = """
  select coalesce(sum(i.sent), 0)::int8 as coming from inventory.transfer t
  join inventory.transfer_line i on i.tenant_id = t.tenant_id and i.transfer_id = t.id
    and i.sku_id = l.sku_id
  where t.tenant_id = l.tenant_id and t.to_id = l.store_id and t.received_at is null
"""
_SOURCE = """
  select a.place as source, (b.posted - b.held - coalesce(k.least, 0))::int8 as spare
  from ledger.account a
  join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
  join tenants.store o on o.tenant_id = a.tenant_id and o.id = a.place
    and (o.closed_on is null or o.closed_on > $2)
  left join inventory.level k
    on k.tenant_id = a.tenant_id and k.sku_id = a.owner and k.store_id = a.place
  where a.tenant_id = l.tenant_id and a.kind = 'stock' and a.owner = l.sku_id
    and a.place <> l.store_id and ($5::uuid is null or a.place = $5)
    and b.posted - b.held > coalesce(k.least, 0)
  order by o.kind = 'warehouse' desc, spare desc, a.place limit 1
"""
_FOUND = f"""
from inventory.level l
join catalog.sku s on s.tenant_id = l.tenant_id and s.id = l.sku_id and s.withdrawn_at is null
join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
cross join lateral ({_FREE}) f cross join lateral ({_COMING}) c
left join lateral ({_SOURCE}) v on true
where l.tenant_id = $1 and ($3::uuid[] is null or l.store_id = any($3))
  and ($4::uuid is null or l.store_id = $4) and ($5::uuid is null or v.source is not null)
  and f.free + c.coming < l.least
"""
# What lacks most of what it should have comes first.
_LIST = Query(
    _Row,
    f"""
    select s.id as sku, s.code,
           p.name || case when s.name = '' then '' else ' ' || s.name end as name,
           l.store_id, f.free, c.coming, l.least, l.fill, l.fill - f.free - c.coming as wanted,
           v.source, coalesce(v.spare, 0)::int8 as spare
    {_FOUND}
    order by (f.free + c.coming)::float8 / l.least, p.code, s.code, l.store_id
    limit $6 offset $7
    """,
)
_COUNT = Scalar(f"select count(*) from (select 1 {_FOUND} limit 10001) n")


async def list_refills(
    work: Work, which: WhichRefills, *, limit: int, offset: int = 0
) -> tuple[list[Refill], int]:
    """The emptiest first, and a capped count."""
    today = (await tenants.get_tenant(work)).date_of(work.now)
    stores = None if which.stores is None else list(which.stores)
    wanted = (work.tenant, today, stores, which.store, which.source)
    rows = await _LIST.all(work, *wanted, limit, offset)
    refs = await gather_refs(work, stores=[id_ for r in rows for id_ in (r.store_id, r.source)])
    found = [
        Refill(
            sku=row.sku,
            code=row.code,
            name=row.name,
            store=place,
            free=row.free,
            coming=row.coming,
            least=row.least,
            fill=row.fill,
            wanted=row.wanted,
            source=refs.store(row.source),
            spare=row.spare,
        )
        for row in rows
        if (place := refs.store(row.store_id)) is not None
    ]
    return found, await _COUNT.get(work, *wanted)
