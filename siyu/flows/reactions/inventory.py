"""After goods moved: places that have too few are known, and told to who works there."""

from siyu.flows import watch_levels
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    return [Reaction("inventory.watch_levels", watch_levels.ON, watch_levels.take)]
