"""After a group was filled or failed: a letter to everybody in it."""

from siyu.flows import tell_groups
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit


def reactions(_: Kit) -> list[Reaction]:
    news = ("groups.group_filled", "groups.group_failed")
    return [Reaction("groups.tell", news, tell_groups.tell)]
