"""Categories, products and SKUs, and what a SKU costs."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.catalog.values import Category, Offer, Product, Sku, SkuRef


class _Path(msgspec.Struct, frozen=True):
    product_id: UUID
    categories: list[UUID]


class _CodeId(msgspec.Struct, frozen=True):
    code: str
    id: UUID


_PRODUCT = """
select p.id, p.code, p.name, p.category_id, c.name as category, p.picture, p.description,
       coalesce(s.skus, 0)::int4 as skus, coalesce(s.low, 0) as price_from_minor,
       coalesce(s.high, 0) as price_to_minor
from catalog.product p
left join catalog.category c on c.tenant_id = p.tenant_id and c.id = p.category_id
left join lateral (
  select count(*) as skus, min(price_minor) as low, max(price_minor) as high
  from catalog.sku k where k.tenant_id = p.tenant_id and k.product_id = p.id) s on true
"""
_IN_TREE = """
with recursive below (id) as (
  select id from catalog.category where tenant_id = $1 and id = $3
  union all
  select c.id from catalog.category c join below b on c.parent_id = b.id where c.tenant_id = $1)
"""
_WANTED = """
where p.tenant_id = $1
  and ($2 = '' or p.id in (select catalog.find_products($2)))
  and ($3::uuid is null or p.category_id in (select id from below))
"""

_LIST = Query(
    Product, f"{_IN_TREE} {_PRODUCT} {_WANTED} order by p.listed_at desc, p.id limit $4 offset $5"
)
_COUNT = Scalar(
    f"{_IN_TREE} select count(*) from (select 1 from catalog.product p {_WANTED} limit 10001) n"
)
_GET = Query(Product, f"{_PRODUCT} where p.tenant_id = $1 and p.id = $2")
_SKUS = Query(
    Sku,
    """
    select id, product_id, code, name, price_minor, barcode, voucher from catalog.sku
    where tenant_id = $1 and product_id = $2 order by price_minor, code
    """,
)
_SKU = Query(
    Sku,
    """
    select id, product_id, code, name, price_minor, barcode, voucher from catalog.sku
    where tenant_id = $1 and id = $2
    """,
)


class _Named(msgspec.Struct, frozen=True):
    id: UUID
    name: str


_CODES = Query(
    _CodeId,
    """
    select code, id from catalog.sku where tenant_id = $1 and code = any($2)
    union all
    select barcode, id from catalog.sku where tenant_id = $1 and barcode = any($2)
    """,
)
_REFS = Query(
    SkuRef,
    """
    select s.id, s.code, p.name || case when s.name = '' then '' else ' ' || s.name end as name
    from catalog.sku s
    join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
    where s.tenant_id = $1 and s.id = any($2)
    """,
)
_NAMES = Query(
    _Named, "select id, name from catalog.product where tenant_id = $1 and id = any($2::uuid[])"
)
_OFFER = """
    select s.id, s.product_id, p.name, s.name as sku_name, p.picture, s.price_minor,
           s.price_since, coalesce(b.prices, '[]') as prices, s.voucher
    from catalog.sku s
    join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
    left join lateral (
      select jsonb_agg(jsonb_build_object(
        'book', r.book_id, 'code', k.code, 'version', r.version, 'stores', v.stores,
        'tiers', v.tiers, 'valid_from', v.valid_from, 'from_quantity', r.from_quantity,
        'unit_minor', r.unit_minor, 'since', r.since)) as prices
      from catalog.book_price r
      join catalog.price_book k on k.tenant_id = r.tenant_id and k.id = r.book_id
      join catalog.price_book_version v on v.tenant_id = r.tenant_id and v.book_id = r.book_id
        and v.version = r.version
      where r.tenant_id = s.tenant_id and r.sku_id = s.id
        and (k.closed_at is null or k.closed_at > $3)
        and (v.valid_until is null or v.valid_until > $3)
        and r.version = (select max(n.version) from catalog.price_book_version n
          where n.tenant_id = r.tenant_id and n.book_id = r.book_id and n.valid_from <= $3)
    ) b on true
    where s.tenant_id = $1
      and (s.voucher ->> 'until' is null or (s.voucher ->> 'until')::timestamptz > $3)
