"""The sums over what a customer bought, changed in the unit of work that records a receipt.

What she bought elsewhere is added by whoever hears of it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.tills.rows import FiguresRow

_ADD = Command(
    """
    insert into tills.customer_figures as f select * from unnest($1::tills.customer_figures[])
    on conflict (tenant_id, customer_id) do update set
      receipts = f.receipts + excluded.receipts, returns = f.returns + excluded.returns,
      spent_minor = f.spent_minor + excluded.spent_minor,
      first_at = least(f.first_at, excluded.first_at),
      last_at = greatest(f.last_at, excluded.last_at)
    """,
    takes=FiguresRow,
)


class Figures(NamedTuple):
    """A change of one customer's sums; `at` is a purchase's moment, None for a return's."""

    customer: UUID
    receipts: int
    returns: int
    spent_minor: int
    at: datetime | None


async def add_figures(work: Work, changes: Iterable[Figures]) -> None:
    """Customers in the order of their ids, so that two units of work never wait in a ring."""
    rows: dict[UUID, FiguresRow] = {}
    for change in changes:
        row = FiguresRow(work.tenant, *change, change.at)
        before = rows.get(change.customer)
        rows[change.customer] = _joined(before, row) if before else row
    await _ADD.post(work, sorted(rows.values(), key=lambda row: row.customer_id.bytes))


def _joined(one: FiguresRow, other: FiguresRow) -> FiguresRow:
    moments = [at for row in (one, other) for at in (row.first_at, row.last_at) if at is not None]
    return FiguresRow(
        one.tenant_id,
        one.customer_id,
        one.receipts + other.receipts,
        one.returns + other.returns,
        one.spent_minor + other.spent_minor,
        min(moments, default=None),
        max(moments, default=None),
    )
