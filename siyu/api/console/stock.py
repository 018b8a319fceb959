"""Console doors of stock: what is there, what came in, what was counted."""

from uuid import UUID, uuid4

from siyu.api.stock_shapes import (
    REFUSALS,
    CountGiven,
    ReceiptGiven,
    SkuStock,
    document,
    document_page,
    sku_stock,
    stock_page,
)
from siyu.flows import stock_goods
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.modules import inventory
from siyu.views.stock import DocumentDetail, DocumentItem, Shown, StockItem, Which


@door.get("/stock", permit="inventory.read")
async def list_stock(
    ask: Ask,
    paging: Paging,
    q: Search = "",
    store: UUID | None = None,
    show: Shown | None = None,
) -> Page[StockItem]:
    """SKUs with what the stores have; `q` is in a name, begins a code or is a barcode."""
    return await stock_page(ask, paging, Which(text=q, store=store, shown=show))


@door.get("/stock/{id:uuid}", permit="inventory.read")
async def show_stock(ask: Ask, id: UUID) -> SkuStock:
    """One SKU store by store."""
    return await sku_stock(ask, id)


@door.post("/stock/receipts", permit="inventory.write", errors=REFUSALS)
async def receive(ask: Ask, data: ReceiptGiven) -> DocumentDetail:
    """Goods come into a store."""
    ask.scope.must_hold(data.store)
    async with ask.work() as work:
        written = await stock_goods.receive(
            work, data.id or uuid4(), data.store, data.pairs(), reason=data.reason
        )
        return await document(work, ask, written)


@door.post("/stock/counts", permit="inventory.write", errors=[*REFUSALS, inventory.CountBelowHeld])
async def count(ask: Ask, data: CountGiven) -> DocumentDetail:
    """A count of a store's shelf: the books follow it."""
    ask.scope.must_hold(data.store)
    async with ask.work() as work:
        written = await stock_goods.count(
            work, data.id or uuid4(), data.store, data.pairs(), reason=data.reason
        )
        return await document(work, ask, written)


@door.get("/stock/documents", permit="inventory.read")
async def list_documents(
    ask: Ask,
    paging: Paging,
    store: UUID | None = None,
    sku: UUID | None = None,
    kind: inventory.Kind | None = None,
) -> Page[DocumentItem]:
    """What came in and what was counted, the latest first."""
    return await document_page(ask, paging, inventory.Filter(store=store, sku=sku, kind=kind))


@door.get("/stock/documents/{id:uuid}", permit="inventory.read")
async def show_document(ask: Ask, id: UUID) -> DocumentDetail:
    """A document with its lines."""
    async with ask.look() as work:
        return await document(work, ask, id)


DOORS = [list_stock, show_stock, receive, count, list_documents, show_document]
