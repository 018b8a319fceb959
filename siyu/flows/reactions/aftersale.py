"""After money went back or an order ended: cases that are done with it; and letters to her."""

from siyu.flows import after_sale_clock, tell_cases
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    news = ("aftersale.case_answered", "aftersale.case_ended")
    return [
        Reaction("aftersale.end_paid", ("orders.order_refunded",), after_sale_clock.take_refunds),
        Reaction("aftersale.end_closed", ("orders.order_closed",), after_sale_clock.take_closed),
        Reaction("aftersale.tell", news, tell_cases.tell),
        Reaction("aftersale.forget", ("customers.customer_forgotten",), after_sale_clock.forget),
    ]
