"""After something was bought, fetched or returned, and after money moved for a balance."""

from siyu.flows import earn_points, refund_top_up, tiers, top_up
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    ends = ("payments.refund_paid_back", "payments.refund_failed")
    return [
        Reaction("loyalty.earn_points", earn_points.ON, earn_points.take),
        Reaction("loyalty.grow", tiers.ON, tiers.take),
        Reaction("loyalty.grow_at_tills", tiers.AT_TILLS, tiers.take_receipts),
        Reaction("loyalty.top_up", ("payments.payment_taken",), top_up.take_payments),
        Reaction("loyalty.end_refunds", ends, refund_top_up.take_ends),
    ]
