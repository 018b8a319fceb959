"""What console, guide desk and open API share about orders that are sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.api.delivery_shapes import ParcelGiven
from siyu.flows import ship_order
from siyu.kernel.db import Work
from siyu.kernel.errors import NotFound
from siyu.modules import customers, fulfilment, orders
from siyu.modules.customers import CustomerRef
from siyu.views.orders import OrderLine, line_shape
from siyu.views.shipments import (
    AddressShape,
    ShippingShape,
    address_shape,
    find_shipping,
)

MOST = 200


class ToShip(Struct, frozen=True, kw_only=True):
    """An order that waits to be sent: `left` is what of its lines has not left yet."""

    order: UUID
    no: str
    customer: CustomerRef | None
    store: UUID
    placed_at: datetime
    lines: list[OrderLine]
    left: list[fulfilment.ParcelLine]
    shipping: ShippingShape
    note: str
    """What she said with it."""


async def waiting(work: Work, stores: Sequence[UUID] | None) -> list[ToShip]:
    """The longest waiting first; addresses are covered."""
    found = await fulfilment.list_to_send(work, stores, limit=MOST)
    return await to_ship(work, [one.order_id for one in found])


async def to_ship(work: Work, ids: Sequence[UUID]) -> list[ToShip]:
    found, lines = await orders.orders_of(work, ids), await ship_order.goods_lines(work, ids)
    left = await ship_order.left_to_send(work, ids)
    shipping = await find_shipping(work, ids, covered=True)
    hers = await customers.refs(work, [one.customer_id for one in found.values()])
    return [
        ToShip(
            order=id_,
            no=found[id_].no,
            customer=hers.get(found[id_].customer_id),
            store=found[id_].shipping_store_id,
            placed_at=found[id_].placed_at,
            lines=[line_shape(line) for line in lines.get(id_, [])],
            left=[
                fulfilment.ParcelLine(n=n, quantity=pieces)
                for n, pieces in left.get(id_, {}).items()
                if pieces > 0
            ],
            shipping=shipping[id_],
            note=found[id_].note,
        )
        for id_ in ids
        if id_ in found and id_ in shipping
    ]


async def send(work: Work, order: UUID, data: ParcelGiven) -> None:
    """These lines, or everything that waits still."""
    ask = fulfilment.Send(
        id=data.id or work.new_id(),
        order=order,
        carrier=data.carrier,
        tracking=data.tracking,
        quantities=data.quantities(),
    )
    if data.lines is None:
        await ship_order.send_rest(work, ask)
    else:
        await ship_order.send(work, ask)


async def reveal(work: Work, order: UUID) -> AddressShape:
    """Where it goes, for whoever writes the label; kept on record. NotFound if nobody may know."""
    found = (await fulfilment.shipments_of(work, [order])).get(order)
    kept = await customers.addresses_of(work, [found.address_id]) if found else {}
    if found is None or found.address_id not in kept:
        raise NotFound
    work.audit("fulfilment.reveal_address", "order", order)
    return address_shape(kept[found.address_id])
