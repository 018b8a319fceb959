"""After money moved: orders are paid, and what went back is walked back."""

from collections.abc import Sequence
from typing import Any

from siyu.flows import refund_order, settle_payment
from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit
from siyu.modules import orders


async def forget(work: Work, told: Sequence[Told[Any]]) -> None:
    """What the staff remarked about her orders goes with her name, and why their prices changed."""
    people = [one.subject for one in told if one.subject is not None]
    await orders.forget_remarks(work, people)
    await orders.forget_reasons(work, people)


def reactions(_: Kit) -> list[Reaction]:
    ends = ("payments.refund_paid_back", "payments.refund_failed")
    return [
        Reaction(
            "orders.settle_payments", ("payments.payment_taken",), settle_payment.take_payments
        ),
        Reaction("orders.forget", ("customers.customer_forgotten",), forget),
        Reaction("orders.end_refunds", ends, refund_order.take_ends),
    ]
