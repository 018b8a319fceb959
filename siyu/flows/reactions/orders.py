"""After money moved: orders are paid, and what went back is walked back."""

from siyu.flows import refund_order, settle_payment
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    ends = ("payments.refund_paid_back", "payments.refund_failed")
    return [
        Reaction(
            "orders.settle_payments", ("payments.payment_taken",), settle_payment.take_payments
        ),
        Reaction("orders.end_refunds", ends, refund_order.take_ends),
    ]
