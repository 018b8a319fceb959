"""Open API doors of orders: for a merchant's own shop, that sells to its customers by itself."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import Parameter
from msgspec import Struct

from siyu.api import order_doors as shared
from siyu.api.order_shapes import (
    ORDER_REFUSALS,
    REFUND_REFUSALS,
    CancelGiven,
    Lines,
    Note,
    OrderDetail,
    PaymentAsked,
    PaymentGiven,
    RefundGiven,
    RemarkGiven,
    Seen,
    State,
)
from siyu.api.price_change_shapes import PRICE_REFUSALS, NewPriceGiven, change
from siyu.api.quote_shapes import QUOTE_REFUSALS, CartQuote, QuoteGiven, quote
from siyu.flows import ask_payment, call_cashier, expire_orders, place_orders
from siyu.flows.order_drafts import Placing
from siyu.kernel.doors import Ask, Once, Page, Paging, Search, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.kernel.kit import Kit
from siyu.modules import customers, orders, payments, tenants
from siyu.views.orders import OrderItem, order_items

KEYS = [KeyMissing, KeyReused]


class QuotedFor(QuoteGiven, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who means to order it."""

    customer: UUID


class OrderedFor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order of a customer's; `seen_minor` is the total that she agreed to."""

    customer: UUID
    store: UUID
    lines: Lines
    wallet: UUID | None = None
    way: tenants.Way = "pickup"
    address: UUID | None = None
    seen_minor: Seen | None = None
    note: Note = ""
    """Read by whoever packs it."""


class FetchCode(Struct, frozen=True):
    """The eight digits, to be shown to her whose order it is."""

    code: str


@door.post("/quotes", permit="orders.read", status_code=200, errors=QUOTE_REFUSALS)
async def make_quote(ask: Ask, data: QuotedFor) -> CartQuote:
    """What these lines, or those picked in her cart, come to, with each of her coupons."""
    async with ask.look() as work:
        await customers.get_customer(work, data.customer)
        return await quote(work, data.customer, data, ask.language)


@door.post("/orders", permit="orders.write", errors=[*ORDER_REFUSALS, *KEYS])
async def place_order(ask: Ask, once: Once, data: OrderedFor) -> Response[OrderDetail]:
    """Order for a customer; the goods are held until `pay_by`."""
    placing = Placing(
        customer=data.customer,
        store=data.store,
        lines=tuple((one.sku, one.quantity) for one in data.lines),
        wallet=data.wallet,
        way=data.way,
        address=data.address if data.way == "mail" else None,
        key=f"{ask.id}/{once.key}",
        seen_minor=data.seen_minor,
        channel="api",
        note=data.note.strip(),
    )
    async with once.work() as work:
        await customers.get_customer(work, data.customer)
        made = await place_orders.place_one(work, placing)
        return await once.answer(work, await shared.order_detail(work, made))


@door.get("/orders", permit="orders.read")
async def list_orders(
    ask: Ask,
    paging: Paging,
    *,
    q: Search = "",
    state_: Annotated[State, Parameter(query="state")] = "any",
    store: UUID | None = None,
    customer: UUID | None = None,
    first_on: Annotated[date | None, Parameter(query="from")] = None,
    last_on: Annotated[date | None, Parameter(query="to")] = None,
) -> Page[OrderItem]:
    """Orders, the latest first; `q` is the beginning of a number, days are the merchant's."""
    asked = {"no": q, "store": store, "customer": customer}
    async with ask.look() as work:
        which = await shared.which(ask, work, state_, (first_on, last_on), **asked)
        rows, count = await orders.list_orders(
            work, which, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await order_items(work, rows), count)


@door.get("/orders/{id:uuid}", permit="orders.read")
async def show_order(ask: Ask, id: UUID) -> OrderDetail:
    """An order with its steps, payments, refunds, and whether it was fetched."""
    async with ask.look() as work:
        return await shared.order_detail(work, await orders.get_order(work, id))


@door.get("/orders/{id:uuid}/code", permit="orders.write")
async def show_code(ask: Ask, id: UUID) -> FetchCode:
    """Her pickup code while the order waits for her; not found before and after."""
    async with ask.look() as work:
        return FetchCode(await shared.open_code(work, id))


@door.post(
    "/orders/{id:uuid}/payment",
    permit="orders.write",
    status_code=200,
    errors=[
        orders.NotUnpaid,
        orders.PriceChanged,
        payments.CashierDeclined,
        payments.NothingToPayWith,
        *KEYS,
    ],
)
async def pay_order(
    ask: Ask, kit: Kit, once: Once, id: UUID, data: PaymentGiven
) -> Response[PaymentAsked]:
    """Where she pays: a path at the merchant's address. Paid it is when the cashier says so."""
    async with once.work() as work:
        asking = ask_payment.Asking(
            order=id, customer=None, return_to=data.return_to, seen_minor=data.seen_minor
        )
        attempt = await ask_payment.ask(work, asking)
    if attempt is not None:
        attempt = await call_cashier.prepare(kit, ask.tenant, attempt.id)
    async with once.work() as work:
        return await once.answer(work, shared.payment_asked(attempt), status=200)


@door.post(
    "/orders/{id:uuid}/cancellation",
    permit="orders.write",
    status_code=200,
    errors=[orders.NotUnpaid, *KEYS],
)
async def cancel_order(once: Once, id: UUID, data: CancelGiven) -> Response[OrderDetail]:
    """Give up an order that is not paid."""
    async with once.work() as work:
        found = await expire_orders.cancel(work, id, customer=None, why=data.why)
        return await once.answer(work, await shared.order_detail(work, found), status=200)


@door.post("/orders/{id:uuid}/refunds", permit="orders.refund", errors=[*REFUND_REFUSALS, *KEYS])
async def refund_order(once: Once, id: UUID, data: RefundGiven) -> Response[OrderDetail]:
    """Let lines and quantities go back; the money goes the way it came."""
    async with once.work() as work:
        await shared.refund(work, id, data)
        found = await orders.get_order(work, id)
        return await once.answer(work, await shared.order_detail(work, found))


@door.post("/orders/{id:uuid}/remarks", permit="orders.write", errors=KEYS)
async def remark_order(once: Once, id: UUID, data: RemarkGiven) -> Response[OrderDetail]:
    """Note something for the staff; she never sees it."""
    async with once.work() as work:
        found = await orders.get_order(work, id)
        await orders.remark(work, data.id or work.new_id(), id, data.words)
        return await once.answer(work, await shared.order_detail(work, found))


@door.post(
    "/orders/{id:uuid}/price",
    permit="orders.reprice",
    status_code=200,
    errors=[*PRICE_REFUSALS, *KEYS],
)
async def change_price(
    ask: Ask, kit: Kit, once: Once, id: UUID, data: NewPriceGiven
) -> Response[OrderDetail]:
    """Take something off what an unpaid order costs, within the merchant's limit."""
    await change(ask, kit, id, data)
    async with once.work() as work:
        found = await orders.get_order(work, id)
        return await once.answer(work, await shared.order_detail(work, found), status=200)


DOORS = [
    make_quote,
    place_order,
    list_orders,
    show_order,
    show_code,
    pay_order,
    cancel_order,
    refund_order,
    remark_order,
    change_price,
]
