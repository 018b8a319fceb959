"""What doors of stock take and how it looks, for the console and for the merchant's programs."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, structs

from siyu.api.catalog_shapes import PICTURES
from siyu.api.typed import Free
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging
from siyu.modules import catalog, deals, distribution, groups, inventory, ledger, loyalty, tenants
from siyu.views import stock
from siyu.views.stock import DocumentDetail, DocumentItem, StockItem, StoreStock

Received = Annotated[int, Meta(ge=1, le=inventory.MOST_PIECES)]
Counted = Annotated[int, Meta(ge=0, le=inventory.MOST_PIECES)]
REFUSALS = [inventory.UnknownSku, inventory.SkuTwice, inventory.DocumentDiffers]


class ReceivedLine(Struct, forbid_unknown_fields=True):
    sku: UUID
    quantity: Received


class CountedLine(Struct, forbid_unknown_fields=True):
    sku: UUID
    quantity: Counted


class ReceiptGiven(Struct, forbid_unknown_fields=True, kw_only=True):
    """Goods that came in; with an `id` of one's own it may be sent twice."""

    id: UUID | None = None
    store: UUID
    reason: Free = ""
    lines: Annotated[list[ReceivedLine], Meta(min_length=1, max_length=inventory.MOST_LINES)]

    def pairs(self) -> list[tuple[UUID, int]]:
        return [(line.sku, line.quantity) for line in self.lines]


class CountGiven(Struct, forbid_unknown_fields=True, kw_only=True):
    """What was found: goods paid for and waiting to be picked up are not counted."""

    id: UUID | None = None
    store: UUID
    reason: Free = ""
    lines: Annotated[list[CountedLine], Meta(min_length=1, max_length=inventory.MOST_LINES)]

    def pairs(self) -> list[tuple[UUID, int]]:
        return [(line.sku, line.quantity) for line in self.lines]


class SkuStock(Struct, frozen=True, kw_only=True):
    """A SKU store by store."""

    sku: UUID
    code: str
    name: str
    stores: list[StoreStock]


class InvariantShape(Struct, frozen=True, kw_only=True):
    """Something that must always hold of the books, and whether it does."""

    code: str
    means: str
    holds: bool
    broken: int
    examples: list[str]


async def stock_page(ask: Ask, paging: Paging, which: stock.Which) -> Page[StockItem]:
    async with ask.look() as work:
        if which.store is not None:
            ask.scope.must_hold(which.store)
            await tenants.get_store(work, which.store)
        seen = structs.replace(which, stores=ask.scope.place_list())
        rows, count = await stock.list_stock(work, seen, limit=paging.limit, offset=paging.offset)
    return paging.of([_shown(row) for row in rows], count)


async def sku_stock(ask: Ask, sku: UUID) -> SkuStock:
    async with ask.look() as work:
        await catalog.get_sku(work, sku)
        named = (await catalog.sku_refs(work, [sku]))[sku]
        stores = await stock.stock_of(work, sku, ask.scope.place_list())
    return SkuStock(sku=sku, code=named.code, name=named.name, stores=stores)


async def document_page(ask: Ask, paging: Paging, which: inventory.Filter) -> Page[DocumentItem]:
    async with ask.look() as work:
        seen = structs.replace(which, stores=ask.scope.place_list())
        rows, count = await inventory.list_documents(
            work, seen, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await stock.document_items(work, rows), count)


async def document(work: Work, ask: Ask, id_: UUID) -> DocumentDetail:
    head, lines = await inventory.get_document(work, id_)
    ask.scope.must_hold(head.store_id)
    return await stock.document_detail(work, head, lines)


_BOOKS = (ledger, distribution, loyalty, inventory, deals, groups)


async def invariants(ask: Ask) -> list[InvariantShape]:
    """Every invariant of the merchant's books, read anew, and the seals on them."""
    async with ask.look() as work:
        found = [one for room in _BOOKS for one in await room.check(work)]
        tampered = await ledger.verify(work)
    said = [f"{one.number}: {one.said}" for one in tampered[:3]]
    found.append(ledger.Invariant(code="seals", broken=len(tampered), examples=said))
    means = {code: said for room in _BOOKS for code, said in room.MEANINGS.items()}
    means["seals"] = ledger.SEALED
    return [
        InvariantShape(
            code=one.code,
            means=getattr(means[one.code], ask.language),
            holds=not one.broken,
            broken=one.broken,
            examples=one.examples,
        )
        for one in found
    ]


def _shown(row: StockItem) -> StockItem:
    return structs.replace(row, picture=f"{PICTURES}/{row.picture}") if row.picture else row
