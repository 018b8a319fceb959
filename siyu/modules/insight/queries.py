"""Every question insight puts to its columns.

Values are parameters, never text. An empty list of stores with `every` set means all of them.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from siyu.kernel.columns import Columns
from siyu.kernel.ids import TenantId
from siyu.modules.insight import rules
from siyu.modules.insight.projections import NOBODY
from siyu.modules.insight.values import (
    Cell,
    Cuts,
    Grain,
    Period,
    Person,
    Point,
    Repurchase,
    Rfm,
    StoreSales,
    Totals,
    Within,
)

_START = {"day": "s.on", "week": "toStartOfWeek(s.on, 1)", "month": "toStartOfMonth(s.on)"}

_SOLD = """
from insight_sale_line s
where s.tenant_id = {tenant:UInt32} and s.on between {first:Date} and {last:Date}
  and ({every:UInt8} or s.store in {stores:Array(UUID)})
"""
_FIGURES = """
sum(s.amount_minor) as amount_minor, sumIf(s.amount_minor, s.is_return = 1) as returns_minor,
toInt64(uniqExactIf(s.receipt, s.is_return = 0)) as receipts
"""
_CUSTOMERS = """
toInt64(uniqExactIf(s.customer, s.is_return = 0 and s.customer != {nobody:UUID})) as customers
"""
_MEMBERS = "sumIf(s.amount_minor, s.customer != {nobody:UUID}) as member_amount_minor"

_TOTALS = f"select {_FIGURES}, {_CUSTOMERS}, {_MEMBERS} {_SOLD}"
_STORES = (
    f"select s.store as store, {_FIGURES}, {_CUSTOMERS}, {_MEMBERS} {_SOLD}"
    " group by s.store order by amount_minor desc"
)
_NEWCOMERS = """
select toInt64(count()) as n from insight_newcomer
where tenant_id = {tenant:UInt32} and at >= {since:DateTime64(3, 'UTC')}
  and at < {until:DateTime64(3, 'UTC')} and ({every:UInt8} or store in {stores:Array(UUID)})
"""
_SERIES = {
    grain: f"select {start} as on_, {_FIGURES}, {_MEMBERS} {_SOLD} group by on_ order by on_"
    for grain, start in _START.items()
}

# A receipt counts for as long as something of it was kept; what came back counts against the
# receipt it came from, where that is known.
_RECEIPTS = """
with kept as (
  select l.customer as customer,
         if(k.returns != {nobody:UUID}, k.returns,
            if(l.returns != {nobody:UUID}, l.returns, l.receipt)) as of_receipt,
         minIf(l.on, l.is_return = 0) as bought_on,
         countIf(l.is_return = 0) as sold,
         sum(l.quantity_milli) as kept_milli,
         sum(l.amount_minor) as amount_minor
  from insight_sale_line l
  left join (select receipt, line_no, returns from insight_return_link
             where tenant_id = {tenant:UInt32}) k
    on k.receipt = l.receipt and k.line_no = l.line_no
  where l.tenant_id = {tenant:UInt32} and l.customer != {nobody:UUID} and l.on <= {today:Date}
    and ({only:UUID} = {nobody:UUID} or l.customer = {only:UUID})
    and ({every:UInt8} or l.customer in (
      select customer from insight_person
      where tenant_id = {tenant:UInt32} and store in {stores:Array(UUID)}))
  group by customer, of_receipt)
"""
_PEOPLE = (
    _RECEIPTS
    + """
, buyers as (
  select customer, maxIf(bought_on, sold > 0 and kept_milli > 0) as last_on,
         countIf(sold > 0 and kept_milli > 0) as bought, sum(kept.amount_minor) as spent_minor
  from kept group by customer having bought > 0)
"""
)
_CUTS = (
    _PEOPLE
    + """
select quantilesExact(0.2, 0.4, 0.6, 0.8)(toInt64(dateDiff('day', last_on, {today:Date})))
         as r_days,
       quantilesExact(0.2, 0.4, 0.6, 0.8)(toInt64(bought)) as f,
       quantilesExact(0.2, 0.4, 0.6, 0.8)(spent_minor) as m_minor
from buyers
"""
)
_SCORES = """
5 - arrayCount(c -> c < dateDiff('day', last_on, {today:Date}), {r_days:Array(Int64)}) as r,
1 + arrayCount(c -> c < toInt64(bought), {f_cuts:Array(Int64)}) as f,
1 + arrayCount(c -> c < spent_minor, {m_minor:Array(Int64)}) as m
"""
_CELLS = (
    _PEOPLE
    + f"""
