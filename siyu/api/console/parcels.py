"""Console doors of what is sent: parcels of an order, and where it goes."""

from uuid import UUID

from siyu.api import order_doors as shared
from siyu.api import shipping_doors as shipping
from siyu.api.delivery_shapes import SHIP_REFUSALS, ParcelGiven, TrackingGiven
from siyu.api.order_shapes import OrderDetail
from siyu.flows import ship_order
from siyu.kernel.doors import Ask, door
from siyu.modules import fulfilment, orders
from siyu.views.shipments import AddressShape

PERMIT = "fulfilment.ship"


@door.post("/orders/{id:uuid}/parcels", permit=PERMIT, errors=SHIP_REFUSALS)
async def send_parcel(ask: Ask, id: UUID, data: ParcelGiven) -> OrderDetail:
    """Note that a parcel left: these lines, or everything that waits still."""
    async with ask.work() as work:
        await shared.hold(ask, work, id)
        await shipping.send(work, id, data)
        return await shared.order_detail(work, await orders.get_order(work, id))


@door.put("/parcels/{id:uuid}", permit=PERMIT)
async def amend_parcel(ask: Ask, id: UUID, data: TrackingGiven) -> OrderDetail:
    """Another carrier or number, where it was typed wrong."""
    async with ask.work() as work:
        parcel = await ship_order.find_parcel(work, id)
        order = await shared.hold(ask, work, parcel.order_id)
        await fulfilment.amend_parcel(work, parcel, data.carrier, data.tracking)
        return await shared.order_detail(work, order)


@door.post("/orders/{id:uuid}/address", permit=PERMIT, status_code=200)
async def reveal_address(ask: Ask, id: UUID) -> AddressShape:
    """Where it goes, for the label; whoever looks is kept on record."""
    async with ask.work() as work:
        await shared.hold(ask, work, id)
        return await shipping.reveal(work, id)


DOORS = [send_parcel, amend_parcel, reveal_address]
