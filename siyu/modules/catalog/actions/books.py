"""Price books: each definition is a frozen version, and the newest that has begun is in force."""

from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Scalar, Work
from siyu.kernel.errors import Refusal
from siyu.modules.catalog import rules
from siyu.modules.catalog.errors import (
    BookCodeTaken,
    PricedTwice,
    PriceRises,
    UnknownSku,
)
from siyu.modules.catalog.facts import BookClosed, BookDefined
from siyu.modules.catalog.queries import books as queries
from siyu.modules.catalog.queries import goods
from siyu.modules.catalog.values import BookTerms, PriceBook


class _Defined(msgspec.Struct, frozen=True):
    id: UUID
    version: int


# Of two who define one code at once, the later makes the next version.
_DEFINE = Query(
    _Defined,
    """
    insert into catalog.price_book as b (tenant_id, id, code, version) values ($1, $2, $3, 1)
    on conflict (tenant_id, id) do update set version = b.version + 1
    returning id, version
    """,
)
_VERSION = Command(
    """
    insert into catalog.price_book_version
      (tenant_id, book_id, version, name, stores, tiers, valid_from, valid_until, at, by)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    """
)
# A price that the version before it said as well, to the same people, holds since then.
_PRICES = Command(
    """
    insert into catalog.book_price
      (tenant_id, book_id, version, sku_id, from_quantity, unit_minor, since)
    select $1, $2, $3, n.sku_id, n.from_quantity, n.unit_minor,
      coalesce(least(o.since, v.valid_from), v.valid_from)
    from unnest($4::uuid[], $5::int4[], $6::int8[]) as n (sku_id, from_quantity, unit_minor)
    join catalog.price_book_version v on v.tenant_id = $1 and v.book_id = $2 and v.version = $3
    left join catalog.price_book_version w on w.tenant_id = $1 and w.book_id = $2
      and w.version = $3 - 1 and w.stores is not distinct from v.stores
      and w.tiers is not distinct from v.tiers
      and (w.valid_until is null or w.valid_until >= v.valid_from)
    left join catalog.book_price o on o.tenant_id = $1 and o.book_id = $2 and o.version = w.version
      and o.sku_id = n.sku_id and o.from_quantity = n.from_quantity and o.unit_minor = n.unit_minor
    """
)
_CLOSE = Command(
    """
    update catalog.price_book set closed_at = $3
    where tenant_id = $1 and id = $2 and closed_at is null
    """
)
_THERE = Scalar("select id from catalog.sku where tenant_id = $1 and id = any($2::uuid[])")


async def define_book(work: Work, code: str, terms: BookTerms, *, new: bool = False) -> PriceBook:
    """A new book, or the next version of the one that has this code; `new`: only if none has.

    What begins in the past begins now: nobody pays other prices afterwards.
    """
    began: datetime = max(terms.valid_from, work.now)
    terms = msgspec.structs.replace(terms, valid_from=began)
    await _must_be_sound(work, terms)
    made = await _DEFINE.one(work, work.tenant, rules.book_id(code), code)
    if new and made.version > 1:
        raise BookCodeTaken(taken=code)
    stores, tiers = (None if some is None else sorted(some) for some in (terms.stores, terms.tiers))
    until, by = terms.valid_until, str(work.actor)
    whom = (terms.name, stores, tiers, began, until, work.now, by)
    await _VERSION.run(work, work.tenant, made.id, made.version, *whom)
    rows = [(one.sku, one.from_quantity, one.unit_minor) for one in terms.prices]
    columns = [[row[i] for row in rows] for i in range(3)]
    await _PRICES.run(work, work.tenant, made.id, made.version, *columns)
    skus = len({one.sku for one in terms.prices})
    work.tell(BookDefined(book=made.id, code=code, version=made.version, skus=skus))
    said = {"code": code, "version": made.version, "skus": skus}
    work.audit("catalog.define_book", "price_book", made.id, after=said)
    return await queries.get_book(work, made.id)


async def close_book(work: Work, book: UUID) -> PriceBook:
    """It prices nothing from now on; twice is once."""
    known = await queries.get_book(work, book)
    if await _CLOSE.run(work, work.tenant, book, work.now):
        work.tell(BookClosed(book=book))
        work.audit("catalog.close_book", "price_book", book, after={"code": known.code})
    return await queries.get_book(work, book)


async def _must_be_sound(work: Work, terms: BookTerms) -> None:
    wanted = {one.sku for one in terms.prices}
    there = set(await _THERE.column(work, work.tenant, list(wanted)))
    if unknown := wanted - there:
        raise UnknownSku(unknown=min(unknown))
    refused = rules.book_refusal(terms)
    if refused is not None:
        raise await _by_code(work, refused)


async def _by_code(work: Work, refused: Refusal) -> Refusal:
    """The rules know ids; people know codes."""
    if not isinstance(refused, PricedTwice | PriceRises):
        return refused
    sku, quantity = refused.slots["sku"], refused.slots["quantity"]
    assert isinstance(sku, UUID)
    refs = await goods.sku_refs(work, [sku])
    return type(refused)(sku=refs[sku].code, quantity=quantity)
