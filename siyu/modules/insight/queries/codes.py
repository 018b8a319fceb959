"""What codes brought and cost: counted by the scan's day, sold to whom they were the way in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from siyu.kernel.columns import Columns
from siyu.modules.insight.compared import Brought, CodeMonth
from siyu.modules.insight.queries.lines import OF_PERIOD, sold
from siyu.modules.insight.values import Merchant, Period, Within
from siyu.modules.insight.ways import NOBODY

_CODES = """
select code from insight_code
where tenant_id = {tenant:UInt32} and ({code:UUID} = {nobody:UUID} or code = {code:UUID})
  and ({source:String} = '' or source = {source:String})
  and ({every:UInt8} or store in {stores:Array(UUID)})
"""
_MONTH_OF_SCAN = "toStartOfMonth(toDate(s.at, {zone:String}))"
_WHOLE = "toDate('1970-01-01')"


def _came(code: str, month: str) -> str:
    return f"""
    select {code} as of, {month} as month, toInt64(count()) as scans,
           toInt64(uniqExact(s.visitor)) as visitors,
           toInt64(uniqExactIf(j.customer, j.is_new = 1)) as met,
           toInt64(uniqExactIf(j.customer, j.is_bound = 1)) as bound
    from insight_scan s
    left join (select visit, customer, is_new, is_bound from insight_joined
               where tenant_id = {{tenant:UInt32}}) j on j.visit = s.visit
    where s.tenant_id = {{tenant:UInt32}} and s.code in ({_CODES})
      and toDate(s.at, {{zone:String}}) between {{first:Date}} and {{last:Date}}
    group by of, month
    """


def _bought(code: str, month: str) -> str:
    return f"""
    select {code} as of, {month} as month,
           toInt64(uniqExactIf(s.sale, s.is_return = 0)) as purchases,
           sum(s.amount_minor) as amount_minor,
           sumIf(s.amount_minor, s.channel = 'mall') as mall_amount_minor
    from {OF_PERIOD} s
    join (select customer, argMin(code, at) as code, min(at) as met_at from insight_joined
          where tenant_id = {{tenant:UInt32}} and is_new = 1 group by customer) m
      on m.customer = s.customer
    where s.on between {{first:Date}} and {{last:Date}} and s.at >= m.met_at
      and m.code in ({_CODES})
    group by of, month
    """


_PAID = f"""
select code as of, month, sum(amount_minor) as cost_minor from insight_cost
where tenant_id = {{tenant:UInt32}} and given = 1 and code in ({_CODES})
  and month between {{first:Date}} and {{last:Date}}
group by of, month
"""
_NO_CODE = "{nobody:UUID}"
_CAME, _BOUGHT = _came("s.code", _WHOLE), _bought("m.code", _WHOLE)
_CAME_ALL = _came(_NO_CODE, _WHOLE)
_CAME_MONTHS = _came("s.code", _MONTH_OF_SCAN)
_BOUGHT_MONTHS = _bought("m.code", "toStartOfMonth(s.on)")


class _Came(msgspec.Struct, frozen=True):
    of: UUID
    month: date
    scans: int
    visitors: int
    met: int
    bound: int


class _Bought(msgspec.Struct, frozen=True):
    of: UUID
    month: date
    purchases: int
    amount_minor: int
    mall_amount_minor: int


class _Paid(msgspec.Struct, frozen=True):
    of: UUID
    month: date
    cost_minor: int


_Row = _Came | _Bought | _Paid
Figures = dict[str, Any]


async def codes_brought(
    columns: Columns, merchant: Merchant, period: Period, within: Within, *, source: str | None
) -> tuple[Brought, dict[UUID, Brought]]:
    """In all, and by code; codes without anything are not in it. The period is whole months."""
    asked = _asked(merchant, period, within, source=source)
    rows: list[_Row] = []
    rows += await columns.rows(_CAME, asked, _Came)
    rows += await columns.rows(_BOUGHT, asked, _Bought)
    rows += await columns.rows(_PAID, asked, _Paid)
    found = {code: _brought(figures) for code, figures in _gathered(rows, "of").items()}
    # A browser may come by several codes: in all it is one visitor.
    [*whole] = await columns.rows(_CAME_ALL, asked, _Came)
    return _sum(found.values(), whole[0] if whole else None), found


async def code_months(
    columns: Columns, merchant: Merchant, period: Period, code: UUID
) -> list[CodeMonth]:
    """A code's months with anything in them, the latest first."""
    asked = _asked(merchant, period, Within(), code=code)
    rows: list[_Row] = []
    rows += await columns.rows(_CAME_MONTHS, asked, _Came)
    rows += await columns.rows(_BOUGHT_MONTHS, asked, _Bought)
    rows += await columns.rows(_PAID, asked, _Paid)
    found = _gathered(rows, "month")
    return [
        CodeMonth(month=month, brought=_brought(found[month]))
        for month in sorted(found, reverse=True)
    ]


def _asked(
    merchant: Merchant,
    period: Period,
    within: Within,
    *,
    code: UUID | None = None,
    source: str | None = None,
) -> Figures:
    which = {"code": code or NOBODY, "source": source or ""}
    return sold(merchant, period, within) | which


def _gathered(rows: Iterable[_Row], by: str) -> dict[Any, Figures]:
    """Figures of all kinds by code or month; what a code cost in several months adds up."""
    found: dict[Any, Figures] = defaultdict(dict)
    for row in rows:
        figures = msgspec.structs.asdict(row)
        kept = found[figures[by]]
        for name in figures.keys() - {"of", "month"}:
            kept[name] = kept.get(name, 0) + figures[name]
    return found


def _brought(figures: Mapping[str, Any]) -> Brought:
    costed = figures.get("met", 0) if "cost_minor" in figures else 0
    return Brought(**figures, costed_met=costed)


def _sum(codes: Iterable[Brought], whole: _Came | None) -> Brought:
    every = list(codes)
    costs = [one.cost_minor for one in every if one.cost_minor is not None]
    return Brought(
        scans=whole.scans if whole else 0,
        visitors=whole.visitors if whole else 0,
        met=whole.met if whole else 0,
        bound=whole.bound if whole else 0,
        purchases=sum(one.purchases for one in every),
        amount_minor=sum(one.amount_minor for one in every),
        mall_amount_minor=sum(one.mall_amount_minor for one in every),
        cost_minor=sum(costs) if costs else None,
        costed_met=sum(one.costed_met for one in every),
    )
