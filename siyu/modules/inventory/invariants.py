"""What must always hold of transfers, asked of the view that says where it does not."""

from siyu.kernel.db import Query, Work
from siyu.kernel.invariants import Broken, Invariant, Meaning, broken_in, checked

MEANINGS = {
    "transit": Meaning(
        "每张在途调拨单：账上在途的数等于发出的数；收货之后在途为零。",
        "The ledger has of a transfer under way what was sent, and nothing once it was received.",
    ),
}
_VIEWS = {code: Query(Broken, broken_in(f"inventory.invariant_{code}")) for code in MEANINGS}


async def check(work: Work) -> list[Invariant]:
    """Every invariant of this merchant's transfers; it reads them all, so not on a hot path."""
    return await checked(work, _VIEWS)