"""
_OFFERS = Query(Offer, f"{_OFFER} and s.id = any($2::uuid[])")
_OFFERS_OF = Query(Offer, f"{_OFFER} and s.product_id = any($2::uuid[])")
_THERE = Scalar("select id from catalog.product where tenant_id = $1 and id = any($2::uuid[])")
_CATEGORIES = Query(
    Category,
    """
    select c.id, c.parent_id, c.code, c.name, count(p.id)::int4 as products
    from catalog.category c
    left join catalog.product p on p.tenant_id = c.tenant_id and p.category_id = c.id
    where c.tenant_id = $1 group by c.tenant_id, c.id order by c.place, c.code
    """,
)

# From each product's own category up to the root.
_PATHS = Query(
    _Path,
    """
    with recursive up (product_id, id, parent_id, depth) as (
      select p.id, c.id, c.parent_id, 0
      from catalog.product p
      join catalog.category c on c.tenant_id = p.tenant_id and c.id = p.category_id
      where p.tenant_id = $1 and p.id = any($2::uuid[])
      union all
      select u.product_id, c.id, c.parent_id, u.depth + 1
      from up u join catalog.category c on c.tenant_id = $1 and c.id = u.parent_id
      where u.depth < 32
    )
    select product_id, array_agg(id order by depth) as categories from up group by product_id
    """,
)


async def list_products(
    work: Work, *, text: str = "", category: UUID | None = None, limit: int, offset: int = 0
) -> tuple[list[Product], int]:
    """Products whose code or name contains the text, in the category or below it; and a count."""
    wanted = (work.tenant, text.strip(), category)
    rows = await _LIST.all(work, *wanted, limit, offset)
    return rows, await _COUNT.get(work, *wanted)


async def get_product(work: Work, product: UUID) -> tuple[Product, list[Sku]]:
    found = await _GET.one(work, work.tenant, product)
    return found, await _SKUS.all(work, work.tenant, product)


async def find_products(work: Work, products: Iterable[UUID]) -> set[UUID]:
    """Those of them that there are."""
    wanted = list(set(products))
    return set(await _THERE.column(work, work.tenant, wanted)) if wanted else set()


async def get_sku(work: Work, sku: UUID) -> Sku:
    return await _SKU.one(work, work.tenant, sku)


async def find_skus_by_code(work: Work, codes: Sequence[str]) -> dict[str, UUID]:
    """SKU ids by code or barcode; codes nobody has are left out. A code wins over a barcode."""
    rows = await _CODES.all(work, work.tenant, list(codes))
    return {row.code: row.id for row in reversed(rows)}


async def sku_refs(work: Work, skus: Sequence[UUID]) -> dict[UUID, SkuRef]:
    return {r.id: r for r in await _REFS.all(work, work.tenant, list(set(skus)))}


async def product_names(work: Work, products: Sequence[UUID]) -> dict[UUID, str]:
    """Names by product; those that are not there are left out."""
    return {row.id: row.name for row in await _NAMES.all(work, work.tenant, list(set(products)))}


async def offers(work: Work, skus: Iterable[UUID]) -> dict[UUID, Offer]:
    """These with every price that is in force now, by SKU; those that are not there are left out.

    Whose price it is, `rules.unit_price` says: one read serves many buyers in many stores.
    """
    rows = await _OFFERS.all(work, work.tenant, list(set(skus)), work.now)
    return {row.id: row for row in rows}


async def offers_of(work: Work, products: Iterable[UUID]) -> list[Offer]:
    """The same of every SKU of these products."""
    return await _OFFERS_OF.all(work, work.tenant, list(set(products)), work.now)


async def category_paths(work: Work, products: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The categories each product stands in, its own first and the root last."""
    asked = list(set(products))
    rows = await _PATHS.all(work, work.tenant, asked) if asked else []
    return {row.product_id: tuple(row.categories) for row in rows}


async def list_categories(work: Work) -> list[Category]:
    """All categories, a parent's children in their order; the tree is the caller's to build."""
    return await _CATEGORIES.all(work, work.tenant)
