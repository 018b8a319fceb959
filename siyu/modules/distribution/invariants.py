"""What must always hold of earnings, asked of the views that say where it does not."""

from siyu.kernel.db import Query, Work
from siyu.kernel.invariants import Broken, Invariant, Meaning, broken_in, checked

MEANINGS = {
    "commission_books": Meaning(
        "每个人的佣金（待解冻、已解冻）都等于账本上他的佣金账户。",
        "What everybody earned, on hold and thawed, is what the books say of them.",
    ),
    "commission_ceiling": Meaning(
        "任何一行商品分出去的佣金之和，都不超过当时方案的上限。",
        "The shares of a line never come to more than the ceiling of the plan of its day.",
    ),
    "commission_kept": Meaning(
        "退款后留下的佣金，恰好等于按未退部分的比例计算的结果。",
        "What is left after refunds is what the formula says of what was kept.",
    ),
}
_VIEWS = {code: Query(Broken, broken_in(f"distribution.invariant_{code}")) for code in MEANINGS}


async def check(work: Work) -> list[Invariant]:
    """Every invariant of this merchant's earnings; it reads them all, so not on a hot path."""
    return await checked(work, _VIEWS)
