"""What she buys in the mall counts beside what she buys at the tills."""

from collections.abc import Sequence
from typing import Any

from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.modules import tills

ON = ("orders.order_paid", "orders.order_refunded")


async def take(work: Work, told: Sequence[Told[Any]]) -> None:
    """A paid order is a purchase; what goes back of one is spent no more.

    Money that came in for nothing never counted, so nothing is taken off when it goes back.
    """
    await tills.add_figures(work, [_figures(one) for one in told if one.fact.lines])


def _figures(told: Told[Any]) -> tills.Figures:
    assert told.subject is not None
    minor = sum(line.payable_minor for line in told.fact.lines)
    if told.name == "orders.order_paid":
        return tills.Figures(told.subject, receipts=1, returns=0, spent_minor=minor, at=told.at)
    return tills.Figures(told.subject, receipts=0, returns=1, spent_minor=-minor, at=None)
