"""Categories, products and SKUs, and what a SKU costs."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.catalog import seeking
from siyu.modules.catalog.values import Category, Offer, Product, Sku, SkuRef, State


class _Path(msgspec.Struct, frozen=True):
    product_id: UUID
    categories: list[UUID]


class _CodeId(msgspec.Struct, frozen=True):
    code: str
    id: UUID


_PRODUCT = """
select p.id, p.code, p.name, p.category_id, c.name as category, p.picture, p.pictures,
       p.description, p.options, p.listed_from, p.listed_until,
       case when p.listed_from > $2 then 'coming' when p.listed_until <= $2 then 'ended'
            else 'listed' end as state,
       coalesce(s.skus, 0)::int4 as skus, coalesce(s.low, 0) as price_from_minor,
       coalesce(s.high, 0) as price_to_minor
from catalog.product p
left join catalog.category c on c.tenant_id = p.tenant_id and c.id = p.category_id
left join lateral (
  select count(*) as skus, min(price_minor) as low, max(price_minor) as high
  from catalog.sku k where k.tenant_id = p.tenant_id and k.product_id = p.id
    and k.withdrawn_at is null) s on true
"""
_IN_TREE = """
with recursive below (id) as (
  select id from catalog.category where tenant_id = $1 and id = $3
  union all
  select c.id from catalog.category c join below b on c.parent_id = b.id where c.tenant_id = $1)
"""
_WANTED = """
where p.tenant_id = $1
  and ($3::uuid is null or p.category_id in (select id from below))
  and ($4::text is null or $4 = case when p.listed_from > $2 then 'coming'
       when p.listed_until <= $2 then 'ended' else 'listed' end)
"""
_FOUND = f"{_WANTED} and p.id in (select catalog.search_products($5, $6, $7))"

_LIST = Query(
    Product, f"{_IN_TREE} {_PRODUCT} {_WANTED} order by p.listed_at desc, p.id limit $5 offset $6"
)
_COUNT = Scalar(
    f"{_IN_TREE} select count(*) from (select 1 from catalog.product p {_WANTED} limit 10001) n"
)
# Whose code it is, then whose name begins with it, has it, has each of its words, or says it
# elsewhere; of these, what was sold on more days in more stores of late.
_SEARCH = Query(
    Product,
    f"""
    {_IN_TREE} {_PRODUCT} {_FOUND}
    order by
      case when $8::text = any(string_to_array(p.words, E'\\n'))
             and strpos(p.words, $8) > 1 then 0
           when starts_with(p.words, $8) then 1
           when strpos(split_part(p.words, E'\\n', 1), $8) > 0 then 2
           when not exists (select from unnest($9::text[]) as term
             where strpos(split_part(p.words, E'\\n', 1), term) = 0) then 3
           when strpos(p.words, $8) > 0 then 4 else 5 end,
      (select count(*) from catalog.sku k
       join catalog.deal d on d.tenant_id = k.tenant_id and d.sku_id = k.id
       where k.tenant_id = p.tenant_id and k.product_id = p.id
         and d.day > ($2::timestamptz - interval '30 days')::date) desc,
      p.listed_at desc, p.id
    limit $10 offset $11
    """,
)
_COUNT_FOUND = Scalar(
    f"{_IN_TREE} select count(*) from (select 1 from catalog.product p {_FOUND} limit 10001) n"
)
_GET = Query(Product, f"{_PRODUCT} where p.tenant_id = $1 and p.id = $3")
_SKUS = Query(
    Sku,
    """
    select k.id, k.product_id, k.code, k.name, k.price_minor, k.barcode, k.voucher, k.choice,
           k.withdrawn_at
    from catalog.sku k join catalog.product p on p.tenant_id = k.tenant_id and p.id = k.product_id
    where k.tenant_id = $1 and k.product_id = $2
    order by array(
      select array_position(array(select jsonb_array_elements_text(o.option -> 'values')), c.value)
      from unnest(k.choice) with ordinality c (value, n)
      join jsonb_array_elements(p.options) with ordinality o (option, n) on o.n = c.n
      order by c.n), k.price_minor, k.code
    """,
)
_BY_CODE = Query(Product, f"{_PRODUCT} where p.tenant_id = $1 and p.code = any($3::text[])")
_AFTER = Query(
    Product, f"{_PRODUCT} where p.tenant_id = $1 and p.code > $3 order by p.code limit $4"
)
_SKUS_OF = Query(
    Sku,
    """
    select id, product_id, code, name, price_minor, barcode, voucher, choice, withdrawn_at
    from catalog.sku where tenant_id = $1 and product_id = any($2::uuid[])
    order by product_id, made_at, code
    """,
)
_SKU = Query(
    Sku,
    """
    select id, product_id, code, name, price_minor, barcode, voucher, choice, withdrawn_at
    from catalog.sku where tenant_id = $1 and id = $2
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
           s.price_since, coalesce(b.prices, '[]') as prices, s.voucher,
           s.withdrawn_at is not null as withdrawn
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
"""
_SOLD = """
      and s.withdrawn_at is null
      and (p.listed_from is null or p.listed_from <= $3)
      and (p.listed_until is null or p.listed_until > $3)
      and (s.voucher ->> 'until' is null or (s.voucher ->> 'until')::timestamptz > $3)
