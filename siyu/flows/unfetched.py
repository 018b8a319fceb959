"""What the stated rule does with orders that nobody comes for: a letter, and then an end.

Whichever end it is, whoever sold it learns in time what is theirs: commission of what is kept for
her begins to thaw, of what is refunded it is taken back.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from uuid import uuid5

from siyu.flows import refund_order, ship_order
from siyu.flows.send_letters import send_letters
from siyu.kernel.db import Work
from siyu.kernel.errors import Language, Refusal
from siyu.modules import customers, fulfilment, messaging, orders, tenants

WORDS: dict[Language, str] = {
    "zh": "您的订单 {no} 还在{store}等您自提，自提码在商城“我的订单”里。",
    "en": "Your order {no} still waits for you at {store}; its pickup code is in the shop under "
    "“My orders”.",
}
WHY = "unfetched"
Opens = Callable[[], AbstractAsyncContextManager[Work]]


async def remind(work: Work) -> int:
    """A letter to whoever has not come in the days that are stated; how many, 0: none is left."""
    days = (await fulfilment.current_rule(work)).remind_after_days
    if days is None:
        return 0
    late = await fulfilment.remind_pickups(work, work.now - timedelta(days=days))
    await _write(work, late)
    return len(late)


async def find(work: Work) -> list[fulfilment.Pickup]:
    """Those whose time is over by the rule of now."""
    days = (await fulfilment.current_rule(work)).unfetched_after_days
    return [] if days is None else await fulfilment.list_overdue(work, work.now - timedelta(days))


async def end(work: Work, pickup: fulfilment.Pickup) -> None:
    """Refund what is left of it, or keep it for her as if she had it; in a work of its own."""
    if (await fulfilment.current_rule(work)).unfetched == "keep":
        await keep(work, pickup)
        return
    await orders.lock_orders(work, [pickup.order_id])
    lines = (await ship_order.goods_lines(work, [pickup.order_id])).get(pickup.order_id, [])
    left = {one.n: one.quantity - one.refunded_quantity for one in lines}
    asked = orders.RefundAsk(
        id=uuid5(pickup.id, WHY),
        order=pickup.order_id,
        quantities={n: pieces for n, pieces in left.items() if pieces},
        why=WHY,
    )
    if await fulfilment.pickups_unfetched(work, [pickup.id], then="refund"):
        await refund_order.ask(work, asked)


async def keep(work: Work, pickup: fulfilment.Pickup) -> None:
    """Its code fetches it still; everything else goes on as if it had."""
    await fulfilment.pickups_unfetched(work, [pickup.id], then="keep")


async def end_all(open_work: Opens) -> int:
    """Each in a work of its own: one that can't be refunded now is kept, and holds up nobody."""
    async with open_work() as work:
        due = await find(work)
    for pickup in due:
        try:
            async with open_work() as work:
                await end(work, pickup)
        except Refusal:
            async with open_work() as work:
                await keep(work, pickup)
    return len(due)


async def _write(work: Work, late: Sequence[fulfilment.Pickup]) -> None:
    found = await orders.orders_of(work, [one.order_id for one in late])
    hers = [one.customer_id for one in late if one.customer_id is not None]
    people = await customers.find_recipients(work, hers)
    stores = await tenants.store_refs(work, [one.store_id for one in late])
    usual = (await tenants.get_tenant(work)).language
    letters = [
        messaging.Letter(
            customer=one.customer_id,
            purpose="service",
            words=WORDS[people[one.customer_id].language or usual].format(
                no=found[one.order_id].no, store=stores[one.store_id].name
            ),
        )
        for one in late
        if one.customer_id in people and one.order_id in found
    ]
    if letters:
        await send_letters(work, letters)
