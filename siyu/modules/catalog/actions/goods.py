"""Goods: list, reprice, picture; batch-first where imports use them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from siyu.kernel.db import Command, Query, Scalar, Work
from siyu.kernel.errors import NotFound
from siyu.modules.catalog import matrix
from siyu.modules.catalog.actions.words import keep_words
from siyu.modules.catalog.errors import (
    BadSchedule,
    BadVoucher,
    BarcodeTaken,
    CodeTaken,
    UnknownCategory,
)
from siyu.modules.catalog.facts import PriceChanged, ProductListed, SkuChanged
from siyu.modules.catalog.queries import goods as queries
from siyu.modules.catalog.values import (
    NewCategory,
    NewProduct,
    NewSku,
    Sku,
    SkuChange,
    VoucherTerms,
)


class _Code(msgspec.Struct, frozen=True):
    code: str


_ADD_PRODUCTS = Query(
    _Code,
    """
    insert into catalog.product (tenant_id, id, code, name, category_id, description, listed_at,
      options, listed_from, listed_until)
    select $1, p.id, p.code, p.name, p.category_id, p.description, $2, p.options::jsonb,
           p.listed_from, p.listed_until
    from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[],
                $9::timestamptz[], $10::timestamptz[])
      as p (id, code, name, category_id, description, options, listed_from, listed_until)
    on conflict (tenant_id, code) do nothing returning code
    """,
)
_ADD_SKUS = Query(
    _Code,
    """
    insert into catalog.sku
      (tenant_id, id, product_id, code, name, price_minor, barcode, made_at, price_since, voucher,
       choice)
    select $1, s.id, s.product_id, s.code, s.name, s.price_minor, s.barcode, $2, $2,
           s.voucher::jsonb, array(select jsonb_array_elements_text(s.choice::jsonb))
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::int8[], $8::text[], $9::text[],
                $10::text[])
      as s (id, product_id, code, name, price_minor, barcode, voucher, choice)
    on conflict do nothing returning code
    """,
)
_CODES = Scalar("select code from catalog.sku where tenant_id = $1 and code = any($2::text[])")
_ADD_CATEGORY = Command(
    """
    insert into catalog.category (tenant_id, id, parent_id, code, name, place, made_at)
    values ($1, $2, $3, $4, $5, $6, $7)
    """
)
_CHANGE = Command(
    """
    update catalog.product set name = $3, category_id = $4, description = $5
    where tenant_id = $1 and id = $2
    """
)
_PRICE = Command(
    """
    update catalog.sku set price_minor = $3, price_since = $4 where tenant_id = $1 and id = $2
    """
)
# Two prices of one instant are one: the later.
_KEEP_PRICES = Command(
    """
    insert into catalog.list_price (tenant_id, sku_id, since, price_minor, by)
    select $1, p.sku_id, $2, p.price_minor, $3 from unnest($4::uuid[], $5::int8[])
      as p (sku_id, price_minor)
    on conflict (tenant_id, sku_id, since) do update
      set price_minor = excluded.price_minor, by = excluded.by
    """
)
_SKU = Command(
    """
    update catalog.sku set name = $3, barcode = $4, voucher = $5::jsonb
    where tenant_id = $1 and id = $2
    """
)


async def list_new(work: Work, products: Sequence[NewProduct]) -> list[UUID]:
    """List products with their SKUs; CodeTaken or BarcodeTaken names the first that is in use."""
    for product in products:
        refused = matrix.refusal(product.options, product.skus)
        if refused is not None:
            raise refused
        must_end_later(product.listed_from, product.listed_until)
    ids = [work.new_id() for _ in products]
    rows = [
        (i, p.code, p.name, p.category_id, p.description, _json(p.options), p.listed_from,
         p.listed_until)
        for i, p in zip(ids, products, strict=True)
    ]  # fmt: skip
    added = await _ADD_PRODUCTS.all(work, work.tenant, work.now, *_columns(rows, 8))
    _must_all_be_new([p.code for p in products], added)
    every = [(i, sku) for i, p in zip(ids, products, strict=True) for sku in p.skus]
    skus = await add_skus(work, every)
    for product_id, product in zip(ids, products, strict=True):
        its = [id_ for id_, (of, _) in zip(skus, every, strict=True) if of == product_id]
        _tell_listed(work, product_id, product, its)
    await keep_words(work, ids)
    return ids


async def add_skus(work: Work, skus: Sequence[tuple[UUID, NewSku]]) -> list[UUID]:
    """New SKUs of these products, at their list prices."""
    rows = [
        (work.new_id(), product, s.code, matrix.name_of(s), s.price_minor, s.barcode,
         _said(s.voucher), _json(s.choice))
        for product, s in skus
    ]  # fmt: skip
    added = await _ADD_SKUS.all(work, work.tenant, work.now, *_columns(rows, 8))
    await _skus_must_be_new(work, [(s.code, s.barcode) for _, s in skus], added)
    ids = [row[0] for row in rows]
    await keep_prices(work, ids, [s.price_minor for _, s in skus])
    return ids


async def add_categories(work: Work, categories: Sequence[NewCategory]) -> dict[str, UUID]:
    """Open categories, parents before children; ids by code, those already open included."""
    known = {c.code: c.id for c in await queries.list_categories(work)}
    for new in categories:
        if new.code in known:
            raise CodeTaken(taken=new.code)
        if new.parent_code is not None and new.parent_code not in known:
            raise UnknownCategory(unknown=new.parent_code)
        parent = known[new.parent_code] if new.parent_code else None
        known[new.code] = work.new_id()
        row = (known[new.code], parent, new.code, new.name, len(known), work.now)
        await _ADD_CATEGORY.run(work, work.tenant, *row)
        work.audit("catalog.add_category", "category", known[new.code], after={"code": new.code})
    return known


async def change(
    work: Work, product_id: UUID, *, name: str, category_id: UUID | None, description: str
) -> None:
    """Change what a product is called and where it stands; NotFound if there is none."""
    before, _ = await queries.get_product(work, product_id)
    await _CHANGE.run(work, work.tenant, product_id, name, category_id, description)
    work.audit(
        "catalog.change",
        "product",
        product_id,
        before={"name": before.name, "category": before.category_id},
        after={"name": name, "category": category_id},
    )
    await keep_words(work, [product_id])


async def reprice(work: Work, sku_id: UUID, price_minor: int, *, of: UUID | None = None) -> Sku:
    """Set the list price of a SKU (of that product); the same price again is no change."""
    before = await queries.get_sku(work, sku_id)
    if of is not None and before.product_id != of:
        raise NotFound
    if before.price_minor != price_minor:
        await _PRICE.run(work, work.tenant, sku_id, price_minor, work.now)
        await keep_prices(work, [sku_id], [price_minor])
        work.tell(
            PriceChanged(sku=sku_id, before_minor=before.price_minor, after_minor=price_minor)
        )
        work.audit(
            "catalog.reprice",
            "sku",
            sku_id,
            before={"price_minor": before.price_minor},
            after={"price_minor": price_minor},
        )
    return msgspec.structs.replace(before, price_minor=price_minor)


async def change_sku(work: Work, sku_id: UUID, change: SkuChange) -> Sku:
    """Name and barcode of a SKU; BarcodeTaken, and what changes nothing leaves no trace."""
    before = await queries.get_sku(work, sku_id)
    set_ = {k: v for k, v in msgspec.structs.asdict(change).items() if v is not msgspec.UNSET}
    changed = {k: v for k, v in set_.items() if getattr(before, k) != v}
    if not changed:
        return before
    after = msgspec.structs.replace(before, **changed)
    try:
        said = (after.name, after.barcode, _said(after.voucher))
        await _SKU.run(work, work.tenant, sku_id, *said)
    except asyncpg.UniqueViolationError as twin:
        raise BarcodeTaken(taken=after.barcode) from twin
    work.tell(SkuChanged(sku=sku_id, fields=sorted(changed)))
    was = {field: getattr(before, field) for field in changed}
    was, now = msgspec.to_builtins(was), msgspec.to_builtins(changed)
    work.audit("catalog.change_sku", "sku", sku_id, before=was, after=now)
    await keep_words(work, [after.product_id])
    return after


def _said(voucher: VoucherTerms | None) -> str | None:
    """As it is kept; BadVoucher unless one can tell when it ends."""
    if voucher is None:
        return None
    if (voucher.days is None) == (voucher.until is None) or voucher.uses < 1:
        raise BadVoucher
    return msgspec.json.encode(voucher).decode()


async def keep_prices(work: Work, skus: list[UUID], prices: list[int]) -> None:
    """What a list price was, since when and by whom: the history of it."""
    await _KEEP_PRICES.run(work, work.tenant, work.now, str(work.actor), skus, prices)


def must_end_later(listed_from: datetime | None, listed_until: datetime | None) -> None:
    if listed_from is not None and listed_until is not None and listed_until <= listed_from:
        raise BadSchedule


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _tell_listed(work: Work, product_id: UUID, product: NewProduct, skus: list[UUID]) -> None:
    work.tell(ProductListed(product=product_id, category=product.category_id, skus=skus))
    work.audit("catalog.list", "product", product_id, after={"code": product.code})


def _must_all_be_new(codes: Sequence[str], added: Iterable[_Code]) -> None:
    new = [row.code for row in added]
    for code in codes:
        if code not in new:
            raise CodeTaken(taken=code)
        new.remove(code)


async def _skus_must_be_new(
    work: Work, skus: Sequence[tuple[str, str | None]], added: Iterable[_Code]
) -> None:
    """Of those that were not added, one with a new code has another SKU's barcode."""
    new = [row.code for row in added]
    beaten = [(code, barcode) for code, barcode in skus if code not in new]
    twice = [code for code, count in Counter(code for code, _ in skus).items() if count > 1]
    known = {*twice, *await _CODES.column(work, work.tenant, [code for code, _ in beaten])}
    for code, barcode in [*((code, None) for code in twice), *beaten]:
        raise CodeTaken(taken=code) if code in known else BarcodeTaken(taken=barcode)


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [[row[i] for row in rows] for i in range(width)]
