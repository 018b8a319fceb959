"""Which members did something: whole sets of member numbers, for audiences.

Purchases, cuts and scores are those of every other number here. Everybody is meant; whom the asker
may see, and who is still a customer, the caller takes off.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from siyu.kernel.columns import Columns
from siyu.modules.insight.queries.lines import OF_PERIOD, people, sold
from siyu.modules.insight.queries.people import BUYERS, SCORES, cuts_of, scored
from siyu.modules.insight.values import Merchant, Period, Within


class _Numbers(msgspec.Struct, frozen=True):
    numbers: list[int]


def _numbered(before: str, question: str) -> str:
    return f"""
    {before} select groupArray(k.member_no) as numbers
    from ({question}) found
    join (select customer, member_no from insight_member where tenant_id = {{tenant:UInt32}}) k
      on k.customer = found.customer
    """


_SCORED = _numbered(
    BUYERS,
    f"""
    select customer from (select customer, {SCORES} from buyers)
    where r in {{rs:Array(UInt8)}} and f in {{fs:Array(UInt8)}} and m in {{ms:Array(UInt8)}}
    """,
)
_BOUGHT = _numbered(
    BUYERS,
    """
    select customer from buyers
    where last_on between {first:Date} and {last:Date}
    """,
)
_SPENT = _numbered(
    "",
    f"""
    select customer from {OF_PERIOD}
    where on between {{first:Date}} and {{last:Date}} and customer != {{nobody:UUID}}
    group by customer having sum(amount_minor) >= {{least:Int64}}
    """,
)


async def members_scored(
    columns: Columns,
    merchant: Merchant,
    today: date,
    *,
    r: Sequence[int],
    f: Sequence[int],
    m: Sequence[int],
) -> list[int]:
    """Members in these cells of the RFM plot, by the cuts that the plot has today."""
    asked = people(merchant, today, Within())
    cuts = await cuts_of(columns, asked)
    if cuts is None:
        return []
    cells = {"rs": list(r), "fs": list(f), "ms": list(m)}
    return await _ask(columns, _SCORED, asked | scored(cuts) | cells)


async def members_last_bought(
    columns: Columns, merchant: Merchant, today: date, *, first: date, last: date
) -> list[int]:
    """Members whose last purchase that still counts lies between two days, both included."""
    asked = people(merchant, today, Within())
    return await _ask(columns, _BOUGHT, asked | {"first": first, "last": last})


async def members_spent(
    columns: Columns, merchant: Merchant, *, first: date, last: date, least_minor: int
) -> list[int]:
    """Members who paid at least so much between two days, returns taken off."""
    asked = sold(merchant, Period(first, last), Within())
    return await _ask(columns, _SPENT, asked | {"least": least_minor})


async def _ask(columns: Columns, sql: str, asked: dict[str, Any]) -> list[int]:
    rows = await columns.rows(sql, asked, _Numbers)
    return rows[0].numbers if rows else []
