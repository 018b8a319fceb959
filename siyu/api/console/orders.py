"""Console doors of orders: found, looked into, given up, paid back, taken along as a table."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from litestar.params import Parameter
from litestar.response import Stream
from msgspec import structs

from siyu.api import order_doors as shared
from siyu.api.console.orders_table import table
from siyu.api.order_shapes import (
    REFUND_REFUSALS,
    CancelGiven,
    OrderDetail,
    RefundGiven,
    RemarkGiven,
    State,
)
from siyu.api.price_change_shapes import (
    PRICE_REFUSALS,
    LimitGiven,
    NewPriceGiven,
    PriceLimitShape,
    change,
    limit_shape,
)
from siyu.flows import expire_orders
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.kernel.kit import Kit
from siyu.modules import orders
from siyu.views.orders import OrderItem, order_items

Day = Annotated[date | None, Parameter(query="from")]
LastDay = Annotated[date | None, Parameter(query="to")]


@door.get("/orders", permit="orders.read")
async def list_orders(
    ask: Ask,
    paging: Paging,
    *,
    q: Search = "",
    state_: Annotated[State, Parameter(query="state")] = "any",
    store: UUID | None = None,
    guide: UUID | None = None,
    customer: UUID | None = None,
    first_on: Day = None,
    last_on: LastDay = None,
) -> Page[OrderItem]:
    """Orders, the latest first; `q` is the beginning of a number, days are the merchant's."""
    asked = {"no": q, "store": store, "guide": guide, "customer": customer}
    async with ask.look() as work:
        which = await shared.which(ask, work, state_, (first_on, last_on), **asked)
        rows, count = await orders.list_orders(
            work, which, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await order_items(work, rows), count)


@door.get("/orders.csv", permit="orders.export")
async def export_orders(
    ask: Ask,
    *,
    q: Search = "",
    state_: Annotated[State, Parameter(query="state")] = "any",
    store: UUID | None = None,
    guide: UUID | None = None,
    customer: UUID | None = None,
    first_on: Day = None,
    last_on: LastDay = None,
) -> Stream:
    """The same as a table, up to fifty thousand orders, the latest first; kept on record."""
    asked = {"no": q, "store": store, "guide": guide, "customer": customer}
    async with ask.work() as work:
        which = await shared.which(ask, work, state_, (first_on, last_on), **asked)
        # What is ordered meanwhile does not move the pages that are still to be read.
        later = work.now + timedelta(microseconds=1)
        which = structs.replace(which, until=min(which.until or later, later))
        said = {"state": state_, "from": first_on, "to": last_on, "narrowed": bool(q)}
        ids = {"store": store, "guide": guide, "customer": customer}
        work.audit("orders.export", "order", None, after=said | ids)
    headers = {"Content-Disposition": 'attachment; filename="orders.csv"'}
    return Stream(table(ask, which), media_type="text/csv; charset=utf-8", headers=headers)


@door.get("/orders/{id:uuid}", permit="orders.read")
async def show_order(ask: Ask, id: UUID) -> OrderDetail:
    """An order with its steps, payments, refunds, and whether it was fetched."""
    async with ask.look() as work:
        return await shared.order_detail(work, await shared.hold(ask, work, id))


@door.post(
    "/orders/{id:uuid}/cancellation",
    permit="orders.write",
    status_code=200,
    errors=[orders.NotUnpaid],
)
async def cancel_order(ask: Ask, id: UUID, data: CancelGiven) -> OrderDetail:
    """Give up an order that is not paid, for her."""
    async with ask.work() as work:
        await shared.hold(ask, work, id)
        found = await expire_orders.cancel(work, id, customer=None, why=data.why)
        return await shared.order_detail(work, found)


@door.post("/orders/{id:uuid}/refunds", permit="orders.refund", errors=REFUND_REFUSALS)
async def refund_order(ask: Ask, id: UUID, data: RefundGiven) -> OrderDetail:
    """Let lines and quantities go back; the money goes the way it came."""
    async with ask.work() as work:
        await shared.hold(ask, work, id)
        await shared.refund(work, id, data)
        return await shared.order_detail(work, await orders.get_order(work, id))


@door.post("/orders/{id:uuid}/remarks", permit="orders.write")
async def remark_order(ask: Ask, id: UUID, data: RemarkGiven) -> OrderDetail:
    """Note something for the other staff; she never sees it."""
    async with ask.work() as work:
        found = await shared.hold(ask, work, id)
        await orders.remark(work, data.id or work.new_id(), id, data.words)
        return await shared.order_detail(work, found)


@door.post(
    "/orders/{id:uuid}/price", permit="orders.reprice", status_code=200, errors=PRICE_REFUSALS
)
async def change_price(ask: Ask, kit: Kit, id: UUID, data: NewPriceGiven) -> OrderDetail:
    """Take something off what an unpaid order costs, within the merchant's limit."""
    async with ask.look() as work:
        await shared.hold(ask, work, id)
    await change(ask, kit, id, data)
    async with ask.look() as work:
        return await shared.order_detail(work, await orders.get_order(work, id))


@door.get("/price-limit", permit="orders.read")
async def show_price_limit(ask: Ask) -> PriceLimitShape:
    """How much of what goods come to may be taken off by hand."""
    async with ask.look() as work:
        return await limit_shape(work)


@door.put("/price-limit", permit="promotions.write", errors=[orders.LimitChanged])
async def set_price_limit(ask: Ask, data: LimitGiven) -> PriceLimitShape:
    """Set it from now on; 0 lets nobody change a price."""
    async with ask.work() as work:
        await orders.set_price_limit(work, data.most_bp, seen=data.seen)
        return await limit_shape(work)


DOORS = [
    list_orders,
    export_orders,
    show_order,
    cancel_order,
    refund_order,
    remark_order,
    change_price,
    show_price_limit,
    set_price_limit,
]
