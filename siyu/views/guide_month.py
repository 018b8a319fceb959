"""What a guide sold this month, from the receipts that name her."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.modules import tenants


class Day(Struct, frozen=True):
    on: date
    amount_minor: int


class Month(Struct, frozen=True, kw_only=True):
    """Amounts are net of returns; `days` has every day of the month up to today, today last."""

    on: date
    amount_minor: int
    receipts: int
    customers: int
    new_customers: int
    today: "Today"
    days: list[Day]


class Today(Struct, frozen=True, kw_only=True):
    amount_minor: int
    receipts: int
    customers: int


class Sums(Struct, frozen=True, kw_only=True):
    amount_minor: int
    receipts: int
    customers: int


class Newcomers(Struct, frozen=True):
    people: int


# `at` narrows by the index, `day` decides: it is the merchant's.
_MINE = """
    from tills.receipt where tenant_id = $1 and guide_id = $2
      and at >= $3 and day between $4 and $5
"""
SUMS = Query(
    Sums,
    f"""
    select coalesce(sum(amount_minor), 0)::int8 as amount_minor,
           count(*) filter (where kind = 'sale') as receipts,
           count(distinct customer_id) filter (where kind = 'sale') as customers {_MINE}
    """,
)
DAYS = Query(
    Day, f'select day as "on", sum(amount_minor)::int8 as amount_minor {_MINE} group by day'
)
NEWCOMERS = Query(
    Newcomers,
    """
    select count(*) as people from customers.customer
    where tenant_id = $1 and guide_id = $2 and met_at >= $3 and forgotten_at is null
    """,
)


async def get_month(work: Work, guide: UUID) -> Month:
    """Her month in the merchant's calendar, up to the present."""
    tenant = await tenants.get_tenant(work)
    today = tenant.date_of(work.now)
    first = today.replace(day=1)
    zone = ZoneInfo(tenant.timezone)
    begins = datetime(first.year, first.month, 1, tzinfo=zone)
    # A receipt of the first day may have been written by a clock that was behind.
    since = begins - timedelta(days=1)
    sums = await SUMS.one(work, work.tenant, guide, since, first, today)
    now = await SUMS.one(work, work.tenant, guide, since, today, today)
    days = await DAYS.all(work, work.tenant, guide, since, first, today)
    newcomers = await NEWCOMERS.one(work, work.tenant, guide, begins)
    sold = {day.on: day.amount_minor for day in days}
    dates = [first + timedelta(days=n) for n in range(today.day)]
    return Month(
        on=today,
        amount_minor=sums.amount_minor,
        receipts=sums.receipts,
        customers=sums.customers,
        new_customers=newcomers.people,
        today=Today(amount_minor=now.amount_minor, receipts=now.receipts, customers=now.customers),
        days=[Day(on, sold.get(on, 0)) for on in dates],
    )
