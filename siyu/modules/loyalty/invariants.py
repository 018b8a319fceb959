"""What must always hold of points and balances, asked of the views that say where it does not."""

from siyu.kernel.db import Query, Work
from siyu.kernel.invariants import Broken, Invariant, Meaning, broken_in, checked

MEANINGS = {
    "points_lots": Meaning(
        "每一批积分的余额，都等于获得减去使用、过期与追回。",
        "What is left of every lot is what was earned less what was spent, expired or taken back.",
    ),
    "points_debts": Meaning(
        "每个人欠的积分，都等于明细中记下的欠额。",
        "The points that somebody owes are what her entries say.",
    ),
    "points_earned": Meaning(
        "每张订单带来的积分，都等于明细中它的获得与追回之和。",
        "What an order brought is what was earned of it less what was taken back.",
    ),
    "balance_books": Meaning(
        "每个人的储值（本金、赠送）都等于她全部明细之和。",
        "What is on every balance, principal and bonus, is what its movements come to.",
    ),
    "balance_pieces": Meaning(
        "每一笔充值的本金与赠送都没有被多用，且明细与其拆分一致。",
        "No top-up was spent beyond its principal or its bonus, and pieces add up.",
    ),
    "balance_liability": Meaning(
        "预收款负债等于所有顾客储值本金之和。",
        "What was prepaid and is not earned is the sum of all principal.",
    ),
}
_VIEWS = {code: Query(Broken, broken_in(f"loyalty.invariant_{code}")) for code in MEANINGS}


async def check(work: Work) -> list[Invariant]:
    """Every invariant of this merchant's; it reads them all, so not on a hot path."""
    return await checked(work, _VIEWS)
