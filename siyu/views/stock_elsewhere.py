"""What a guide asks while somebody waits: is it here, and if not, where is it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules import catalog, tenants


class NearStock(Struct, frozen=True, kw_only=True):
    """A SKU with what can be sold of it: in the asker's stores, and in how many others how much."""

    sku: UUID
    product: UUID
    code: str
    name: str
    picture: str | None
    price_minor: int
    here: int
    elsewhere: int
    places: int


class PlaceStock(Struct, frozen=True, kw_only=True):
    """What a place has to sell or to send of a SKU; `mine`: it is the asker's."""

    id: UUID
    name: str
    kind: tenants.StoreKind
    city: str
    address: str
    free: int
    mine: bool


_FOUND = """
from catalog.sku s
join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
where s.tenant_id = $1 and s.withdrawn_at is null
  and s.product_id in (select catalog.search_products($2, $3, $4))
  and (s.barcode = $5 or s.code = $5 or not exists (
    select from catalog.sku o where o.tenant_id = s.tenant_id and o.product_id = s.product_id
      and (o.barcode = $5 or o.code = $5)))
"""
_LIST = Query(
    NearStock,
    f"""
    select f.sku, f.product, f.code, f.name, f.picture, f.price_minor,
           coalesce(n.here, 0)::int8 as here, coalesce(n.elsewhere, 0)::int8 as elsewhere,
           coalesce(n.places, 0)::int4 as places
    from (
      select s.id as sku, p.id as product, s.code,
             p.name || case when s.name = '' then '' else ' ' || s.name end as name, p.picture,
             s.price_minor,
             row_number() over (order by starts_with(p.words, $6) desc, p.code, s.code) as turn
      {_FOUND} order by turn limit $9 offset $10
    ) f
    left join lateral (
      select sum(b.posted - b.held) filter (where a.place = any($7)) as here,
             sum(b.posted - b.held) filter (where a.place <> all($7)) as elsewhere,
             count(*) filter (where a.place <> all($7) and b.posted > b.held) as places
      from ledger.account a
      join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
      join tenants.store o on o.tenant_id = a.tenant_id and o.id = a.place
        and (o.closed_on is null or o.closed_on > $8)
      where a.tenant_id = $1 and a.kind = 'stock' and a.owner = f.sku
    ) n on true
    order by f.turn
    """,
)
_COUNT = Scalar(f"select count(*) from (select 1 {_FOUND} limit 10001) n")
_PLACES = Query(
    PlaceStock,
    """
    select o.id, o.name, o.kind, o.city, o.address, b.posted - b.held as free,
           o.id = any($3::uuid[]) as mine
    from ledger.account a
    join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
    join tenants.store o on o.tenant_id = a.tenant_id and o.id = a.place
      and (o.closed_on is null or o.closed_on > $4)
    where a.tenant_id = $1 and a.kind = 'stock' and a.owner = $2
      and (b.posted > b.held or o.id = any($3::uuid[]))
    order by mine desc, free desc, o.pinyin, o.id
    """,
)


async def seek(
    work: Work, text: str, mine: Sequence[UUID], *, limit: int, offset: int = 0
) -> tuple[list[NearStock], int]:
    """SKUs that say it, or whose code or barcode it is; nothing for nothing typed."""
    said = catalog.sought(text)
    if said is None:
        return [], 0
    typed = text.strip()
    wanted = (said.pieces, said.lefts, said.rights, typed)
    today = await _today(work)
    rows = await _LIST.all(work, work.tenant, *wanted, said.text, list(mine), today, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, *wanted)


async def places_of(work: Work, sku: UUID, mine: Sequence[UUID]) -> list[PlaceStock]:
    """Where there is some of it, the asker's own places first, also where nothing is left there."""
    return await _PLACES.all(work, work.tenant, sku, list(mine), await _today(work))


async def _today(work: Work) -> date:
    return (await tenants.get_tenant(work)).date_of(work.now)
