"""Lists and details of receipts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.tills.values import Kind, LinkedReceipt, Means, Receipt, ReceiptLine

_COUNTED = 10_001


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which receipts; None leaves a question open. Days are the merchant's, both included."""

    stores: Sequence[UUID] | None = None
    """The asker's scope; empty means none."""
    own: UUID | None = None
    """The asker's scope: only this guide's."""
    store: UUID | None = None
    guide: UUID | None = None
    customer: UUID | None = None
    receipt_no: str | None = None
    """The beginning of the number."""
    member: Literal["yes", "no"] | None = None
    kind: Kind | None = None
    first_on: date | None = None
    last_on: date | None = None


_WHERE = """
    where r.tenant_id = $1
      and ($2::uuid[] is null or r.store_id = any($2))
      and ($3::uuid is null or r.guide_id = $3)
      and ($4::uuid is null or r.store_id = $4)
      and ($5::uuid is null or r.guide_id = $5)
      and ($6::uuid is null or r.customer_id = $6)
      and ($7::text is null or r.receipt_no >= $7 and r.receipt_no < $7 || chr(1114111))
      and ($8::text is null or ($8 = 'yes') = (r.customer_id is not null))
      and ($9::text is null or r.kind = $9)
      and ($10::date is null or r.day >= $10)
      and ($11::date is null or r.day <= $11)
"""
_FIELDS = """
    select r.id, r.receipt_no, r.source, r.store_id, r.guide_id, r.till, r.at, r.customer_id,
           r.lines, r.amount_minor, r.returned_minor, r.discount_minor, r.kind
    from tills.receipt r
"""
_LIST = Query(Receipt, f"{_FIELDS} {_WHERE} order by r.at desc, r.id desc limit $12 offset $13")
_COUNT = Scalar(
    f"select count(*) from (select from tills.receipt r {_WHERE} limit {_COUNTED}) counted"
)
_GET = Query(Receipt, f"{_FIELDS} where r.tenant_id = $1 and r.id = $2")
_LINES = Query(
    ReceiptLine,
    """
    select line_no, sku_id, sku_text, quantity_milli, amount_minor, discount_minor, kind,
           returns_receipt_id, returns_line_no
    from tills.line where tenant_id = $1 and receipt_id = $2 order by line_no limit $3
    """,
)
_MEANS = Query(
    Means,
    """
    select kind, amount_minor from tills.means where tenant_id = $1 and receipt_id = $2
    order by amount_minor desc, kind
    """,
)
_RETURNED_BY = Query(
    LinkedReceipt,
    """
    select r.id, r.receipt_no, r.at, sum(l.amount_minor)::int8 as amount_minor
    from tills.line l join tills.receipt r on r.tenant_id = $1 and r.id = l.receipt_id
    where l.tenant_id = $1 and l.returns_receipt_id = $2
    group by r.id, r.receipt_no, r.at order by r.at, r.id
    """,
)
_RETURN_OF = Query(
    LinkedReceipt,
    """
    select r.id, r.receipt_no, r.at, sum(l.amount_minor)::int8 as amount_minor
    from tills.line l join tills.receipt r on r.tenant_id = $1 and r.id = l.returns_receipt_id
    where l.tenant_id = $1 and l.receipt_id = $2 and l.returns_receipt_id is not null
    group by r.id, r.receipt_no, r.at order by r.at, r.id
    """,
)
_MOST_LINES = 1_000


class SoldLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that sold an article we know: which, where, when, how much of it and for what."""

    sku: UUID
    store: UUID
    day: date
    at: datetime
    quantity_milli: int
    amount_minor: int


class KeptReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a member's receipt came to, less what of it came back, on whichever receipt that was."""

    id: UUID
    customer: UUID
    at: datetime
    left_minor: int


# A line that takes back what a known receipt sold counts there, any other where it stands.
_KEPT = Query(
    KeptReceipt,
    """
    select r.id, r.customer_id as customer, r.at,
      coalesce((select sum(l.amount_minor) from tills.line l
        where l.tenant_id = $1 and l.receipt_id = r.id and l.returns_receipt_id is null), 0)::int8
      + coalesce((select sum(b.amount_minor) from tills.line b
        where b.tenant_id = $1 and b.returns_receipt_id = r.id), 0)::int8 as left_minor
    from tills.receipt r
    where r.tenant_id = $1 and r.id = any($2::uuid[]) and r.customer_id is not null
    """,
)
_SOLD = Query(
    SoldLine,
    """
    select l.sku_id as sku, r.store_id as store, r.day, r.at, l.quantity_milli, l.amount_minor
    from tills.receipt r
    join tills.line l on l.tenant_id = r.tenant_id and l.receipt_id = r.id
    where r.tenant_id = $1 and r.id = any($2::uuid[]) and l.kind = 'sale' and l.sku_id is not null
    """,
)


async def list_receipts(work: Work, which: Filter, *, limit: int, offset: int) -> list[Receipt]:
    """Newest first."""
    return await _LIST.all(work, work.tenant, *_arguments(which), limit, offset)


async def count_receipts(work: Work, which: Filter) -> int:
    """How many, counting no further than 10,001."""
    return await _COUNT.get(work, work.tenant, *_arguments(which))


async def get_receipt(work: Work, receipt: UUID) -> Receipt:
    return await _GET.one(work, work.tenant, receipt)


async def list_lines(work: Work, receipt: UUID) -> list[ReceiptLine]:
    """At most a thousand."""
    return await _LINES.all(work, work.tenant, receipt, _MOST_LINES)


async def sold_lines(work: Work, receipts: Iterable[UUID]) -> list[SoldLine]:
    """What these receipts sold, as far as we know the articles."""
    asked = list(set(receipts))
    return await _SOLD.all(work, work.tenant, asked) if asked else []


async def kept_receipts(work: Work, receipts: Iterable[UUID]) -> list[KeptReceipt]:
    """Those of them that are a member's."""
    asked = sorted(set(receipts))
    return await _KEPT.all(work, work.tenant, asked) if asked else []


async def list_means(work: Work, receipt: UUID) -> list[Means]:
    return await _MEANS.all(work, work.tenant, receipt)


async def list_returned_by(work: Work, receipt: UUID) -> list[LinkedReceipt]:
    """Later receipts that took something of this one back."""
    return await _RETURNED_BY.all(work, work.tenant, receipt)


async def list_return_of(work: Work, receipt: UUID) -> list[LinkedReceipt]:
    """Earlier receipts that this one takes something back of."""
    return await _RETURN_OF.all(work, work.tenant, receipt)


def _arguments(which: Filter) -> tuple[object, ...]:
    stores = None if which.stores is None else list(which.stores)
    return (
        stores,
        which.own,
        which.store,
        which.guide,
        which.customer,
        which.receipt_no,
        which.member,
        which.kind,
        which.first_on,
        which.last_on,
    )
