"""Stores and guides beside each other: what each sold, and what its own customers bought.

Whose customer somebody was when she bought, an order says itself; for a receipt it is the
belonging told last among those that had begun by then.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from siyu.kernel.columns import Columns
from siyu.modules.insight.compared import Compared
from siyu.modules.insight.queries.lines import OF_PERIOD, sold
from siyu.modules.insight.values import Merchant, Period, Within
from siyu.modules.insight.ways import NOBODY

By = Literal["store", "guide"]

_TIME = "DateTime64(3, 'UTC')"
_LINES = f"lines as (select * from {OF_PERIOD} where on between {{first:Date}} and {{last:Date}})"
_HELD = """
held as (
  select customer, arraySort(groupArray((place, at, store, guide))) as bonds from insight_bond
  where tenant_id = {tenant:UInt32} and customer in (select customer from lines) group by customer)
"""
_OWN_LINES = f"""
{_LINES}, {_HELD}, own as (
  select s.customer as customer, s.channel as channel, s.is_return as is_return,
         s.amount_minor as amount_minor, arrayLast(b -> b.2 <= s.at, h.bonds) as bond,
         if(s.channel = 'mall', s.belonging_store, bond.3) as store,
         if(s.channel = 'mall', s.belonging_guide, bond.4) as guide
  from lines s left join held h on h.customer = s.customer where s.customer != {{nobody:UUID}})
"""
_PARTS = """
sumIf(amount_minor, channel = 'store') as store_minor,
sumIf(amount_minor, channel = 'mall') as mall_minor
"""
_SCOPED = "({every:UInt8} or store in {stores:Array(UUID)})"


def _made(by: By) -> str:
    return f"""
    with {_LINES}
    select {by} as of, {_PARTS}, toInt64(uniqExactIf(sale, is_return = 0)) as n
    from lines where {_SCOPED} group by of
    """


def _own(by: By) -> str:
    return f"""
    with {_OWN_LINES}
    select {by} as of, {_PARTS}, toInt64(uniqExactIf(customer, is_return = 0)) as n
    from own where {_SCOPED} and {by} != {{nobody:UUID}} group by of
    """


def _held(by: By) -> str:
    """Who belongs to whom at the end of the period."""
    return f"""
    select {by} as of, toInt64(count()) as n from (
      select customer, argMax(store, place) as store, argMax(guide, place) as guide
      from (select * from insight_bond
            where tenant_id = {{tenant:UInt32}} and at < {{until:{_TIME}}})
      group by customer)
    where {_SCOPED} and {by} != {{nobody:UUID}} and customer not in (
      select customer from insight_forgotten
      where tenant_id = {{tenant:UInt32}} and at < {{until:{_TIME}}})
    group by of
    """


def _met(by: By) -> str:
    """Newcomers of the period, counted where they first belonged."""
    return f"""
    select {by} as of, toInt64(count()) as n from (
      select b.customer as customer, argMin(b.store, b.place) as store,
             argMin(b.guide, b.place) as guide
      from insight_bond b
      where b.tenant_id = {{tenant:UInt32}} and b.{by} != {{nobody:UUID}} and b.customer in (
        select customer from insight_newcomer where tenant_id = {{tenant:UInt32}}
          and at >= {{since:{_TIME}}} and at < {{until:{_TIME}}})
      group by customer)
    where {_SCOPED} group by of
    """


_ASKS: tuple[By, By] = ("store", "guide")
_MADE = {by: _made(by) for by in _ASKS}
_OWN = {by: _own(by) for by in _ASKS}
_CUSTOMERS = {by: _held(by) for by in _ASKS}
_NEW = {by: _met(by) for by in _ASKS}


class _Money(msgspec.Struct, frozen=True):
    of: UUID
    store_minor: int
    mall_minor: int
    n: int


class _Count(msgspec.Struct, frozen=True):
    of: UUID
    n: int


async def compare(
    columns: Columns,
    merchant: Merchant,
    period: Period,
    within: Within,
    *,
    by: By,
    since: datetime,
    until: datetime,
) -> list[Compared]:
    """Every store or guide with a number; `since` and `until` are the period's instants."""
    asked = sold(merchant, period, within) | {"since": since, "until": until}
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for row in await columns.rows(_MADE[by], asked, _Money):
        money = {"made_store_minor": row.store_minor, "made_mall_minor": row.mall_minor}
        found[row.of] |= {**money, "purchases": row.n}
    for row in await columns.rows(_OWN[by], asked, _Money):
        money = {"own_store_minor": row.store_minor, "own_mall_minor": row.mall_minor}
        found[row.of] |= {**money, "active": row.n}
    for one in await columns.rows(_CUSTOMERS[by], asked, _Count):
        found[one.of]["customers"] = one.n
    for one in await columns.rows(_NEW[by], asked, _Count):
        found[one.of]["new"] = one.n
    return [Compared(id=None if id_ == NOBODY else id_, **row) for id_, row in found.items()]
