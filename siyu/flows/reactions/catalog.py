"""After something was paid for: what one piece of it went for is kept."""

from siyu.flows import keep_deals
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    return [Reaction("catalog.keep_deals", keep_deals.ON, keep_deals.take)]
