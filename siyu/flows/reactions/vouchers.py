"""After an order was paid: what it was paid for may be used."""

from siyu.flows import use_vouchers
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    return [Reaction("vouchers.issue", ("orders.order_paid",), use_vouchers.take_paid)]
