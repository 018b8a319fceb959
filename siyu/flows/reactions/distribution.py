"""After an order was paid, fetched or returned: what somebody earns of it follows."""

from siyu.flows import earn_commission
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    return [Reaction("distribution.earn_commission", earn_commission.ON, earn_commission.take)]
