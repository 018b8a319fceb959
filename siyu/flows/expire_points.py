"""Points end at their hour, and she is told in time that they will."""

from siyu.flows import points_purses
from siyu.kernel.db import Work
from siyu.modules import ledger, loyalty


async def expire(work: Work, *, limit: int = 200) -> int:
    """Take what is left of lots that have ended; how many were looked at, so that 0 means: none.

    What an order holds of such a lot stays with the order, and ends should it come back.
    """
    due = await loyalty.due_lots(work, work.now, limit)
    if not due:
        return 0
    await ledger.lock(work, points_purses.guards((lot.customer_id, lot.kind_id) for lot in due))
    balances = await ledger.balances_of(work, [points_purses.account(lot) for lot in due])
    codes = await points_purses.codes(work)
    entries = []
    for lot, balance in zip(due, balances, strict=True):
        left = balance.posted - balance.held
        if left <= 0:
            continue
        purse = points_purses.Purse(customer=lot.customer_id, kind=lot.kind_id, held=[], debt=0)
        parts = [loyalty.Part(lot=lot.id, amount=-left)]
        entries.append(points_purses.entry(work, purse, "expired", parts, ref=lot.id))
        told = loyalty.PointsExpired(kind=lot.kind_id, code=codes[lot.kind_id], amount=left)
        work.tell(told, subject=lot.customer_id)
    await points_purses.book(work, entries)
    held = [(lot, balance.held) for lot, balance in zip(due, balances, strict=True)]
    await loyalty.looked_at(work, held)
    return len(due)


async def warn(work: Work, *, limit: int = 500) -> int:
    """Tell of lots that end soon, each once; how many were looked at."""
    due = await loyalty.lots_to_warn_of(work, work.now, limit)
    balances = await ledger.balances_of(work, [points_purses.account(lot) for lot in due])
    codes = await points_purses.codes(work) if due else {}
    for lot, balance in zip(due, balances, strict=True):
        left = balance.posted - balance.held
        if left > 0 and lot.expires_at is not None and lot.expires_at > work.now:
            told = loyalty.PointsEndAnnounced(
                kind=lot.kind_id,
                code=codes[lot.kind_id],
                amount=left,
                expires_at=lot.expires_at,
            )
            work.tell(told, subject=lot.customer_id)
    await loyalty.warned(work, due)
    return len(due)
