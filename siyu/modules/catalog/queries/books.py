"""Price books and their versions."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.catalog.values import NewPrice, PriceBook


class BookRow(msgspec.Struct, frozen=True, kw_only=True):
    """A price of a book, with the list price of the SKU as it is now."""

    sku: UUID
    from_quantity: int
    unit_minor: int
    list_minor: int

    def again(self) -> NewPrice:
        return NewPrice(sku=self.sku, from_quantity=self.from_quantity, unit_minor=self.unit_minor)


_BOOK = """
select b.id, b.code, v.version, v.name, v.stores, v.tiers, v.valid_from, v.valid_until,
       v.at as defined_at, v.by as defined_by, b.closed_at,
       (select count(distinct p.sku_id) from catalog.book_price p where p.tenant_id = v.tenant_id
        and p.book_id = v.book_id and p.version = v.version)::int4 as skus
from catalog.price_book b join catalog.price_book_version v
  on v.tenant_id = b.tenant_id and v.book_id = b.id
"""
_NEWEST = f"{_BOOK} and v.version = b.version where b.tenant_id = $1"
_SAID = "($2 = '' or b.code = $2 or strpos(lower(v.name), lower($2)) > 0)"

_GET = Query(PriceBook, f"{_NEWEST} and b.id = $2")
_LIST = Query(PriceBook, f"{_NEWEST} and {_SAID} order by v.at desc, b.id limit $3 offset $4")
_COUNT = Scalar(
    f"""
    select count(*) from catalog.price_book b join catalog.price_book_version v
      on v.tenant_id = b.tenant_id and v.book_id = b.id and v.version = b.version
    where b.tenant_id = $1 and {_SAID}
    """
)
_VERSIONS = Query(
    PriceBook, f"{_BOOK} where b.tenant_id = $1 and b.id = $2 order by v.version desc limit 100"
)
_ROWS = Query(
    BookRow,
    """
    select p.sku_id as sku, p.from_quantity, p.unit_minor, s.price_minor as list_minor
    from catalog.book_price p join catalog.sku s on s.tenant_id = p.tenant_id and s.id = p.sku_id
    where p.tenant_id = $1 and p.book_id = $2 and p.version = $3
    order by s.code, p.from_quantity
    """,
)

_TIERS = Scalar(
    """
    select distinct unnest(v.tiers)
    from catalog.price_book b join catalog.price_book_version v
      on v.tenant_id = b.tenant_id and v.book_id = b.id and v.version = b.version
    where b.tenant_id = $1 and b.closed_at is null and v.tiers is not null
      and (v.valid_until is null or v.valid_until > $2)
    """
)


async def tiers_named(work: Work) -> set[UUID]:
    """Whom open books are for, those that begin later among them."""
    return set(await _TIERS.column(work, work.tenant, work.now))


async def list_books(
    work: Work, *, text: str = "", limit: int, offset: int = 0
) -> tuple[list[PriceBook], int]:
    """Newest versions, the latest first, by code or a piece of the name; and a count."""
    said = text.strip()
    rows = await _LIST.all(work, work.tenant, said, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, said)


async def get_book(work: Work, book: UUID) -> PriceBook:
    return await _GET.one(work, work.tenant, book)


async def book_versions(work: Work, book: UUID) -> Sequence[PriceBook]:
    """What a book ever said, the newest first."""
    return await _VERSIONS.all(work, work.tenant, book)


async def book_rows(work: Work, book: UUID, version: int) -> list[BookRow]:
    """The prices of a version, by code of the SKU and then by quantity."""
    return await _ROWS.all(work, work.tenant, book, version)
