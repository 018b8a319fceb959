"""What must always hold of groups, asked of the views that say where it does not."""

from siyu.kernel.db import Query, Work
from siyu.kernel.invariants import Broken, Invariant, Meaning, broken_in, checked

MEANINGS = {
    "group_sizes": Meaning(
        "每个团付款的人不多于名额，成团当且仅当付满。",
        "No group has more paid members than seats, and it is full exactly if all are paid.",
    ),
    "group_seats": Meaning(
        "每个团账上的名额等于还没人付款的名额，失败后一个不留。",
        "The seats in the books are those nobody paid for, and none once a group has failed.",
    ),
    "group_money": Meaning(
        "没有成团的每一笔付款都退了。",
        "Whoever paid for a group that failed was paid back.",
    ),
}
_VIEWS = {code: Query(Broken, broken_in(f"groups.invariant_{code}")) for code in MEANINGS}


async def check(work: Work) -> list[Invariant]:
    """Every invariant of this merchant's groups; it reads them all, so not on a hot path."""
    return await checked(work, _VIEWS)
