"""After a sale: the rule book may give the customer to whoever sold it."""

from siyu.flows import bind_customer
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    on = ("tills.receipt_recorded",)
    return [
        Reaction("customers.bind_purchases", on, bind_customer.take_purchases),
        Reaction("customers.bind_orders", ("orders.order_paid",), bind_customer.take_orders),
    ]
