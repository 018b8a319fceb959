"""After an order was paid or returned: her figures follow."""

from siyu.flows import count_orders
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    return [Reaction("tills.count_orders", count_orders.ON, count_orders.take)]