select r, f, m, toInt64(count()) as people, sum(spent_minor) as amount_minor
from (select spent_minor, {_SCORES} from buyers) group by r, f, m order by r, f, m
"""
)
_WANTED = """
({r:UInt8} = 0 or r = {r:UInt8}) and ({f:UInt8} = 0 or f = {f:UInt8})
and ({m:UInt8} = 0 or m = {m:UInt8})
"""
_LIST = (
    _PEOPLE
    + f"""
select customer, last_on, toInt64(bought) as receipts, spent_minor as amount_minor, r, f, m
from (select *, {_SCORES} from buyers) where {_WANTED}
order by spent_minor desc, customer limit {{limit:UInt32}} offset {{offset:UInt32}}
"""
)
_COUNT = (
    _PEOPLE
    + f"""
select toInt64(count()) as n from (select *, {_SCORES} from buyers) where {_WANTED}
"""
)
_ONE = (
    _PEOPLE
    + f"""
select customer, last_on, toInt64(bought) as receipts, spent_minor as amount_minor, r, f, m
from (select *, {_SCORES} from buyers)
"""
)
_DAYS = (
    _RECEIPTS
    + """
, days as (
  select customer, arraySort(groupUniqArray(bought_on)) as on
  from kept where sold > 0 and kept_milli > 0 group by customer)
"""
)
_AGAIN = (
    _DAYS
    + """
select if(length(on) > 1, dateDiff('day', on[1], on[2]), dateDiff('day', on[1], {today:Date}))
         as day,
       toInt64(countIf(length(on) > 1)) as bought, toInt64(countIf(length(on) = 1)) as left
from days group by day order by day
"""
)
_GAPS = (
    _DAYS
    + """
