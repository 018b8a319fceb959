"""What is in the stores: the catalog's SKUs, the ledger's numbers, the stores' names."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules import catalog, inventory
from siyu.views.refs import PersonRef, PlaceRef, gather_refs

Shown = Literal["some", "out", "held"]


class StockItem(Struct, frozen=True, kw_only=True):
    """A SKU with what lies in the stores that were asked about, or in all one may see."""

    sku: UUID
    code: str
    name: str
    product: UUID
    picture: str | None
    on_hand: int
    held: int
    """Of it, what unpaid orders hold."""
    free: int
    stores: int
    """In how many stores something is free."""


class StoreStock(Struct, frozen=True, kw_only=True):
    """What one store has of one SKU."""

    store: PlaceRef
    on_hand: int
    held: int
    free: int
    moved_at: datetime


class DocumentItem(Struct, frozen=True, kw_only=True):
    """A document in a list; `change` is what the books took of all its lines."""

    id: UUID
    kind: inventory.Kind
    store: PlaceRef | None
    reason: str
    at: datetime
    by: PersonRef | None
    lines: int
    change: int


class DocumentLine(Struct, frozen=True, kw_only=True):
    """A line; `before` is what the books said, where somebody counted."""

    sku: UUID
    name: str
    quantity: int
    before: int | None
    change: int


class DocumentDetail(DocumentItem, frozen=True, kw_only=True):
    items: list[DocumentLine]


class Which(Struct, frozen=True, kw_only=True):
    """Which SKUs; `stores` is how far somebody sees, `store` what they chose."""

    stores: Sequence[UUID] | None = None
    store: UUID | None = None
    text: str = ""
    shown: Shown | None = None


class _Store(Struct, frozen=True):
    store_id: UUID
    on_hand: int
    held: int
    free: int
    moved_at: datetime


_FOUND = """
from catalog.sku s
join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
cross join lateral (
  select coalesce(sum(b.posted), 0)::int8 as on_hand, coalesce(sum(b.held), 0)::int8 as held,
         coalesce(sum(b.posted - b.held), 0)::int8 as free,
         (count(*) filter (where b.posted > b.held))::int4 as stores
  from ledger.account a join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
  where a.tenant_id = s.tenant_id and a.kind = 'stock' and a.owner = s.id
    and ($2::uuid[] is null or a.place = any($2)) and ($3::uuid is null or a.place = $3)
) n
where s.tenant_id = $1
  and ($6::text is null or $6 = 'some' and n.free > 0 or $6 = 'out' and n.free <= 0
       or $6 = 'held' and n.held > 0)
  and ($4 = '' or s.product_id in (select catalog.search_products($7, $8, $9)) and (
    s.barcode = $4 or s.code ilike $5 or not exists (
      select from catalog.sku o where o.tenant_id = s.tenant_id and o.product_id = s.product_id
        and (o.barcode = $4 or o.code ilike $5))))
"""
_LIST = Query(
    StockItem,
    f"""
    select s.id as sku, s.code, p.name || case when s.name = '' then '' else ' ' || s.name end
             as name,
           p.id as product, p.picture, n.on_hand, n.held, n.free, n.stores
    {_FOUND} order by p.code, s.code limit $10 offset $11
    """,
)
_COUNT = Scalar(f"select count(*) from (select 1 {_FOUND} limit 10001) c")
_STORES = Query(
    _Store,
    """
    select a.place as store_id, b.posted as on_hand, b.held, b.posted - b.held as free, b.moved_at
    from ledger.account a join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
    where a.tenant_id = $1 and a.kind = 'stock' and a.owner = $2
      and ($3::uuid[] is null or a.place = any($3))
    order by free desc, a.place
    """,
)


async def list_stock(
    work: Work, which: Which, *, limit: int, offset: int = 0
) -> tuple[list[StockItem], int]:
    """Every SKU with its numbers, those never stocked at nothing; and a capped count."""
    stores = None if which.stores is None else list(which.stores)
    text = which.text.strip()
    said = catalog.sought(text)
    pieces = (said.pieces, said.lefts, said.rights) if said else ([], [], [])
    wanted = (
        work.tenant, stores, which.store, text, f"{_literal(text)}%", which.shown, *pieces
    )  # fmt: skip
    rows = await _LIST.all(work, *wanted, limit, offset)
    return rows, await _COUNT.get(work, *wanted)


async def stock_of(work: Work, sku: UUID, stores: Sequence[UUID] | None) -> list[StoreStock]:
    """One SKU store by store, where it ever was."""
    found = await _STORES.all(work, work.tenant, sku, None if stores is None else list(stores))
    refs = await gather_refs(work, stores=[one.store_id for one in found])
    return [
        StoreStock(
            store=place, on_hand=one.on_hand, held=one.held, free=one.free, moved_at=one.moved_at
        )
        for one in found
        if (place := refs.store(one.store_id)) is not None
    ]


async def document_items(work: Work, documents: Sequence[inventory.Document]) -> list[DocumentItem]:
    refs = await gather_refs(
        work, stores=[d.store_id for d in documents], people=[d.by_id for d in documents]
    )
    return [
        DocumentItem(
            id=d.id,
            kind=d.kind,
            store=refs.store(d.store_id),
            reason=d.reason,
            at=d.at,
            by=refs.person(d.by_id),
            lines=d.lines,
            change=d.change,
        )
        for d in documents
    ]


async def document_detail(
    work: Work, document: inventory.Document, lines: Sequence[inventory.Line]
) -> DocumentDetail:
    [item] = await document_items(work, [document])
    refs = await gather_refs(work, skus=[line.sku for line in lines])
    said = [
        DocumentLine(
            sku=line.sku,
            name=refs.skus.get(line.sku, ""),
            quantity=line.quantity,
            before=line.before,
            change=line.change,
        )
        for line in lines
    ]
    head = {name: getattr(item, name) for name in DocumentItem.__struct_fields__}
    return DocumentDetail(**head, items=said)


def _literal(text: str) -> str:
    """For `like`: what people type means itself."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
