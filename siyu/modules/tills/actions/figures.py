"""The sums over a customer's receipts, changed in the unit of work that records them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from siyu.kernel.db import Command, Work

_ADD = Command(
    """
    insert into tills.customer_figures as f
      (tenant_id, customer_id, receipts, returns, spent_minor, first_at, last_at)
    select $1, a.customer_id, sum(a.receipts), sum(a.returns), sum(a.spent_minor),
           min(a.at), max(a.at)
    from unnest($2::uuid[], $3::int4[], $4::int4[], $5::int8[], $6::timestamptz[])
      a (customer_id, receipts, returns, spent_minor, at)
    group by a.customer_id order by a.customer_id
    on conflict (tenant_id, customer_id) do update set
      receipts = f.receipts + excluded.receipts, returns = f.returns + excluded.returns,
      spent_minor = f.spent_minor + excluded.spent_minor,
      first_at = least(f.first_at, excluded.first_at),
      last_at = greatest(f.last_at, excluded.last_at)
    """
)


class Figures(NamedTuple):
    """A change of one customer's sums; `at` is a purchase's moment, None for a return's."""

    customer: UUID | None
    receipts: int
    returns: int
    spent_minor: int
    at: datetime | None


async def add_figures(work: Work, changes: Iterable[Figures]) -> None:
    """Customers in the order of their ids, so that two units of work never wait in a ring."""
    columns = [list(column) for column in zip(*changes, strict=True)]
    if columns:
        await _ADD.run(work, work.tenant, *columns)
