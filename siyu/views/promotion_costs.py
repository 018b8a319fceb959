"""Who paid what for promotions: discounts of orders that were paid, less what of them went back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.modules import tenants
from siyu.modules.promotions.pricing.values import Payer

MOST_RULES = 500


class CostMonth(Struct, frozen=True, kw_only=True):
    """What each paid for discounts of orders that were placed in a month (`2026-11`)."""

    month: str
    brand_minor: int
    store_minor: int
    supplier_minor: int


class CostRule(Struct, frozen=True, kw_only=True):
    """What a payer paid in the name of a promotion or a coupon; `who` of several stores."""

    rule: UUID
    name: str
    payer: Payer
    who: UUID | None
    orders: int
    amount_minor: int


class Costs(Struct, frozen=True, kw_only=True):
    months: list[CostMonth]
    rules: list[CostRule]


# A line's part of what a payer gave goes back as `pricing.back` says: rounded down, piece by piece.
_PAID = """
from orders.order o
cross join lateral jsonb_array_elements(o.quote -> 'lines') with ordinality as q (line, n)
cross join lateral jsonb_array_elements(q.line -> 'paid') as p (paid)
join orders.line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.n = q.n
where o.tenant_id = $1 and o.placed_at >= $2 and o.placed_at < $3
  and o.state in ('paid', 'redeemed', 'closed')
"""
_KEPT = """
(p.paid ->> 'amount_minor')::int8
  - (p.paid ->> 'amount_minor')::int8 * l.refunded_quantity / l.quantity
"""


# What points pay is borne by somebody too.
_POINTS = """
from orders.order o
cross join lateral jsonb_array_elements(o.quote -> 'lines') with ordinality as q (line, n)
join orders.line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.n = q.n
where o.tenant_id = $1 and o.placed_at >= $2 and o.placed_at < $3
  and o.state in ('paid', 'redeemed', 'closed') and (o.quote ->> 'points_minor')::int8 > 0
"""
_POINTS_KEPT = """
(q.line ->> 'points_minor')::int8
  - (q.line ->> 'points_minor')::int8 * l.refunded_quantity / l.quantity
"""


class _Month(Struct, frozen=True):
    month: str
    payer: str
    amount_minor: int


_MONTHS = Query(
    _Month,
    f"""
    select month, payer, sum(amount_minor)::int8 as amount_minor from (
      select to_char(o.placed_at at time zone $4, 'YYYY-MM') as month,
             p.paid ->> 'payer' as payer, {_KEPT} as amount_minor
      {_PAID}
      union all
      select to_char(o.placed_at at time zone $4, 'YYYY-MM'),
             o.quote #>> '{{cart,points,payer}}', {_POINTS_KEPT}
      {_POINTS}) c
    group by 1, 2 order by 1
    """,
)
_RULES = Query(
    CostRule,
    f"""
    select (p.paid ->> 'rule')::uuid as rule,
           max((select s ->> 'name' from jsonb_array_elements(o.quote -> 'steps') s
                where s ->> 'rule' = p.paid ->> 'rule' limit 1)) as name,
           p.paid ->> 'payer' as payer, (p.paid ->> 'who')::uuid as who,
           count(distinct o.id) as orders, sum({_KEPT})::int8 as amount_minor
    {_PAID} group by 1, 3, 4
    union all
    select (o.quote #>> '{{cart,points,kind}}')::uuid,
           (select k.name from loyalty.points_kind k
            where k.tenant_id = $1 and k.id = (o.quote #>> '{{cart,points,kind}}')::uuid),
           o.quote #>> '{{cart,points,payer}}', null,
           count(distinct o.id), sum({_POINTS_KEPT})::int8
    {_POINTS} group by 1, 2, 3
    order by 6 desc, 1, 3 limit {MOST_RULES}
    """,
)


async def costs(work: Work, since: datetime, until: datetime) -> Costs:
    """Of orders that were placed from an instant on and before another."""
    merchant = await tenants.get_tenant(work)
    span = (work.tenant, since, until)
    rows = await _MONTHS.all(work, *span, merchant.timezone)
    return Costs(months=_months(rows), rules=await _RULES.all(work, *span))


def _months(rows: Sequence[_Month]) -> list[CostMonth]:
    paid = {(row.month, row.payer): row.amount_minor for row in rows}
    return [
        CostMonth(
            month=month,
            brand_minor=paid.get((month, "brand"), 0),
            store_minor=paid.get((month, "store"), 0),
            supplier_minor=paid.get((month, "supplier"), 0),
        )
        for month in dict.fromkeys(row.month for row in rows)
    ]
