"""After orders are paid or go back: what may be fetched, and what may not any more."""

from siyu.flows import ready_pickups, ship_order, tell_parcels
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    return [
        Reaction("fulfilment.make_pickups", ("orders.order_paid",), ready_pickups.take_paid),
        Reaction("fulfilment.void_pickups", ("orders.order_closed",), ready_pickups.take_closed),
        Reaction("fulfilment.void_shipments", ("orders.order_closed",), ship_order.take_closed),
        Reaction("fulfilment.tell_sent", ("fulfilment.parcel_sent",), tell_parcels.tell),
        Reaction("fulfilment.tell_ready", ("fulfilment.pickup_ready",), ready_pickups.tell),
    ]
