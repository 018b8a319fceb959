"""Open API doors of what is sent: for a warehouse that writes labels by itself."""

from uuid import UUID

from litestar import Response

from siyu.api import order_doors as orders_shared
from siyu.api import shipping_doors as shared
from siyu.api.delivery_shapes import SHIP_REFUSALS, ParcelGiven
from siyu.api.order_shapes import OrderDetail
from siyu.api.shipping_doors import ToShip
from siyu.kernel.doors import Ask, Once, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import orders
from siyu.views.shipments import AddressShape

PERMIT = "fulfilment.ship"


@door.get("/shipments", permit=PERMIT)
async def list_to_ship(ask: Ask, store: UUID | None = None) -> list[ToShip]:
    """What is paid and waits to be sent, the longest waiting first, 200 at most."""
    async with ask.look() as work:
        return await shared.waiting(work, None if store is None else [store])


@door.post(
    "/orders/{id:uuid}/parcels", permit=PERMIT, errors=[*SHIP_REFUSALS, KeyMissing, KeyReused]
)
async def send_parcel(once: Once, id: UUID, data: ParcelGiven) -> Response[OrderDetail]:
    """Note that a parcel left: these lines, or everything that waits still."""
    async with once.work() as work:
        await shared.send(work, id, data)
        found = await orders.get_order(work, id)
        return await once.answer(work, await orders_shared.order_detail(work, found))


@door.get("/orders/{id:uuid}/address", permit=PERMIT)
async def show_address(ask: Ask, id: UUID) -> AddressShape:
    """Where it goes, for the label; kept on record."""
    async with ask.work() as work:
        return await shared.reveal(work, id)


DOORS = [list_to_ship, send_parcel, show_address]