"""
_OFFERS = Query(Offer, f"{_OFFER} {_SOLD} and s.id = any($2::uuid[])")
_PRICED = Query(Offer, f"{_OFFER} and s.product_id = any($2::uuid[])")
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
    work: Work,
    *,
    text: str = "",
    category: UUID | None = None,
    state: State | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[list[Product], int]:
    """Products in the category or below it, the latest first; and a count.

    Of a text those that say it anywhere (seeking.py), what it fits best first.
    """
    wanted = (work.tenant, work.now, category, state)
    said = seeking.sought(text)
    if said is None:
        rows = await _LIST.all(work, *wanted, limit, offset)
        return rows, await _COUNT.get(work, *wanted)
    found = (*wanted, said.pieces, said.lefts, said.rights)
    rows = await _SEARCH.all(work, *found, said.text, said.terms, limit, offset)
    return rows, await _COUNT_FOUND.get(work, *found)


async def get_product(work: Work, product: UUID) -> tuple[Product, list[Sku]]:
    """With every SKU there ever was, as the options have them."""
    found = await _GET.one(work, work.tenant, work.now, product)
    return found, await _SKUS.all(work, work.tenant, product)


Known = tuple[Product, list[Sku]]


async def products_by_code(work: Work, codes: Sequence[str]) -> dict[str, Known]:
    """Products with every SKU there ever was, by their codes; others are left out."""
    found = await _BY_CODE.all(work, work.tenant, work.now, list(codes))
    return {one[0].code: one for one in await _with_skus(work, found)}


async def products_after(work: Work, code: str, *, limit: int) -> list[Known]:
    """The next so many by their codes, after this one."""
    return await _with_skus(work, await _AFTER.all(work, work.tenant, work.now, code, limit))


async def _with_skus(work: Work, products: Sequence[Product]) -> list[Known]:
    rows = await _SKUS_OF.all(work, work.tenant, [one.id for one in products])
    skus: dict[UUID, list[Sku]] = {}
    for row in rows:
        skus.setdefault(row.product_id, []).append(row)
    return [(one, skus.get(one.id, [])) for one in products]


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
    """These with every price that is in force now, by SKU; what can't be ordered is left out.

    That is what is not there, was withdrawn, or is outside of its product's schedule.

    Whose price it is, `rules.unit_price` says: one read serves many buyers in many stores.
    """
    rows = await _OFFERS.all(work, work.tenant, list(set(skus)), work.now)
    return {row.id: row for row in rows}


async def offers_of(work: Work, products: Iterable[UUID]) -> list[Offer]:
    """Every SKU of these products with its prices, also where nobody can order it now."""
    return await _PRICED.all(work, work.tenant, list(set(products)), work.now)


async def category_paths(work: Work, products: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The categories each product stands in, its own first and the root last."""
    asked = list(set(products))
    rows = await _PATHS.all(work, work.tenant, asked) if asked else []
    return {row.product_id: tuple(row.categories) for row in rows}


async def list_categories(work: Work) -> list[Category]:
    """All categories, a parent's children in their order; the tree is the caller's to build."""
    return await _CATEGORIES.all(work, work.tenant)
