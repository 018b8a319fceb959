"""A guide's day: the receipts of today that name her, and whom of hers to look after next."""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.modules import customers, tenants, tills
from siyu.modules.tills.values import Kind
from siyu.views.receipts import CustomerLink, receipt_items

RECEIPTS = 20
"""So many of the latest are shown; the sums of the day count all."""

EACH = 5
"""So many people are named for each reason: what one can do in a day."""

BIRTHDAY_DAYS = 7
ONCE_DAYS = (7, 30)
QUIET_DAYS = (45, 180)
QUIET_RECEIPTS = 3

Why = Literal["birthday", "once", "quiet"]


class Care(Struct, frozen=True, kw_only=True):
    """Somebody to look after, and why.

    `birthday`: it is on `on`. `once`: her first purchase, on `on`, is her only one. `quiet`: she
    came often and has not since `on`.
    """

    id: UUID
    name: str | None
    phone_masked: str | None
    why: Why
    on: date
    spent_minor: int


class Sold(Struct, frozen=True, kw_only=True):
    """A receipt of today; `mine` says that its customer is hers and may be opened."""

    id: UUID
    receipt_no: str | None
    at: datetime
    customer: CustomerLink | None
    mine: bool
    lines: int
    amount_minor: int
    kind: Kind


class MyDay(Struct, frozen=True, kw_only=True):
    on: date
    receipts: list[Sold]
    care: list[Care]


class _Person(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str | None
    birthday: date | None
    last_at: datetime | None
    spent_minor: int


_MINE = """
    select c.id, c.name, c.birthday, f.last_at, coalesce(f.spent_minor, 0)::int8 as spent_minor
    from customers.customer c
    left join tills.customer_figures f on f.tenant_id = $1 and f.customer_id = c.id
    where c.tenant_id = $1 and c.guide_id = $2 and c.forgotten_at is null
"""
BIRTHDAYS = Query(
    _Person,
    f"""
    {_MINE} and to_char(c.birthday, 'MM-DD') = any($3::text[])
    order by array_position($3, to_char(c.birthday, 'MM-DD')), spent_minor desc, c.id limit $4
    """,
)
ONCE = Query(
    _Person,
    f"""
    {_MINE} and f.receipts = 1 and f.returns = 0 and f.last_at >= $3 and f.last_at < $4
    order by f.last_at, c.id limit $5
    """,
)
QUIET = Query(
    _Person,
    f"""
    {_MINE} and f.receipts >= $3 and f.last_at >= $4 and f.last_at < $5
    order by spent_minor desc, c.id limit $6
    """,
)


async def get_day(work: Work, guide: UUID) -> MyDay:
    """Her day in the merchant's calendar; nobody is named for two reasons."""
    tenant = await tenants.get_tenant(work)
    today = tenant.date_of(work.now)
    hers = tills.Filter(guide=guide, first_on=today, last_on=today)
    found = await tills.list_receipts(work, hers, limit=RECEIPTS, offset=0)
    sold = await _sold(work, guide, found)
    return MyDay(on=today, receipts=sold, care=await _care(work, guide, tenant, today))


async def _sold(work: Work, guide: UUID, found: Sequence[tills.Receipt]) -> list[Sold]:
    items = await receipt_items(work, found)
    people = [item.customer.id for item in items if item.customer]
    belongings = await customers.find_belongings(work, people)
    mine = {one for one, belonging in belongings.items() if belonging.guide_id == guide}
    return [
        Sold(
            id=item.id,
            receipt_no=item.receipt_no,
            at=item.at,
            customer=item.customer,
            mine=item.customer is not None and item.customer.id in mine,
            lines=item.lines,
            amount_minor=item.amount_minor,
            kind=item.kind,
        )
        for item in items
    ]


async def _care(work: Work, guide: UUID, tenant: tenants.Tenant, today: date) -> list[Care]:
    def began(days: int) -> datetime:
        return tenant.end_of(today - timedelta(days + 1))

    coming = birthdays(today)
    who = (work.tenant, guide)
    party = await BIRTHDAYS.all(work, *who, list(coming), EACH)
    once = await ONCE.all(work, *who, began(ONCE_DAYS[1]), began(ONCE_DAYS[0] - 1), EACH)
    spans = (QUIET_RECEIPTS, began(QUIET_DAYS[1]), began(QUIET_DAYS[0] - 1))
    quiet = await QUIET.all(work, *who, *spans, EACH)
    phones = await customers.masked_phones(work, [p.id for p in (*party, *once, *quiet)])
    days = {p.id: coming[f"{p.birthday:%m-%d}"] for p in party if p.birthday}
    last = {p.id: tenant.date_of(p.last_at) for p in (*once, *quiet) if p.last_at}
    return _told(
        [
            *_because("birthday", party, days, phones),
            *_because("once", once, last, phones),
            *_because("quiet", quiet, last, phones),
        ]
    )


def birthdays(today: date) -> dict[str, date]:
    """Month and day of the days to come → the day; who was born on 29 February has hers on 28."""
    days = [today + timedelta(n) for n in range(BIRTHDAY_DAYS + 1)]
    coming = {f"{day:%m-%d}": day for day in days}
    for day in days:
        if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
            coming["02-29"] = day
    return coming


def _because(
    why: Why, people: Sequence[_Person], on: dict[UUID, date], phones: dict[UUID, str]
) -> Iterable[Care]:
    for one in people:
        yield Care(
            id=one.id,
            name=one.name,
            phone_masked=phones.get(one.id),
            why=why,
            on=on[one.id],
            spent_minor=one.spent_minor,
        )


def _told(care: Iterable[Care]) -> list[Care]:
    first: dict[UUID, Care] = {}
    for one in care:
        first.setdefault(one.id, one)
    return list(first.values())
