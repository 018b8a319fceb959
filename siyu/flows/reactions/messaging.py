"""What messaging does about things that happened elsewhere."""

from collections.abc import Sequence
from typing import Any

from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.kit import Kit
from siyu.modules import messaging


async def forget(work: Work, facts: Sequence[Told[Any]]) -> None:
    """Whoever is forgotten leaves no words behind."""
    for told in facts:
        if told.subject is not None:
            await messaging.forget_letters(work, told.subject)


def reactions(_: Kit) -> list[Reaction]:
    return [Reaction("messaging.forget", ("customers.customer_forgotten",), forget)]
