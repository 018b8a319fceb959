"""From a scan to a second purchase: who came how far, each step after the one before.

A person is the customer whom a scan led in, or whom its browser led in at another time; else the
browser. Everybody begins once, with the first scan (or message) of the period, and is then watched
for so many days.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from siyu.kernel.columns import Columns
from siyu.modules.insight.compared import STEPS, Bar, Reached, Step, StepCount, Watch
from siyu.modules.insight.queries.lines import Number, kept_by, people
from siyu.modules.insight.values import Merchant, Within
from siyu.modules.insight.ways import NOBODY

_NEVER = "toDateTime64(0, 3, 'UTC')"
_TIME = "DateTime64(3, 'UTC')"
_NARROW = "customer in (select customer from entries)"
_BROAD = "customer != {nobody:UUID}"
"""When a question is about nearly everybody, looking whom it is about costs more than it saves."""
_SINCE = f"l.on >= toDate({{since:{_TIME}}}) - 1"

_CODES = """
codes as (
  select code from insight_code
  where tenant_id = {tenant:UInt32} and ({code:UUID} = {nobody:UUID} or code = {code:UUID})
    and ({source:String} = '' or source = {source:String})),
joins as (
  select visit, visitor, customer, at from insight_joined
  where tenant_id = {tenant:UInt32} and code in (select code from codes)),
browsers as (
  select visitor, argMin(customer, (at, customer)) as customer from insight_joined
  where tenant_id = {tenant:UInt32} group by visitor),
began as (
  select if(v.customer != {nobody:UUID}, v.customer, b.customer) as known,
         if(known != {nobody:UUID}, known, s.visitor) as person, s.at as at, s.store as store
  from insight_scan s
  left join joins v on v.visit = s.visit
  left join browsers b on b.visitor = s.visitor
  where s.tenant_id = {tenant:UInt32} and s.code in (select code from codes))
"""
_LETTERS = """
joins as (select customer, at from insight_joined where 0),
began as (
  select customer as known, customer as person, at, {nobody:UUID} as store from insight_letter
  where tenant_id = {tenant:UInt32} and campaign = {campaign:UUID})
"""


def _steps(began: str, whom: str, *, messaged: bool = False) -> str:
    """One row per person: at which instant she came to each step, or never."""
    second = "at_1" if messaged else _after("j.ats", "at_1")
    third = "at_2" if messaged else _after("l.ats", "at_2")
    return f"""
    with {began},
    entries as (
      select person, any(known) as customer, min(at) as at_1, argMin(store, at) as place,
             at_1 + toIntervalDay({{days:UInt16}}) as ends
      from began where at >= {{since:{_TIME}}} and at < {{until:{_TIME}}} group by person
      having {{every:UInt8}} or (customer = {{nobody:UUID}} and place in {{stores:Array(UUID)}})
        or customer in (select customer from insight_person
                        where tenant_id = {{tenant:UInt32}} and store in {{stores:Array(UUID)}})),
    {kept_by(f"l.{whom} and {_SINCE}")},
    steps as (
      select e.person as person, e.customer as customer, e.ends as ends, e.at_1 as at_1,
             {second} as at_2, {third} as at_3, {_after("c.ats", "at_3")} as at_4,
             arrayFirst(x -> at_4 != {_NEVER} and x.1 >= at_4 and x.1 < ends, b.buys) as bought,
             bought.1 as at_5,
             arrayFirst(x -> at_5 != {_NEVER} and x.1 < ends and x.2 > bought.2, b.buys).1 as at_6
      from entries e
      left join (select customer, arraySort(groupArray(at)) as ats from joins group by customer) j
        on j.customer = e.customer
      left join ({_instants("insight_letter", whom)}) l on l.customer = e.customer
      left join ({_instants("insight_came", whom)}) c on c.customer = e.customer
      left join (select customer, arraySort(groupArray((bought_at, bought_on))) as buys from kept
                 where sold > 0 and kept_milli > 0 group by customer) b
        on b.customer = e.customer),
    reached as (
      select *, [at_1, at_2, at_3, at_4, at_5, at_6] as ats,
             toInt64(arrayCount(x -> x != {_NEVER}, ats)) as level,
             customer != {{nobody:UUID}} and customer not in (
               select customer from insight_forgotten where tenant_id = {{tenant:UInt32}}) as named
      from steps)
    """


def _after(instants: str, before: str) -> str:
    return f"arrayFirst(x -> {before} != {_NEVER} and x >= {before} and x < ends, {instants})"


def _instants(table: str, whom: str) -> str:
    return f"""
    select customer, arraySort(groupArray(at)) as ats from {table}
    where tenant_id = {{tenant:UInt32}} and at >= {{since:{_TIME}}}
      and {whom} group by customer
    """


_COUNTS = """
select level, toInt64(count()) as people, toInt64(countIf(named)) as named
from reached group by level
"""
_WANTED = "named and level >= {least:UInt8} and level <= {most:UInt8}"
_COUNT = f"select toInt64(count()) as n from reached where {_WANTED}"
_LIST = f"""
select customer, ats[{{least:UInt8}}] as at, level from reached where {_WANTED}
order by at desc, customer limit {{limit:UInt32}} offset {{offset:UInt32}}
"""
_EVERY_SCAN, _SCANNED = _steps(_CODES, _BROAD), _steps(_CODES, _NARROW)
_MESSAGED = _steps(_LETTERS, _NARROW, messaged=True)


class _Level(msgspec.Struct, frozen=True):
    level: int
    people: int
    named: int


class _Row(msgspec.Struct, frozen=True):
    customer: UUID
    at: datetime
    level: int


async def funnel(
    columns: Columns, merchant: Merchant, watch: Watch, within: Within
) -> list[StepCount]:
    """How many came to each step, of those who came to the one before."""
    asked = _asked(merchant, watch, within)
    levels = await columns.rows(_of(watch) + _COUNTS, asked, _Level)
    return [
        StepCount(
            step=step,
            people=sum(row.people for row in levels if row.level >= _level(step)),
            named=sum(row.named for row in levels if row.level >= _level(step)),
        )
        for step in watch.steps
    ]


async def funnel_people(
    columns: Columns,
    merchant: Merchant,
    watch: Watch,
    within: Within,
    bar: Bar,
    *,
    limit: int,
    offset: int = 0,
) -> tuple[list[Reached], int]:
    """The people of a bar who can be named, the latest first."""
    least = _level(bar.step)
    which = {"least": least, "most": least if bar.stopped else len(STEPS)}
    asked = _asked(merchant, watch, within) | which
    [counted] = await columns.rows(_of(watch) + _COUNT, asked, Number)
    page = asked | {"limit": limit, "offset": offset}
    rows = await columns.rows(_of(watch) + _LIST, page, _Row)
    found = [Reached(customer=r.customer, at=r.at, furthest=STEPS[r.level - 1]) for r in rows]
    return found, counted.n


def _of(watch: Watch) -> str:
    if watch.campaign is not None:
        return _MESSAGED
    return _EVERY_SCAN if watch.code is None and watch.source is None else _SCANNED


def _level(step: Step) -> int:
    return STEPS.index(step) + 1


def _asked(merchant: Merchant, watch: Watch, within: Within) -> dict[str, Any]:
    which = {"code": watch.code or NOBODY, "campaign": watch.campaign or NOBODY}
    when = {"since": watch.since, "until": watch.until, "days": watch.days}
    asked = which | when | {"source": watch.source or ""}
    return people(merchant, watch.today, within) | asked
