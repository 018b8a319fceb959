"""Goods are handed over: the code is used and the order redeemed, both or neither.

Refusals are given back instead of raised: whoever asks commits first, so that a wrong guess stays
counted, and raises then.
"""

from msgspec import Struct

from siyu.flows import ship_order
from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import fulfilment, orders, tenants


class Handing(Struct, frozen=True, kw_only=True):
    """What a code fetches: of each line, what is left of it."""

    pickup: fulfilment.Pickup
    order: orders.Order
    lines: list[orders.Line]


async def look(work: Work, code: str, by: fulfilment.By) -> Handing | Refusal:
    """What would be handed over here, or why nothing is."""
    found = await fulfilment.look(work, code, by)
    return await _said(work, found) if isinstance(found, Refusal) else await _handing(work, found)


async def redeem(work: Work, code: str, by: fulfilment.By) -> Handing | Refusal:
    """Hand it over, once. The order is locked before its code, as a refund does it."""
    seen = await fulfilment.look(work, code, by)
    if isinstance(seen, Refusal):
        return await _said(work, seen)
    await orders.lock_orders(work, [seen.order_id])
    done = await fulfilment.redeem(work, code, by)
    if isinstance(done, Refusal):
        return await _said(work, done)
    if not await orders.redeem(work, [done.order_id]):
        raise fulfilment.Voided
    return await _handing(work, done)


async def _said(work: Work, refused: Refusal) -> Refusal:
    """Whoever came to the wrong store is told the right one by its name."""
    if not isinstance(refused, fulfilment.OtherStore):
        return refused
    found = await tenants.store_refs(work, [refused.at])
    return fulfilment.OtherStore(refused.at, found[refused.at].name)


async def _handing(work: Work, pickup: fulfilment.Pickup) -> Handing:
    lines = (await ship_order.goods_lines(work, [pickup.order_id]))[pickup.order_id]
    return Handing(
        pickup=pickup,
        order=await orders.get_order(work, pickup.order_id),
        lines=[one for one in lines if one.refunded_quantity < one.quantity],
    )
