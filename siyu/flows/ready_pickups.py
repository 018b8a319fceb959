"""What is paid may be fetched: a code for it, and a letter that says where the code is found."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from siyu.flows import ship_order
from siyu.flows.send_letters import send_letters
from siyu.flows.ship_order import goods_lines
from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.kernel.facts.envelope import Told
from siyu.modules import customers, fulfilment, groups, messaging, orders, tenants

WORDS: dict[Language, str] = {
    "zh": "您的订单 {no} 已付款，可到{store}自提。自提码在商城“我的订单”里，到店时请出示给店员。",
    "en": "Your order {no} is paid and waits for you at {store}. Its pickup code is in the shop "
    "under “My orders”; show it at the counter.",
}


async def take_paid(work: Work, told: Sequence[Told[Any]]) -> None:
    """Orders that were paid; the same fact again changes nothing."""
    await make_ready(work, [one.fact.order for one in told])


async def take_closed(work: Work, told: Sequence[Told[Any]]) -> None:
    """Of what has all gone back nothing is fetched any more; what was fetched stays so."""
    await fulfilment.void(work, [one.fact.order for one in told], why="refunded")


async def make_ready(work: Work, ids: Sequence[UUID]) -> None:
    """A code for each that is paid and of which something is left; void ones get a new code. What
    is sent waits to be sent instead.

    Under the orders' lock: a refund of everything that is asked meanwhile either finds the code
    and voids it, or leaves nothing here to make one for.
    """
    found = await orders.lock_orders(work, ids)
    still = await groups.waiting(work, ids)
    lines = await goods_lines(work, ids)
    waiting = [
        one
        for one in found.values()
        if one.state == "paid"
        and one.id not in still
        and any(n.refunded_quantity < n.quantity for n in lines[one.id])
    ]
    sent = await fulfilment.shipments_of(work, [one.id for one in waiting])
    await fulfilment.ready_shipments(work, list(sent))
    await ship_order.stand(work, list(sent))
    waiting = [one for one in waiting if one.id not in sent]
    makes = [
        fulfilment.Make(order=one.id, store=one.shipping_store_id, customer=one.customer_id)
        for one in waiting
    ]
    await fulfilment.reopen(work, [one.id for one in waiting])
    await fulfilment.make(work, makes)


async def void_if_all_back(work: Work, order: UUID) -> None:
    """Nothing is left to hand over once everything is on its way back, and less to send."""
    await ship_order.stand(work, [order])
    lines = (await goods_lines(work, [order]))[order]
    if all(line.refunded_quantity == line.quantity for line in lines):
        await fulfilment.void(work, [order], why="refunded")


async def tell(work: Work, told: Sequence[Told[Any]]) -> None:
    """A service letter to each, if there is somebody to write to; the digits stay out of it.

    In the language she uses the storefront in; the merchant's where nobody knows hers.
    """
    found = await orders.orders_of(work, [one.fact.order for one in told])
    people = await customers.find_recipients(work, list({o.customer_id for o in found.values()}))
    stores = await tenants.store_refs(work, [one.fact.store for one in told])
    usual = (await tenants.get_tenant(work)).language
    letters = [
        messaging.Letter(
            customer=order.customer_id,
            purpose="service",
            words=WORDS[people[order.customer_id].language or usual].format(
                no=order.no, store=stores[one.fact.store].name
            ),
        )
        for one in told
        if (order := found.get(one.fact.order)) is not None and order.customer_id in people
    ]
    if letters:
        await send_letters(work, letters)
