"""Whoever bought: recency, frequency and money, and how soon people buy again."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from siyu.kernel.columns import Columns
from siyu.modules.insight import rules
from siyu.modules.insight.queries.lines import KEPT, Number, people
from siyu.modules.insight.values import Cell, Cuts, Merchant, Person, Repurchase, Rfm, Within

BUYERS = (
    f"with {KEPT}"
    """
, buyers as (
  select customer, maxIf(bought_on, sold > 0 and kept_milli > 0) as last_on,
         countIf(sold > 0 and kept_milli > 0) as bought, sum(kept.amount_minor) as spent_minor
  from kept group by customer having bought > 0)
"""
)
_CUTS = (
    BUYERS
    + """
select quantilesExact(0.2, 0.4, 0.6, 0.8)(toInt64(dateDiff('day', last_on, {today:Date})))
         as r_days,
       quantilesExact(0.2, 0.4, 0.6, 0.8)(toInt64(bought)) as f,
       quantilesExact(0.2, 0.4, 0.6, 0.8)(spent_minor) as m_minor
from buyers
"""
)
SCORES = """
5 - arrayCount(c -> c < dateDiff('day', last_on, {today:Date}), {r_days:Array(Int64)}) as r,
1 + arrayCount(c -> c < toInt64(bought), {f_cuts:Array(Int64)}) as f,
1 + arrayCount(c -> c < spent_minor, {m_minor:Array(Int64)}) as m
"""
_CELLS = (
    BUYERS
    + f"""
select r, f, m, toInt64(count()) as people, sum(spent_minor) as amount_minor
from (select spent_minor, {SCORES} from buyers) group by r, f, m order by r, f, m
"""
)
_WANTED = """
({r:UInt8} = 0 or r = {r:UInt8}) and ({f:UInt8} = 0 or f = {f:UInt8})
and ({m:UInt8} = 0 or m = {m:UInt8})
"""
_LIST = (
    BUYERS
    + f"""
select customer, last_on, toInt64(bought) as receipts, spent_minor as amount_minor, r, f, m
from (select *, {SCORES} from buyers) where {_WANTED}
order by spent_minor desc, customer limit {{limit:UInt32}} offset {{offset:UInt32}}
"""
)
_COUNT = (
    BUYERS
    + f"""
select toInt64(count()) as n from (select *, {SCORES} from buyers) where {_WANTED}
"""
)
_ONE = (
    BUYERS
    + f"""
select customer, last_on, toInt64(bought) as receipts, spent_minor as amount_minor, r, f, m
from (select *, {SCORES} from buyers)
"""
)
_DAYS = (
    f"with {KEPT}"
    """
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
_known_cuts: dict[tuple[str, Merchant, date], tuple[float, Cuts | None]] = {}


class _Again(msgspec.Struct, frozen=True):
    day: int
    bought: int
    left: int


class _Gap(msgspec.Struct, frozen=True):
    day: int
    n: int


async def rfm(columns: Columns, merchant: Merchant, today: date, within: Within) -> Rfm:
    """Everybody who bought, scored by the quintiles of all of them."""
    asked = people(merchant, today, within)
    cuts = await cuts_of(columns, asked)
    if cuts is None:
        return Rfm(people=0, cuts=Cuts(r_days=[], f=[], m_minor=[]), cells=[])
    cells = await columns.rows(_CELLS, asked | scored(cuts), Cell)
    return Rfm(people=sum(cell.people for cell in cells), cuts=cuts, cells=cells)


async def rfm_people(
    columns: Columns,
    merchant: Merchant,
    today: date,
    within: Within,
    *,
    scores: tuple[int, int, int],
    limit: int,
    offset: int = 0,
) -> tuple[list[Person], int]:
    """The people behind a cell, biggest spenders first; a score of 0 means any."""
    asked = people(merchant, today, within)
    cuts = await cuts_of(columns, asked)
    if cuts is None:
        return [], 0
    r, f, m = scores
    wanted = asked | scored(cuts) | {"r": r, "f": f, "m": m}
    counted = await columns.rows(_COUNT, wanted, Number)
    page = wanted | {"limit": limit, "offset": offset}
    return await columns.rows(_LIST, page, Person), counted[0].n


async def find_scores(
    columns: Columns, merchant: Merchant, today: date, customer: UUID
) -> Person | None:
    """One customer's scores among everybody; None when she never bought.

    Everybody's cuts may be up to a minute old: they are asked for at every customer's page.
    """
    asked = people(merchant, today, Within())
    cuts = await _recent_cuts(columns, merchant, today, asked)
    if cuts is None:
        return None
    rows = await columns.rows(_ONE, asked | scored(cuts) | {"only": customer}, Person)
    return rows[0] if rows else None


async def repurchase(
    columns: Columns, merchant: Merchant, today: date, within: Within
) -> Repurchase:
    """How soon first-time buyers buy again, and how long people stay away in between."""
    asked = people(merchant, today, within)
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
    columns: Columns, merchant: Merchant, today: date, asked: Mapping[str, Any]
) -> Cuts | None:
    now = asyncio.get_running_loop().time()
    at, cuts = _known_cuts.get((columns.database, merchant, today), (-CUTS_KEPT_S, None))
    if now - at >= CUTS_KEPT_S or cuts is None:
        cuts = await cuts_of(columns, asked)
        if len(_known_cuts) >= MOST_KEPT:
            _known_cuts.clear()
        _known_cuts[columns.database, merchant, today] = (now, cuts)
    return cuts


async def cuts_of(columns: Columns, asked: Mapping[str, Any]) -> Cuts | None:
    """None when nobody bought yet: quantiles of nothing are zeros that would mean something."""
    rows = await columns.rows(BUYERS + "select toInt64(count()) as n from buyers", asked, Number)
    if not rows or not rows[0].n:
        return None
    found = await columns.rows(_CUTS, asked, Cuts)
    return found[0]


def scored(cuts: Cuts) -> dict[str, Any]:
    return {"r_days": cuts.r_days, "f_cuts": cuts.f, "m_minor": cuts.m_minor}
