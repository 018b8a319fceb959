"""What must always hold of sales, asked of the views that say where it does not."""

from siyu.kernel.db import Query, Work
from siyu.kernel.invariants import Broken, Invariant, Meaning, broken_in, checked

MEANINGS = {
    "sale_pools": Meaning(
        "每个秒杀库存：备货数等于从货架移入的数，结束后不留一件。",
        "What was put aside for a sale is what left the shelf, and after its end nothing is left.",
    ),
    "sale_sold": Meaning(
        "每个秒杀库存卖出的不多于备货，移入等于卖出加退回加剩余。",
        "No pool sold more than it had; what came in was sold, went back or is still there.",
    ),
    "sale_caps": Meaning(
        "没有人买到的秒杀商品超过每人限购。",
        "Nobody has more of a sale's goods than one person may.",
    ),
}
_VIEWS = {code: Query(Broken, broken_in(f"deals.invariant_{code}")) for code in MEANINGS}


async def check(work: Work) -> list[Invariant]:
    """Every invariant of this merchant's sales; it reads them all, so not on a hot path."""
    return await checked(work, _VIEWS)
