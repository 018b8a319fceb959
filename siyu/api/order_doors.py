"""What the storefront, the console and the open API share about orders."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any, cast
from uuid import UUID
from weakref import WeakKeyDictionary

from msgspec import structs

from siyu.api.order_shapes import (
    May,
    MyOrder,
    MyPayment,
    OrderDetail,
    PaymentAsked,
    RefundGiven,
)
from siyu.api.payment_shapes import payment_item
from siyu.api.price_change_shapes import order_pricing
from siyu.flows import ask_payment, place_orders, refund_order, ship_order
from siyu.flows.counter import Counter
from siyu.flows.order_drafts import Placing
from siyu.kernel.db import Work, Works
from siyu.kernel.doors import Ask
from siyu.kernel.errors import NotFound, Refusal
from siyu.kernel.kit import Kit
from siyu.kernel.lanes import Lanes
from siyu.modules import channels, fulfilment, orders, payments, tenants, vouchers
from siyu.views import orders as view
from siyu.views.balances import paid_by
from siyu.views.shipments import find_shipping

MOST_ATTEMPTS = 20
SENT = ("to_ship", "under_way")

_counters: WeakKeyDictionary[Works, Counter] = WeakKeyDictionary()
_receipts: WeakKeyDictionary[Works, Lanes[orders.Order, MyOrder]] = WeakKeyDictionary()


async def place(ask: Ask, asked: Placing) -> orders.Order:
    """At the counter of this process, where buyers who come at once are served by the list."""
    answer = await stand(ask, asked)
    if isinstance(answer, Refusal):
        raise answer
    return answer


async def stand(ask: Ask, asked: Placing) -> place_orders.Answer:
    """As `place`, with the refusal given back."""
    if ask.works not in _counters:
        _counters[ask.works] = Counter(ask.works)
    return await _counters[ask.works].submit(ask.tenant, asked)


async def find_link(work: Work, came: Sequence[str], customer: UUID) -> UUID | None:
    """The shared link she came by, the first of those that her tokens name."""
    for token in came:
        arrival = await channels.find_arrival(work, token, customer)
        if arrival is not None and arrival.link is not None:
            return arrival.link
    return None


async def mine(work: Work, order: UUID, customer: UUID) -> orders.Order:
    """Hers; another's is not there."""
    found = await orders.get_order(work, order)
    if found.customer_id != customer:
        raise NotFound
    return found


async def hold(ask: Ask, work: Work, order: UUID) -> orders.Order:
    """The order if one of its stores is in the asker's scope; NotFound otherwise."""
    found = await orders.get_order(work, order)
    places = ask.scope.places
    if places is not None and not view.stores_of(found) & places:
        raise NotFound
    return found


async def which(
    ask: Ask, work: Work, state: str, days: tuple[date | None, date | None], **asked: Any
) -> orders.Filter:
    """The orders that are asked for among those the asker sees; days are the merchant's."""
    merchant = await tenants.get_tenant(work)
    first, last = days
    return orders.Filter(
        stores=tuple(ask.scope.places) if ask.scope.places is not None else None,
        state=state_of(state),
        among=await _sent_orders(ask, work, state) if state in SENT else None,
        since=merchant.start_of(first) if first else None,
        until=merchant.end_of(last) if last else None,
        **asked,
    )


def state_of(asked: str) -> orders.State | None:
    """What is to be sent, or is under way, is paid."""
    if asked == "any":
        return None
    return "paid" if asked in SENT else cast("orders.State", asked)


async def _sent_orders(ask: Ask, work: Work, state: str) -> tuple[UUID, ...]:
    places = ask.scope.place_list()
    if state == "to_ship":
        found = await fulfilment.list_to_send(work, places)
    else:
        found = await fulfilment.list_under_way(work, places)
    return tuple(one.order_id for one in found)


async def receipt(ask: Ask, order: orders.Order) -> MyOrder:
    """Of an order that was placed a moment ago; whoever asks beside her is answered with her."""
    if ask.works not in _receipts:
        _receipts[ask.works] = Lanes(ask.works, my_orders, actor=ask.actor, reads=True)
    return await _receipts[ask.works].submit(ask.tenant, order)


async def my_order(work: Work, order: orders.Order) -> MyOrder:
    """With what her balance pays of it."""
    [shown] = await my_orders(work, [order])
    return structs.replace(shown, balance=await paid_by(work, order.id))


async def my_orders(work: Work, found: Sequence[orders.Order]) -> list[MyOrder]:
    """Each with its pickup code while it waits for her."""
    heads = await view.order_heads(work, found)
    insides = await view.orders_inside(work, found, by=False)
    attempts = await payments.attempts_of(work, [one.id for one in found])
    fetched = await view.find_pickups(work, [one.id for one in found])
    ready = [order for order, fetch in fetched.items() if fetch.state == "ready"]
    codes = await fulfilment.codes_of(work, ready) if ready else {}
    promised = await vouchers.promised_lines(work, [one.id for one in found])
    sent = await find_shipping(work, [one.id for one in found], covered=False)
    left = await ship_order.left_to_send(work, list(sent))
    return [
        MyOrder(
            **view.fields_of(head),
            **view.fields_of(inside),
            payment=_payment(attempts[one.id]) if one.id in attempts else None,
            fetch=fetched.get(one.id),
            code=codes[one.id].code if one.id in codes else None,
            vouchers=sum(
                line.quantity for line in head.lines if line.n in promised.get(one.id, ())
            ),
            shipping=sent.get(one.id),
            may=_may(work, one, head, left.get(one.id), promised.get(one.id, set())),
        )
        for one, head, inside in zip(found, heads, insides, strict=True)
    ]


