"""Sales by time and store."""

from datetime import date, datetime, timedelta

import msgspec

from siyu.kernel.columns import Columns
from siyu.modules.insight.queries.lines import OF_PERIOD, Number, asked, sold
from siyu.modules.insight.values import Grain, Merchant, Period, Point, StoreSales, Totals, Within

_START = {"day": "s.on", "week": "toStartOfWeek(s.on, 1)", "month": "toStartOfMonth(s.on)"}

_SOLD = f"""
from {OF_PERIOD} s
where s.on between {{first:Date}} and {{last:Date}}
  and ({{every:UInt8}} or s.store in {{stores:Array(UUID)}})
"""
_FIGURES = """
sum(s.amount_minor) as amount_minor, sumIf(s.amount_minor, s.is_return = 1) as returns_minor,
toInt64(uniqExactIf(s.sale, s.is_return = 0)) as receipts,
sumIf(s.amount_minor, s.channel = 'mall') as mall_amount_minor,
toInt64(uniqExactIf(s.sale, s.is_return = 0 and s.channel = 'mall')) as orders
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


class _Day(msgspec.Struct, frozen=True):
    on_: date
    amount_minor: int
    returns_minor: int
    receipts: int
    mall_amount_minor: int
    orders: int
    member_amount_minor: int


async def totals(columns: Columns, merchant: Merchant, period: Period, within: Within) -> Totals:
    """Sales of the period in the stores looked at."""
    rows = await columns.rows(_TOTALS, sold(merchant, period, within), Totals)
    return rows[0] if rows else Totals()


async def newcomers(
    columns: Columns, merchant: Merchant, since: datetime, until: datetime, within: Within
) -> int:
    """Customers met from one instant up to another, by the store that met them."""
    when = {"since": since, "until": until, **asked(merchant, within)}
    [found] = await columns.rows(_NEWCOMERS, when, Number)
    return found.n


async def series(
    columns: Columns, merchant: Merchant, period: Period, within: Within, grain: Grain
) -> list[Point]:
    """Sales by day, week (from Monday) or month, every one of the period, also without sales."""
    rows = await columns.rows(_SERIES[grain], sold(merchant, period, within), _Day)
    found = {row.on_: row for row in rows}
    return [_point(on, found.get(on)) for on in _starts(period, grain)]


async def by_store(
    columns: Columns, merchant: Merchant, period: Period, within: Within
) -> list[StoreSales]:
    """Sales by store, the largest first; stores without sales are not in it."""
    return await columns.rows(_STORES, sold(merchant, period, within), StoreSales)


def _point(on: date, row: _Day | None) -> Point:
    if row is None:
        row = _Day(on, *[0] * (len(_Day.__struct_fields__) - 1))
    figures = msgspec.structs.asdict(row)
    return Point(on=figures.pop("on_"), **figures)


def _starts(period: Period, grain: Grain) -> list[date]:
    """The first day of every day, week or month that the period touches."""
    days = [period.first + timedelta(n) for n in range((period.last - period.first).days + 1)]
    if grain == "week":
        days = [day - timedelta(day.weekday()) for day in days]
    if grain == "month":
        days = [day.replace(day=1) for day in days]
    return sorted(set(days))
