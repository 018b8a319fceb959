"""Storefront doors of orders: a customer's own, from the order to its pickup code."""

from typing import Annotated
from uuid import UUID

from litestar.params import Parameter

from siyu.api import order_doors as shared
from siyu.api.order_shapes import (
    ORDER_REFUSALS,
    REFUND_REFUSALS,
    CancelGiven,
    MyOrder,
    MyRefundGiven,
    OrderGiven,
    PaymentAsked,
    PaymentGiven,
    ReceiptGiven,
    RefundGiven,
    State,
)
from siyu.flows import expire_orders, ship_order
from siyu.flows.ask_payment import Asking
from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.modules import aftersale, fulfilment, orders, payments
from siyu.views.orders import OrderHead, order_heads


@door.post("/orders", permit=SIGNED_IN, errors=[*ORDER_REFUSALS, NotFound], swift=True)
async def place_order(ask: Ask, data: OrderGiven) -> MyOrder:
    """Order; the goods are held until `pay_by`. The same key again is the same order."""
    via = None
    if data.came:
        async with ask.look() as work:
            via = await shared.find_link(work, data.came, ask.id)
    made = await shared.place(ask, data.placing(ask.id, "mall", via))
    if data.knows:
        async with ask.work() as work:
            await aftersale.know(work, made.id)
    return await shared.receipt(ask, made)


@door.get("/orders", permit=SIGNED_IN)
async def list_my_orders(
    ask: Ask, paging: Paging, *, state_: Annotated[State, Parameter(query="state")] = "any"
) -> Page[OrderHead]:
    """Her orders, the latest first."""
    which = orders.Filter(customer=ask.id, state=shared.state_of(state_))
    async with ask.look() as work:
        rows, count = await orders.list_orders(
            work, which, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await order_heads(work, rows), count)


@door.get("/orders/{id:uuid}", permit=SIGNED_IN)
async def show_my_order(ask: Ask, id: UUID) -> MyOrder:
    """One of her orders, with its pickup code while it waits for her."""
    async with ask.look() as work:
        return await shared.my_order(work, await shared.mine(work, id, ask.id))


@door.post(
    "/orders/{id:uuid}/payment",
    permit=SIGNED_IN,
    status_code=200,
    errors=[
        orders.NotUnpaid,
        orders.PriceChanged,
        payments.CashierDeclined,
        payments.NothingToPayWith,
    ],
)
async def pay_order(ask: Ask, kit: Kit, id: UUID, data: PaymentGiven) -> PaymentAsked:
    """Where to pay. The order is paid when the cashier says so, not when she comes back."""
    asking = Asking(order=id, customer=ask.id, return_to=data.return_to, seen_minor=data.seen_minor)
    return await shared.pay(ask, kit, asking)


@door.post(
    "/orders/{id:uuid}/cancellation",
    permit=SIGNED_IN,
    status_code=200,
    errors=[orders.NotUnpaid],
)
async def cancel_order(ask: Ask, id: UUID, data: CancelGiven) -> MyOrder:
    """Give up an order that is not paid yet."""
    async with ask.work() as work:
        found = await expire_orders.cancel(work, id, customer=ask.id, why=data.why)
        return await shared.my_order(work, found)


@door.post(
    "/orders/{id:uuid}/refunds",
    permit=SIGNED_IN,
    errors=[*REFUND_REFUSALS, orders.AtTheStore, orders.OnItsWay],
)
async def refund_order(ask: Ask, id: UUID, data: MyRefundGiven) -> MyOrder:
    """Take back what she has paid for and not fetched yet, in whole or in part."""
    async with ask.work() as work:
        await shared.mine(work, id, ask.id)
        asked = RefundGiven(id=data.id, lines=data.lines, why=data.why)
        await shared.refund(work, id, asked, unfetched=True)
        return await shared.my_order(work, await orders.get_order(work, id))


@door.post(
    "/orders/{id:uuid}/receipt",
    permit=SIGNED_IN,
    status_code=200,
    errors=[fulfilment.NothingToReceive],
)
async def receive_order(ask: Ask, id: UUID, data: ReceiptGiven) -> MyOrder:
    """She has this parcel, or all that were sent."""
    async with ask.work() as work:
        await shared.mine(work, id, ask.id)
        await ship_order.receive(work, id, data.parcel)
        return await shared.my_order(work, await orders.get_order(work, id))


DOORS = [
    place_order,
    list_my_orders,
    show_my_order,
    pay_order,
    cancel_order,
    refund_order,
    receive_order,
]
