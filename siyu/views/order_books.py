"""What the books say of an order: every line, from the first hold to the last fen back."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import distribution, ledger
from siyu.views.refs import Refs, gather_refs

GOODS = ("stock", "stock_world")


class BookLine(Struct, frozen=True, kw_only=True):
    """`amount` left `source` and arrived at `target`: kinds of accounts, named by the screen.

    `phase`: post (booked), pending (held), settle (a hold taken), void (a hold let go). `unit` is
    fen, the smallest unit of the merchant's currency, or pcs.
    """

    at: datetime
    phase: ledger.Phase
    reason: str
    amount: int
    unit: str
    source: str
    target: str
    goods: str | None


async def order_books(work: Work, order: UUID) -> list[BookLine]:
    """In the order in which they were written; who earned by the order is among them."""
    earners = {one.earner_id for one in await distribution.earnings_of(work, order)}
    accounts = [ledger.due(order), *(ledger.commission(one) for one in sorted(earners))]
    lines = await ledger.history_of(work, order, accounts)
    skus = [one.source_owner for one in lines if one.source in GOODS]
    refs = await gather_refs(work, skus=skus)
    return [_line(one, refs) for one in lines]


def _line(one: ledger.Written, refs: Refs) -> BookLine:
    return BookLine(
        at=one.at,
        phase=one.phase,
        reason=one.reason,
        amount=one.amount,
        unit=one.unit,
        source=one.source,
        target=one.target,
        goods=refs.skus.get(one.source_owner) if one.source in GOODS else None,
    )
