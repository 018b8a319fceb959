"""The time in which goods may go back is over: what was held for whoever sold them is theirs.

What of it is in an open after-sale case waits until the case is over, however long that takes.
"""

from uuid import uuid5

from siyu.kernel.db import Work
from siyu.modules import aftersale, distribution, ledger

THAWED = "commission_thawed"


async def thaw(work: Work, *, limit: int = 500) -> int:
    """Thaw what is due; how many earnings, so that 0 means: none is left."""
    due = await distribution.thaw(work, limit=limit, waits=await aftersale.open_lines(work))
    ledger.must_be_granted(await ledger.apply(work, [_settled(one) for one in due]))
    return len(due)


def _settled(one: distribution.Earning) -> ledger.Chain:
    # After a refund the hold has a second line, which ended the one before.
    name = uuid5(one.id, "thawed")
    takes = {1: one.kept_minor}
    return ledger.settle(name, one.hold_id, takes, reason=THAWED, ref=one.order_id)
