"""Every SELECT of inventory."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.inventory.values import Document, Kind, Line


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which documents; `stores` is how far somebody sees."""

    stores: Sequence[UUID] | None = None
    store: UUID | None = None
    sku: UUID | None = None
    kind: Kind | None = None


_DOCUMENT = """
select d.id, d.kind, d.store_id, d.reason, d.at, d.by_id, l.lines, l.change
from inventory.document d, lateral (
  select count(*)::int4 as lines, sum(change)::int8 as change from inventory.line
  where tenant_id = d.tenant_id and document_id = d.id {of}) l
"""
_WHOLE, _OF_SKU = (
    _DOCUMENT.format(of=""),
    _DOCUMENT.format(of="and ($4::uuid is null or sku_id = $4)"),
)
_WANTED = """
where d.tenant_id = $1 and ($2::uuid[] is null or d.store_id = any($2))
  and ($3::uuid is null or d.store_id = $3)
  and ($4::uuid is null or exists (
    select from inventory.line k
    where k.tenant_id = d.tenant_id and k.document_id = d.id and k.sku_id = $4))
  and ($5::text is null or d.kind = $5)
"""
_LIST = Query(Document, f"{_OF_SKU} {_WANTED} order by d.at desc, d.id desc limit $6 offset $7")
_COUNT = Scalar(
    f"select count(*) from (select 1 from inventory.document d {_WANTED} limit 10001) n"
)
_GET = Query(Document, f"{_WHOLE} where d.tenant_id = $1 and d.id = $2")
_LINES = Query(
    Line,
    """
    select sku_id as sku, quantity, before, change from inventory.line
    where tenant_id = $1 and document_id = $2 order by number
    """,
)


async def list_documents(
    work: Work, which: Filter, *, limit: int, offset: int = 0
) -> tuple[list[Document], int]:
    """Documents, the latest first, and a capped count; asked for a SKU, with its lines alone."""
    stores = None if which.stores is None else list(which.stores)
    wanted = (work.tenant, stores, which.store, which.sku, which.kind)
    rows = await _LIST.all(work, *wanted, limit, offset)
    return rows, await _COUNT.get(work, *wanted)


async def get_document(work: Work, document: UUID) -> tuple[Document, list[Line]]:
    found = await _GET.one(work, work.tenant, document)
    return found, await _LINES.all(work, work.tenant, document)


async def find_document(work: Work, document: UUID) -> tuple[Document, list[Line]] | None:
    found = await _GET.first(work, work.tenant, document)
    return (found, await _LINES.all(work, work.tenant, document)) if found else None
