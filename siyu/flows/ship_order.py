"""Orders are sent, whole or in parcels, and received: all of it under the order's lock."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import structs

from siyu.kernel.db import Work
from siyu.kernel.errors import NotFound, Refusal
from siyu.kernel.facts.envelope import Told
from siyu.modules import fulfilment, orders, vouchers


async def goods_lines(work: Work, ids: Sequence[UUID]) -> dict[UUID, list[orders.Line]]:
    """What is handed over or sent: lines that become vouchers are used by their own codes."""
    lines, promised = await orders.lines_of(work, ids), await vouchers.promised_lines(work, ids)
    return {
        id_: [line for line in of if line.n not in promised.get(id_, ())]
        for id_, of in lines.items()
    }


async def left_to_send(work: Work, ids: Sequence[UUID]) -> dict[UUID, dict[int, int]]:
    """Of each line, the pieces that neither left nor were called off before they did."""
    lines = await goods_lines(work, ids)
    sent, off = await fulfilment.sent_of(work, ids), await orders.called_off_of(work, ids)
    return {
        id_: {
            line.n: line.quantity
            - sent.get(id_, {}).get(line.n, 0)
            - off.get(id_, {}).get(line.n, 0)
            for line in of
        }
        for id_, of in lines.items()
    }


async def send(work: Work, ask: fulfilment.Send) -> fulfilment.Parcel:
    """A parcel has left the store; the same id again is the same parcel."""
    found = await orders.lock_orders(work, [ask.order])
    if ask.order not in found:
        raise NotFound
    left = (await left_to_send(work, [ask.order]))[ask.order]
    sent = await fulfilment.send(work, ask, left)
    if isinstance(sent, Refusal):
        raise sent
    await stand(work, [ask.order])
    return sent


async def send_rest(work: Work, ask: fulfilment.Send) -> fulfilment.Parcel:
    """Everything that waits still, in one parcel."""
    await orders.lock_orders(work, [ask.order])
    known = (await fulfilment.parcels_by_id(work, [ask.id])).get(ask.id)
    if known is not None and known.order_id == ask.order:
        return known
    left = (await left_to_send(work, [ask.order])).get(ask.order, {})
    whole = {n: pieces for n, pieces in left.items() if pieces > 0}
    if not whole:
        raise fulfilment.NotToSend
    return await send(work, structs.replace(ask, quantities=whole))


async def find_parcel(work: Work, parcel: UUID) -> fulfilment.Parcel:
    """NotFound if there is none."""
    found = (await fulfilment.parcels_by_id(work, [parcel])).get(parcel)
    if found is None:
        raise NotFound
    return found


async def receive(work: Work, order: UUID, parcel: UUID | None = None) -> None:
    """She has this parcel, or all that were sent; NothingToReceive if none is on its way."""
    await orders.lock_orders(work, [order])
    under_way = [
        one
        for one in (await fulfilment.parcels_of(work, [order])).get(order, [])
        if one.received_at is None and parcel in {None, one.id}
    ]
    if not under_way:
        raise fulfilment.NothingToReceive
    await fulfilment.receive(work, under_way, by_clock=False)
    await stand(work, [order])


async def receive_due(work: Work, *, limit: int = 200) -> int:
    """What nobody said anything about for so long is with her; how many, so that 0: none left."""
    due = await fulfilment.due_parcels(work, work.now, limit=limit)
    await orders.lock_orders(work, [one.order_id for one in due])
    done = await fulfilment.receive(work, due, by_clock=True)
    await stand(work, sorted({one.order_id for one in done}))
    return len(due)


async def must_be_unsent(work: Work, asked: orders.RefundAsk) -> None:
    """OnItsWay for pieces that have left the store already."""
    left = await _left_if_sent(work, asked.order)
    if left is not None and any(pieces > left.get(n, 0) for n, pieces in asked.quantities.items()):
        raise orders.OnItsWay


async def as_sent(work: Work, asked: orders.RefundAsk) -> orders.RefundAsk:
    """A refund that knows what of it had left the store: what is there still goes back first.

    The freight goes back with the last piece of what was never sent; lines that become vouchers
    have no part in it.
    """
    left = await _left_if_sent(work, asked.order)
    if left is None:
        return asked
    handed = {
        n: pieces - min(pieces, 0 if asked.of_sent else max(0, left[n]))
        for n, pieces in asked.quantities.items()
        if n in left
    }
    order = await orders.get_order(work, asked.order)
    lines = (await goods_lines(work, [asked.order]))[asked.order]
    wanted = asked.quantities
    whole = all(one.refunded_quantity + wanted.get(one.n, 0) >= one.quantity for one in lines)
    none_left = not (await fulfilment.sent_of(work, [asked.order])).get(asked.order)
    freight = asked.freight_minor
    if whole and none_left:
        freight = order.freight_minor - await orders.freight_back_of(work, asked.order)
    return structs.replace(asked, handed=handed, freight_minor=freight)


async def stand(work: Work, ids: Sequence[UUID]) -> None:
    """Count anew how far these are; what is all with her is hers, so that its order is done."""
    shipments = await fulfilment.shipments_of(work, ids)
    if not shipments:
        return
    found = await orders.lock_orders(work, list(shipments))
    left = await left_to_send(work, list(shipments))
    parcels = await fulfilment.parcels_of(work, list(shipments))
    for id_ in sorted(shipments):
        own = parcels.get(id_, [])
        done = all(pieces <= 0 for pieces in left[id_].values())
        with_her = done and bool(own) and all(one.received_at for one in own)
        await fulfilment.shipment_stands(
            work, id_, done=done, received=with_her, void=done and not own
        )
        if with_her and found[id_].state == "paid":
            await orders.redeem(work, [id_], why="received")


async def take_closed(work: Work, told: Sequence[Told[Any]]) -> None:
    """Of what has all gone back nothing is sent any more."""
    await stand(work, [one.fact.order for one in told])


async def _left_if_sent(work: Work, order: UUID) -> dict[int, int] | None:
    """None for an order that is fetched."""
    if order not in await fulfilment.shipments_of(work, [order]):
        return None
    await orders.lock_orders(work, [order])
    return (await left_to_send(work, [order]))[order]
