"""The end of a month: the ledger's month, and money as three rooms have it, one by one.

What moved in the month is compared as it stands now: a payment whose order is settled a moment
later is no difference a moment later.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.modules import ledger
from siyu.views.commissions import month_of

MOST = 200
MOST_SEALS = 50

About = Literal["order", "top_up", "unknown"]


class Threefold(Struct, frozen=True):
    """Money as the cashier, the ledger and the orders (or top-ups) have it, and how many."""

    number: int
    payments_minor: int
    ledger_minor: int
    orders_minor: int
    differing: int


class Difference(Struct, frozen=True):
    """An order or top-up of which the three do not say the same."""

    ref: UUID
    no: str | None
    about: About
    payments_minor: int
    ledger_minor: int
    orders_minor: int


class MonthClose(Struct, frozen=True, kw_only=True):
    """`seal` is the last one of all; who writes it down elsewhere can prove the books by it."""

    month: str
    since: datetime
    until: datetime
    kinds: list[ledger.KindMonth]
    reasons: list[ledger.ReasonMonth]
    money: Threefold
    differences: list[Difference]
    seals: list[ledger.SealHead]
    seal: ledger.SealHead | None


_COMPARED = """
with cashiers as materialized (
  select id from ledger.account where tenant_id = $1 and kind = 'cashier'
), cash as materialized (
  select ref, -amount as amount, at from ledger.transfer
  where tenant_id = $1 and debit in (select id from cashiers) and phase in ('post', 'settle')
  union all
  select ref, amount, at from ledger.transfer
  where tenant_id = $1 and credit in (select id from cashiers) and phase in ('post', 'settle')
), vendor as materialized (
  select order_id as ref, amount_minor as amount, ended_at as at from payments.attempt
  where tenant_id = $1 and state = 'paid'
  union all
  select a.order_id, -r.amount_minor, r.ended_at from payments.refund r
  join payments.attempt a on a.tenant_id = r.tenant_id and a.id = r.attempt_id
  where r.tenant_id = $1 and r.state = 'paid_back'
), moved as materialized (
  select ref from cash where at >= $2 and at < $3
  union select ref from vendor where at >= $2 and at < $3
), goods_back as materialized (
  select r.order_id, sum(case when jsonb_array_length(r.parts) > 0 and r.state = 'paid_back'
                         then -coalesce(s.cash, r.amount_minor)
                         when jsonb_array_length(r.parts) = 0 and r.state <> 'paid_back'
                         then r.amount_minor else 0 end)::int8 as amount
  from orders.refund r
  left join loyalty.balance_share s on s.tenant_id = r.tenant_id and s.refund_id = r.id
  where r.tenant_id = $1 and r.order_id in (select ref from moved) group by r.order_id
), said as (
  select o.id as ref, o.no, 'order' as about,
         case when o.state in ('paid', 'redeemed', 'closed')
              then o.payable_minor - coalesce(b.principal + b.bonus, 0) else 0 end
         + coalesce(g.amount, 0) as amount
  from orders."order" o
  left join loyalty.balance_pay b on b.tenant_id = o.tenant_id and b.order_id = o.id
    and b.state = 'spent'
  left join goods_back g on g.order_id = o.id
  where o.tenant_id = $1 and o.id in (select ref from moved)
  union all
  select t.id, null, 'top_up', case when t.state = 'paid' then t.pay_minor else 0 end
         - coalesce((select sum(r.pay_back_minor) from loyalty.top_up_refund r
                     where r.tenant_id = t.tenant_id and r.top_up_id = t.id
                       and r.state = 'paid_back'), 0)::int8
  from loyalty.top_up t where t.tenant_id = $1 and t.id in (select ref from moved)
), compared as (
  select m.ref, s.no, coalesce(s.about, 'unknown') as about,
         coalesce(v.amount, 0)::int8 as payments_minor, coalesce(c.amount, 0)::int8 as ledger_minor,
         coalesce(s.amount, 0)::int8 as orders_minor
  from moved m
  left join said s on s.ref = m.ref
  left join (select ref, sum(amount) as amount from vendor group by ref) v on v.ref = m.ref
  left join (select ref, sum(amount) as amount from cash group by ref) c on c.ref = m.ref
)
"""
_WHOLE = Query(
    Threefold,
    f"""{_COMPARED}
    select count(*)::int8 as number, coalesce(sum(payments_minor), 0)::int8 as payments_minor,
           coalesce(sum(ledger_minor), 0)::int8 as ledger_minor,
           coalesce(sum(orders_minor), 0)::int8 as orders_minor,
           count(*) filter (where payments_minor <> ledger_minor
                            or ledger_minor <> orders_minor)::int8 as differing
    from compared
    """,
)
_DIFFERENCES = Query(
    Difference,
    f"""{_COMPARED}
    select ref, no, about, payments_minor, ledger_minor, orders_minor from compared
    where payments_minor <> ledger_minor or ledger_minor <> orders_minor
    order by ref limit $4
    """,
)


async def month_close(work: Work, month: date | None) -> MonthClose:
    """A month by its first day; without one, the present. It reads all lines, so not often."""
    first, since, until = await month_of(work, month)
    money = await _WHOLE.one(work, work.tenant, since, until)
    return MonthClose(
        month=f"{first:%Y-%m}",
        since=since,
        until=until,
        kinds=await ledger.kinds_in(work, since, until),
        reasons=await ledger.reasons_in(work, since, until),
        money=money,
        differences=await _DIFFERENCES.all(work, work.tenant, since, until, MOST)
        if money.differing
        else [],
        seals=await ledger.seals_of(work, since, until, limit=MOST_SEALS),
        seal=await ledger.last_seal(work),
    )
