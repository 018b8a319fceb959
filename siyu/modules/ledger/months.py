"""A month of the books: what accounts of each kind began and ended with, and what moved them."""

from datetime import datetime

from msgspec import Struct

from siyu.kernel.db import Query, Work


class KindMonth(Struct, frozen=True):
    """All accounts of a kind together; `held` is what is out of reach now, of all months."""

    kind: str
    unit: str
    opening: int
    came: int
    went: int
    closing: int
    held: int


class ReasonMonth(Struct, frozen=True):
    """What came and went on accounts of a kind for one reason, in so many lines."""

    kind: str
    unit: str
    reason: str
    came: int
    went: int
    lines: int


# Each kind of points is a unit of its own; of all of them together it is points.
_SIDES = """
select a.kind, split_part(a.unit, ':', 1) as unit, s.at, s.reason, s.amount
from (
  select t.debit as account, t.at, t.reason, -t.amount as amount from ledger.transfer t
  where t.tenant_id = $1 and t.phase in ('post', 'settle') and t.at < $3
  union all
  select t.credit, t.at, t.reason, t.amount from ledger.transfer t
  where t.tenant_id = $1 and t.phase in ('post', 'settle') and t.at < $3
) s join ledger.account a on a.tenant_id = $1 and a.id = s.account
"""
_KINDS = Query(
    KindMonth,
    f"""
    select k.kind, k.unit, k.opening, k.came, k.went, k.opening + k.came - k.went as closing,
           coalesce(h.held, 0)::int8 as held
    from (
      select kind, unit, coalesce(sum(amount) filter (where at < $2), 0)::int8 as opening,
             coalesce(sum(amount) filter (where at >= $2 and amount > 0), 0)::int8 as came,
             coalesce(-sum(amount) filter (where at >= $2 and amount < 0), 0)::int8 as went
      from ({_SIDES}) side group by kind, unit
    ) k left join (
      select a.kind, sum(p.amount)::int8 as held
      from ledger.open_hold o
      join ledger.transfer p on p.tenant_id = o.tenant_id and p.chain = o.chain
        and p.line = o.line
      join ledger.account a on a.tenant_id = o.tenant_id and a.id = p.debit
      where o.tenant_id = $1 group by a.kind
    ) h on h.kind = k.kind
    order by k.unit, k.kind
    """,
)
_REASONS = Query(
    ReasonMonth,
    f"""
    select kind, unit, reason, coalesce(sum(amount) filter (where amount > 0), 0)::int8 as came,
           coalesce(-sum(amount) filter (where amount < 0), 0)::int8 as went,
           count(*)::int8 as lines
    from ({_SIDES}) side where at >= $2 group by kind, unit, reason order by unit, kind, reason
    """,
)


async def kinds_in(work: Work, since: datetime, until: datetime) -> list[KindMonth]:
    """Every kind that has accounts; it reads all lines up to `until`."""
    return await _KINDS.all(work, work.tenant, since, until)


async def reasons_in(work: Work, since: datetime, until: datetime) -> list[ReasonMonth]:
    """What moved in this time, kind by kind and reason by reason."""
    return await _REASONS.all(work, work.tenant, since, until)
