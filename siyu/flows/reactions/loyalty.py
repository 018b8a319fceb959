"""After an order was paid, fetched or returned: what it brings her follows."""

from siyu.flows import earn_points
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    return [Reaction("loyalty.earn_points", earn_points.ON, earn_points.take)]
