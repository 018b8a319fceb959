"""Guide desk doors of orders that her store sends."""

from uuid import UUID

from siyu.api import shipping_doors as shared
from siyu.api.delivery_shapes import SHIP_REFUSALS, ParcelGiven
from siyu.api.shipping_doors import ToShip
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, door
from siyu.kernel.errors import NotFound
from siyu.modules import fulfilment
from siyu.views.shipments import AddressShape

PERMIT = "fulfilment.ship"


@door.get("/shipments", permit=PERMIT)
async def list_to_ship(ask: Ask) -> list[ToShip]:
    """What is paid and waits to be sent from my store, the longest waiting first."""
    async with ask.look() as work:
        return await shared.waiting(work, ask.scope.place_list() or [])


@door.post("/shipments/{id:uuid}/parcels", permit=PERMIT, errors=SHIP_REFUSALS)
async def send_from_desk(ask: Ask, id: UUID, data: ParcelGiven) -> ToShip:
    """Note that a parcel of the order left: these lines, or everything that waits still."""
    async with ask.work() as work:
        await _hold(ask, work, id)
        await shared.send(work, id, data)
        return (await shared.to_ship(work, [id]))[0]


@door.post("/shipments/{id:uuid}/address", permit=PERMIT, status_code=200)
async def reveal_at_desk(ask: Ask, id: UUID) -> AddressShape:
    """Where it goes, for the label; whoever looks is kept on record."""
    async with ask.work() as work:
        await _hold(ask, work, id)
        return await shared.reveal(work, id)


async def _hold(ask: Ask, work: Work, order: UUID) -> None:
    """An order that her store sends; NotFound otherwise."""
    found = (await fulfilment.shipments_of(work, [order])).get(order)
    if found is None or found.store_id not in (ask.scope.place_list() or []):
        raise NotFound


DOORS = [list_to_ship, send_from_desk, reveal_at_desk]
