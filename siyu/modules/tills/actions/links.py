"""Finding the sale that a return takes back, for returns just recorded and for earlier ones."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.tills.facts import ReturnLinked
from siyu.modules.tills.rules import Back, Link, Sold, link_returns
from siyu.modules.tills.values import RecordLine

_PAGE = 500


class _SoldRow(msgspec.Struct, frozen=True):
    receipt: UUID
    line_no: int
    source: str
    store: UUID
    receipt_no: str | None
    customer: UUID | None
    sku_text: str | None
    amount_minor: int
    at: datetime
    taken: bool


class _BackRow(msgspec.Struct, frozen=True):
    receipt: UUID
    line_no: int
    source: str
    store: UUID
    customer: UUID | None
    sku_text: str | None
    amount_minor: int
    at: datetime
    returns_no: str | None


_SOLD_UNDER_NUMBERS = Query(
    _SoldRow,
    """
    select l.receipt_id as receipt, l.line_no, r.source, r.store_id as store, r.receipt_no,
           l.customer_id as customer, l.sku_text, l.amount_minor, l.at,
           exists (select from tills.line b where b.tenant_id = $1
                   and b.returns_receipt_id = l.receipt_id and b.returns_line_no = l.line_no)
             as taken
    from tills.receipt r
    join tills.line l on l.tenant_id = $1 and l.receipt_id = r.id and l.kind = 'sale'
    where r.tenant_id = $1 and r.receipt_no = any($2::text[]) and r.source = any($3::text[])
    """,
)
_SOLD_TO_MEMBERS = Query(
    _SoldRow,
    """
    select l.receipt_id as receipt, l.line_no, r.source, r.store_id as store, r.receipt_no,
           l.customer_id as customer, l.sku_text, l.amount_minor, l.at,
           exists (select from tills.line b where b.tenant_id = $1
                   and b.returns_receipt_id = l.receipt_id and b.returns_line_no = l.line_no)
             as taken
    from (select distinct w.customer_id, w.sku_text, w.amount_minor
          from unnest($2::uuid[], $3::text[], $4::int8[]) w (customer_id, sku_text, amount_minor)
         ) wanted
    join tills.line l on l.tenant_id = $1 and l.kind = 'sale'
      and l.customer_id = wanted.customer_id and l.sku_text = wanted.sku_text
      and l.amount_minor = wanted.amount_minor
    join tills.receipt r on r.tenant_id = $1 and r.id = l.receipt_id
    """,
)
_UNLINKED = Query(
    _BackRow,
    """
    select l.receipt_id as receipt, l.line_no, r.source, r.store_id as store,
           l.customer_id as customer, l.sku_text, l.amount_minor, l.at, l.returns_no
    from tills.line l join tills.receipt r on r.tenant_id = $1 and r.id = l.receipt_id
    where l.tenant_id = $1 and l.run_id = $2 and l.kind = 'return'
      and l.returns_receipt_id is null and (l.receipt_id, l.line_no) > ($3, $4)
    order by l.receipt_id, l.line_no limit $5
    """,
)
_LINK = Command(
    """
    update tills.line l set returns_receipt_id = k.returns, returns_line_no = k.returns_line
    from unnest($2::uuid[], $3::int4[], $4::uuid[], $5::int4[])
      k (receipt_id, line_no, returns, returns_line)
    where l.tenant_id = $1 and l.receipt_id = k.receipt_id and l.line_no = k.line_no
    """
)

_START = (UUID(int=0), 0)


async def link_added(
    work: Work, added: Sequence[tuple[UUID, int, RecordLine]]
) -> Mapping[tuple[UUID, int], UUID]:
    """Link the returns among lines just written; answers the receipt that each takes back."""
    backs = [_back(*line) for line in added if line[2].kind == "return"]
    links = await _link(work, backs)
    return {(link.back.receipt, link.back.line_no): link.receipt for link in links}


async def link_unlinked(
    work: Work, run: UUID, after: tuple[UUID, int] = _START
) -> tuple[UUID, int] | None:
    """Link a page of an import's returns whose sale came later; where to go on, or None."""
    rows = await _UNLINKED.all(work, work.tenant, run, *after, _PAGE)
    for link in await _link(work, [Back(*msgspec.structs.astuple(row)) for row in rows]):
        back = link.back
        told = ReturnLinked(
            receipt=back.receipt,
            line_no=back.line_no,
            returns=link.receipt,
            returns_line_no=link.line_no,
        )
        work.tell(told, subject=back.customer)
    return (rows[-1].receipt, rows[-1].line_no) if len(rows) == _PAGE else None


def _back(receipt: UUID, line_no: int, line: RecordLine) -> Back:
    return Back(
        receipt,
        line_no,
        line.source,
        line.store,
        line.customer,
        line.sku_text,
        line.amount_minor,
        line.at,
        line.returns_no,
    )


async def _link(work: Work, backs: Sequence[Back]) -> list[Link]:
    if not backs:
        return []
    links = link_returns(backs, await _candidates(work, backs))
    if links:
        columns = [
            [link.back.receipt for link in links],
            [link.back.line_no for link in links],
            [link.receipt for link in links],
            [link.line_no for link in links],
        ]
        await _LINK.run(work, work.tenant, *columns)
    return links


async def _candidates(work: Work, backs: Sequence[Back]) -> list[Sold]:
    found: dict[tuple[UUID, int], _SoldRow] = {}
    named = [back for back in backs if back.returns_no is not None]
    if named:
        numbers, sources = [b.returns_no for b in named], [b.source for b in named]
        for row in await _SOLD_UNDER_NUMBERS.all(work, work.tenant, numbers, sources):
            found[row.receipt, row.line_no] = row
    bought = [(b.customer, b.sku_text, -b.amount_minor) for b in backs if b.customer and b.sku_text]
    if bought:
        columns = [list(column) for column in zip(*bought, strict=True)]
        for row in await _SOLD_TO_MEMBERS.all(work, work.tenant, *columns):
            found[row.receipt, row.line_no] = row
    return [Sold(*msgspec.structs.astuple(row)) for row in found.values()]