async def open_code(work: Work, order: UUID) -> str:
    """The digits of what waits to be fetched; NotFound before and after."""
    shown = (await fulfilment.codes_of(work, [order])).get(order)
    if shown is None or view.pickup_state(shown.pickup) != "ready":
        raise NotFound
    return shown.code


async def order_detail(work: Work, order: orders.Order) -> OrderDetail:
    [item] = await view.order_items(work, [order])
    [inside] = await view.orders_inside(work, [order], by=True)
    which = payments.Filter(order=order.id)
    attempts, _ = await payments.list_attempts(work, which, limit=MOST_ATTEMPTS)
    shipping = (await find_shipping(work, [order.id], covered=True)).get(order.id)
    left = await ship_order.left_to_send(work, [order.id]) if shipping else {}
    return OrderDetail(
        **view.fields_of(item),
        **view.fields_of(inside),
        payments=[payment_item(one) for one in attempts],
        fetch=(await view.find_pickups(work, [order.id])).get(order.id),
        balance=await paid_by(work, order.id),
        shipping=shipping,
        remarks=await view.find_remarks(work, order.id),
        pricing=await order_pricing(work, order),
        to_send=[
            fulfilment.ParcelLine(n=n, quantity=pieces)
            for n, pieces in left.get(order.id, {}).items()
            if pieces > 0
        ],
    )


async def pay(ask: Ask, kit: Kit, asking: ask_payment.Asking) -> PaymentAsked:
    """Where to pay; the vendor is called beside no open work."""
    return payment_asked(await ask_payment.ask_at_cashier(kit, ask.tenant, ask.actor, asking))


def payment_asked(attempt: payments.Attempt | None) -> PaymentAsked:
    """CashierDeclined where the vendor would not."""
    if attempt is not None and attempt.state not in {"prepared", "paid"}:
        raise payments.CashierDeclined
    if attempt is None:
        return PaymentAsked(paid=True, pay_path=None, payable_until=None, amount_minor=0)
    paid = attempt.state == "paid"
    return PaymentAsked(
        paid=paid,
        pay_path=None if paid else attempt.pay_path,
        payable_until=None if paid else attempt.payable_until,
        amount_minor=attempt.amount_minor,
    )


async def refund(work: Work, order: UUID, data: RefundGiven, *, unfetched: bool = False) -> None:
    """Of these lines, or of everything that is left; `unfetched`: only before it is fetched."""
    if data.lines is None:
        lines = (await orders.lines_of(work, [order])).get(order, [])
        left = {one.n: one.quantity - one.refunded_quantity for one in lines}
        if unfetched and await fulfilment.shipments_of(work, [order]):
            unsent = (await ship_order.left_to_send(work, [order]))[order]
            left = {n: min(pieces, unsent.get(n, pieces)) for n, pieces in left.items()}
        wanted = {n: quantity for n, quantity in left.items() if quantity > 0}
    else:
        wanted = dict.fromkeys((one.n for one in data.lines), 0)
        for one in data.lines:
            wanted[one.n] += one.quantity
    asked = orders.RefundAsk(
        id=data.id or work.new_id(),
        order=order,
        quantities=wanted,
        why=data.why,
        goods_back=data.goods_back,
        unfetched=unfetched,
    )
    await refund_order.ask(work, asked)


def _payment(attempt: payments.Attempt) -> MyPayment:
    payable = attempt.state == "prepared" and attempt.close_asked_at is None
    return MyPayment(
        state=attempt.state,
        amount_minor=attempt.amount_minor,
        pay_path=attempt.pay_path if payable else None,
        payable_until=attempt.payable_until if payable else None,
        ended_at=attempt.ended_at,
    )


def _may(
    work: Work,
    order: orders.Order,
    head: view.OrderHead,
    unsent: Mapping[int, int] | None,
    promised: Set[int],
) -> list[May]:
    """`unsent`: what of an order that is sent has not left yet. `promised` are lines of vouchers,
    which go back by themselves and need no case."""
    if order.state == "unpaid":
        return ["pay", "cancel"] if order.expires_at > work.now else []
    mail = head.ship in {"part", "sent", "received"}
    goods = [one for one in head.lines if one.n not in promised]
    kept = any(one.refunded_quantity < one.quantity for one in goods)
    back: list[May] = ["ask_back"] if kept and (mail or order.state == "redeemed") else []
    if order.state != "paid":
        return back if order.state == "redeemed" else []
    left = any(one.refunded_quantity < one.quantity for one in head.lines)
    if unsent is not None:
        left = any(pieces > 0 for pieces in unsent.values())
    if head.group is not None and head.group.state != "full":
        return []
    may: list[May] = ["refund"] if left else []
    return [*may, *back, "receive"] if head.ship in {"part", "sent"} else [*may, *back]