select dateDiff('day', gap.1, gap.2) as day, toInt64(count()) as n
from days array join arrayZip(arrayPopBack(on), arrayPopFront(on)) as gap
group by day order by day
"""
)


CUTS_KEPT_S = 60.0
MOST_KEPT = 1000
_known_cuts: dict[tuple[str, TenantId, date], tuple[float, Cuts | None]] = {}


class _Number(msgspec.Struct, frozen=True):
    n: int


class _Day(msgspec.Struct, frozen=True):
    on_: date
    amount_minor: int
    returns_minor: int
    receipts: int
    member_amount_minor: int


class _Again(msgspec.Struct, frozen=True):
    day: int
    bought: int
    left: int


class _Gap(msgspec.Struct, frozen=True):
    day: int
    n: int


async def totals(columns: Columns, tenant: TenantId, period: Period, within: Within) -> Totals:
    """Sales of the period in the stores looked at."""
    rows = await columns.rows(_TOTALS, _sold(tenant, period, within), Totals)
    return rows[0] if rows else Totals()


async def newcomers(
    columns: Columns, tenant: TenantId, since: datetime, until: datetime, within: Within
) -> int:
    """Customers met from one instant up to another, by the store that met them."""
    asked = {"since": since, "until": until, **_within(tenant, within)}
    [found] = await columns.rows(_NEWCOMERS, asked, _Number)
    return found.n


async def series(
    columns: Columns, tenant: TenantId, period: Period, within: Within, grain: Grain
) -> list[Point]:
    """Sales by day, week (from Monday) or month, every one of the period, also without sales."""
    rows = await columns.rows(_SERIES[grain], _sold(tenant, period, within), _Day)
    found = {row.on_: row for row in rows}
    return [_point(on, found.get(on)) for on in _starts(period, grain)]


async def by_store(
    columns: Columns, tenant: TenantId, period: Period, within: Within
) -> list[StoreSales]:
    """Sales by store, the largest first; stores without sales are not in it."""
    return await columns.rows(_STORES, _sold(tenant, period, within), StoreSales)


async def rfm(columns: Columns, tenant: TenantId, today: date, within: Within) -> Rfm:
    """Everybody who bought, scored by the quintiles of all of them."""
    asked = _people(tenant, today, within)
    cuts = await _cuts(columns, asked)
    if cuts is None:
        return Rfm(people=0, cuts=Cuts(r_days=[], f=[], m_minor=[]), cells=[])
    cells = await columns.rows(_CELLS, asked | _scored(cuts), Cell)
    return Rfm(people=sum(cell.people for cell in cells), cuts=cuts, cells=cells)


async def rfm_people(
    columns: Columns,
    tenant: TenantId,
    today: date,
    within: Within,
    *,
    scores: tuple[int, int, int],
    limit: int,
    offset: int = 0,
) -> tuple[list[Person], int]:
    """The people behind a cell, biggest spenders first; a score of 0 means any."""
    asked = _people(tenant, today, within)
    cuts = await _cuts(columns, asked)
    if cuts is None:
        return [], 0
    r, f, m = scores
    wanted = asked | _scored(cuts) | {"r": r, "f": f, "m": m}
    counted = await columns.rows(_COUNT, wanted, _Number)
    page = wanted | {"limit": limit, "offset": offset}
    return await columns.rows(_LIST, page, Person), counted[0].n


async def find_scores(
    columns: Columns, tenant: TenantId, today: date, customer: UUID
) -> Person | None:
    """One customer's scores among everybody; None when she never bought.

    Everybody's cuts may be up to a minute old: they are asked for at every customer's page.
    """
    asked = _people(tenant, today, Within())
    cuts = await _recent_cuts(columns, tenant, today, asked)
    if cuts is None:
        return None
    rows = await columns.rows(_ONE, asked | _scored(cuts) | {"only": customer}, Person)
    return rows[0] if rows else None


async def repurchase(columns: Columns, tenant: TenantId, today: date, within: Within) -> Repurchase:
    """How soon first-time buyers buy again, and how long people stay away in between."""
    asked = _people(tenant, today, within)
    again = await columns.rows(_AGAIN, asked, _Again)
    gaps = await columns.rows(_GAPS, asked, _Gap)
    points = rules.curve({a.day: a.bought for a in again}, {a.day: a.left for a in again})
    return Repurchase(
        people=sum(a.bought + a.left for a in again),
        curve=points,
        intervals=rules.intervals({g.day: g.n for g in gaps}),
        median_days=rules.median(points),
    )


async def _recent_cuts(
    columns: Columns, tenant: TenantId, today: date, asked: Mapping[str, Any]
) -> Cuts | None:
    now = asyncio.get_running_loop().time()
    at, cuts = _known_cuts.get((columns.database, tenant, today), (-CUTS_KEPT_S, None))
    if now - at >= CUTS_KEPT_S or cuts is None:
        cuts = await _cuts(columns, asked)
        if len(_known_cuts) >= MOST_KEPT:
            _known_cuts.clear()
        _known_cuts[columns.database, tenant, today] = (now, cuts)
    return cuts


async def _cuts(columns: Columns, asked: Mapping[str, Any]) -> Cuts | None:
    """None when nobody bought yet: quantiles of nothing are zeros that would mean something."""
    rows = await columns.rows(_PEOPLE + "select toInt64(count()) as n from buyers", asked, _Number)
    if not rows or not rows[0].n:
        return None
    found = await columns.rows(_CUTS, asked, Cuts)
    return found[0]


def _sold(tenant: TenantId, period: Period, within: Within) -> dict[str, Any]:
    return {"first": period.first, "last": period.last, **_within(tenant, within)}


def _people(tenant: TenantId, today: date, within: Within) -> dict[str, Any]:
    return {"today": today, "only": NOBODY, **_within(tenant, within)}


def _within(tenant: TenantId, within: Within) -> dict[str, Any]:
    stores = list(within.stores or [])
    every = int(within.stores is None)
    return {"tenant": tenant, "every": every, "stores": stores, "nobody": NOBODY}


def _scored(cuts: Cuts) -> dict[str, Any]:
    return {"r_days": cuts.r_days, "f_cuts": cuts.f, "m_minor": cuts.m_minor}


def _point(on: date, row: _Day | None) -> Point:
    if row is None:
        return Point(on=on, amount_minor=0, returns_minor=0, receipts=0, member_amount_minor=0)
    return Point(
        on=on,
        amount_minor=row.amount_minor,
        returns_minor=row.returns_minor,
        receipts=row.receipts,
        member_amount_minor=row.member_amount_minor,
    )


def _starts(period: Period, grain: Grain) -> list[date]:
    """The first day of every day, week or month that the period touches."""
    days = [period.first + timedelta(n) for n in range((period.last - period.first).days + 1)]
    if grain == "week":
        days = [day - timedelta(day.weekday()) for day in days]
    if grain == "month":
        days = [day.replace(day=1) for day in days]
    return sorted(set(days))
