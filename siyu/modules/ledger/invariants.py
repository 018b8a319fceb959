"""What must always hold of the books, asked of the views that say where it does not."""

from siyu.kernel.db import Query, Work
from siyu.kernel.invariants import Broken, Invariant, Meaning, broken_in, checked

MEANINGS = {
    "chains": Meaning(
        "每一笔账借贷相等，且一行不少。",
        "Every chain is whole, and sums to zero in each unit.",
    ),
    "balances": Meaning(
        "每个余额都等于它全部流水之和。",
        "Every balance is the sum of its transfers.",
    ),
    "floors": Meaning(
        "从第一笔起，没有一个余额低于下限或高于上限。",
        "No balance was ever below its floor, and none is above its ceiling.",
    ),
    "holds": Meaning(
        "每一笔占用要么仍在占用，要么恰好结束过一次，且不多于所占用的。",
        "Every hold is open, or ended exactly once and for no more than it held.",
    ),
    "held": Meaning(
        "占用中的数量等于未结束占用之和。",
        "What is held is the sum of open holds.",
    ),
}

_VIEWS = {code: Query(Broken, broken_in(f"ledger.invariant_{code}")) for code in MEANINGS}


async def check(work: Work) -> list[Invariant]:
    """Every invariant of this merchant's books; it reads them all, so not on a hot path."""
    return await checked(work, _VIEWS)
