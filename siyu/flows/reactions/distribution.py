"""After an order was paid, fetched or returned, or a balance bought: what somebody earns."""

from siyu.flows import earn_commission, earn_top_ups
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    return [
        Reaction("distribution.earn_commission", earn_commission.ON, earn_commission.take),
        Reaction("distribution.earn_top_ups", earn_top_ups.ON, earn_top_ups.take),
    ]
