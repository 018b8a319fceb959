"""What questions share: the lines of sales on the merchant's days, and which of them are asked."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec

from siyu.modules.insight.values import Merchant, Period, Within
from siyu.modules.insight.ways import NOBODY


def lines(narrowed: str) -> str:
    """Lines with `on` as the merchant's day: an order's is made of its instant.

    `narrowed` is about the day as it is kept, of an order at most one away from the merchant's.
    """
    return f"""
    (select * replace (if(channel = 'mall', toDate(at, {{zone:String}}), on) as on) from (
       select * from insight_sale_line
       where tenant_id = {{tenant:UInt32}} and {narrowed}
         and ({{channel:String}} = '' or channel = {{channel:String}})))
    """


OF_PERIOD = lines("""
on between {first:Date} - 1 and {last:Date} + 1 and at < {cut:DateTime64(3, 'UTC')}
""")
UP_TO_TODAY = lines("on <= {today:Date} + 1")


def kept_by(whom: str) -> str:
    """Sales of some customers: each counts for as long as something of it was kept.

    What came back counts against the sale it came from, where that is known.
    """
    return f"""
kept as (
  select l.customer as customer,
         if(k.returns != {{nobody:UUID}}, k.returns,
            if(l.returns != {{nobody:UUID}}, l.returns, l.sale)) as of_sale,
         minIf(l.on, l.is_return = 0) as bought_on,
         minIf(l.at, l.is_return = 0) as bought_at,
         countIf(l.is_return = 0) as sold,
         sum(l.quantity_milli) as kept_milli,
         sum(l.amount_minor) as amount_minor
  from {UP_TO_TODAY} l
  left join (select receipt, line_no, returns from insight_return_link
             where tenant_id = {{tenant:UInt32}}) k
    on k.receipt = l.sale and k.line_no = l.line_no
  where l.customer != {{nobody:UUID}} and l.on <= {{today:Date}}
    and {whom}
  group by customer, of_sale)
"""


KEPT = kept_by("""
({only:UUID} = {nobody:UUID} or l.customer = {only:UUID})
and ({every:UInt8} or l.customer in (
  select customer from insight_person
  where tenant_id = {tenant:UInt32} and store in {stores:Array(UUID)}))
""")


_NEVER = datetime(2299, 1, 1, tzinfo=UTC)
"""No column holds a later instant."""


class Number(msgspec.Struct, frozen=True):
    n: int


def sold(merchant: Merchant, period: Period, within: Within) -> dict[str, Any]:
    cut = period.until or _NEVER
    return {"first": period.first, "last": period.last, "cut": cut, **asked(merchant, within)}


def people(merchant: Merchant, today: date, within: Within) -> dict[str, Any]:
    return {"today": today, "only": NOBODY, **asked(merchant, within)}


def asked(merchant: Merchant, within: Within) -> dict[str, Any]:
    """Of whom, in which stores and channel."""
    return {
        "tenant": merchant.tenant,
        "zone": merchant.zone,
        "every": int(within.stores is None),
        "stores": list(within.stores or []),
        "channel": within.channel or "",
        "nobody": NOBODY,
    }
