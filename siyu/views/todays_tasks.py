"""A guide's tasks of today, from what all rooms know of her own customers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct, structs

from siyu.kernel.db import Query, Work
from siyu.kernel.errors import Language
from siyu.modules import customers, staff, tasks, tenants
from siyu.modules.customers import CustomerRef
from siyu.views.guide_day import birthdays
from siyu.views.refs import gather_refs
from siyu.views.words import tasks as words

EACH = 200
"""So many of each kind are looked at, the most pressing; a guide has fewer."""

YEAR = timedelta(days=365)
DAY = timedelta(days=1)

PURPOSES: dict[tasks.Kind, Literal["service", "marketing"]] = {
    "pickup_waiting": "service",
    "coupon_expiring": "marketing",
    "birthday": "marketing",
    "greeting": "service",
    "repurchase_due": "marketing",
}


class Suggested(Struct, frozen=True, kw_only=True):
    """What the guide may do: write these words to her, for this purpose, through the gate."""

    action: Literal["letter"]
    purpose: Literal["service", "marketing"]
    words: str


class TaskItem(Struct, frozen=True, kw_only=True):
    """A task with its reason in a sentence; `about` is the order or coupon that it is about."""

    id: UUID
    kind: tasks.Kind
    title: str
    customer: CustomerRef
    phone_masked: str | None
    reason: str
    on: date
    about: UUID | None
    suggested: Suggested


class Today(Struct, frozen=True, kw_only=True):
    """Her tasks in order, and how many she ended today."""

    on: date
    tasks: list[TaskItem]
    done: int
    dismissed: int


class EndedItem(Struct, frozen=True, kw_only=True):
    """A task that she did or put aside, and why."""

    id: UUID
    kind: tasks.Kind
    title: str
    customer: CustomerRef | None
    state: tasks.State
    reason: tasks.Dismissal | None
    reason_word: str | None
    at: datetime


_HERS = """
    from customers.customer c
    where c.tenant_id = $1 and c.guide_id = $2 and c.forgotten_at is null
"""
_WAITING = Query(
    tasks.Waiting,
    """
    select c.id as customer, p.order_id as "order", o.no as order_no, p.ready_at
    from fulfilment.pickup p
    join customers.customer c on c.tenant_id = $1 and c.id = p.customer_id
    join orders.order o on o.tenant_id = $1 and o.id = p.order_id
    where p.tenant_id = $1 and p.store_id = $3 and p.redeemed_at is null and p.voided_at is null
      and p.ready_at < $4 and c.guide_id = $2 and c.forgotten_at is null
    order by p.ready_at, p.id limit $5
    """,
)


class _Coupon(Struct, frozen=True, kw_only=True):
    customer: UUID
    wallet: UUID
    name: str
    until: datetime


_EXPIRING = Query(
    _Coupon,
    """
    select c.id as customer, w.id as wallet, v.name, w.valid_until as until
    from promotions.wallet w
    join customers.customer c on c.tenant_id = $1 and c.id = w.customer_id
    join promotions.coupon_version v
      on v.tenant_id = $1 and v.coupon_id = w.coupon_id and v.version = w.version
    where w.tenant_id = $1 and w.used_at is null and w.expired_at is null
      and w.valid_from <= $3 and w.valid_until > $3 and w.valid_until <= $4
      and c.guide_id = $2 and c.forgotten_at is null
    order by w.valid_until, w.id limit $5
    """,
)


class _Born(Struct, frozen=True, kw_only=True):
    customer: UUID
    birthday: date


_BIRTHDAYS = Query(
    _Born,
    f"""
    select c.id as customer, c.birthday {_HERS}
      and to_char(c.birthday, 'MM-DD') = any($3::text[]) order by c.id limit $4
    """,
)


class _New(Struct, frozen=True, kw_only=True):
    customer: UUID
    turn: int
    since: datetime
    greeted: bool


_NEWCOMERS = Query(
    _New,
    """
    select c.id as customer, b.turn, b.since, exists (
             select from messaging.letter l
             where l.tenant_id = $1 and l.customer_id = c.id and l.guide_id = $2
               and l.sent_at >= b.since) as greeted
    from customers.customer c
    join customers.belonging b
      on b.tenant_id = $1 and b.customer_id = c.id and b.ended_at is null
    where c.tenant_id = $1 and c.guide_id = $2 and c.forgotten_at is null and b.since >= $3
    order by b.since, c.id limit $4
    """,
)


class _Bought(Struct, frozen=True, kw_only=True):
    customer: UUID
    days: list[date]


# Receipts of a store and orders of the mall; what all went back was no purchase.
_BUYERS = Query(
    _Bought,
    f"""
    select h.id as customer, d.days
    from (select c.id {_HERS}) h, lateral (
      select array_agg(day order by day) as days, count(*) as n, max(day) as last
      from (
        select r.day from tills.receipt r
        where r.tenant_id = $1 and r.customer_id = h.id and r.at >= $3 and r.kind = 'sale'
          and r.returned_minor < r.amount_minor
        union
        select (o.placed_at at time zone $4)::date from orders.order o
        where o.tenant_id = $1 and o.customer_id = h.id and o.placed_at >= $3
          and o.state in ('paid', 'redeemed')
      ) bought) d
    where d.n >= $5 and d.last <= $6
    """,
)


async def get_today(work: Work, guide: UUID, language: Language) -> Today:
    """What she might do now, in the merchant's calendar."""
    merchant = await tenants.get_tenant(work)
    today = merchant.date_of(work.now)
    proposed = tasks.propose(await gather(work, guide), work.now, today)
    ended = await tasks.find_ended(work, [one.key for one in proposed])
    chosen = tasks.choose(proposed, ended.keys())
    counts = await tasks.count_ended(work, guide, merchant.start_of(today))
    return Today(
        on=today,
        tasks=await _items(work, guide, chosen, language),
        done=counts.done,
        dismissed=counts.dismissed,
    )


async def find_task(work: Work, guide: UUID, key: UUID) -> tasks.Task:
    """One of hers, also one that she just wrote to her for, or that ended; TaskGone otherwise."""
    merchant = await tenants.get_tenant(work)
    known = await gather(work, guide)
    new = tuple(structs.replace(one, greeted=False) for one in known.newcomers)
    known = structs.replace(known, newcomers=new)
    proposed = tasks.propose(known, work.now, merchant.date_of(work.now))
    found = next((one for one in proposed if one.key == key), None)
    if found is None:
        raise tasks.TaskGone
    return found


async def gather(work: Work, guide: UUID) -> tasks.Known:
    """All that is known of her customers now."""
    merchant = await tenants.get_tenant(work)
    now, today = work.now, merchant.date_of(work.now)
    who = (work.tenant, guide)
    store = (await staff.get_person(work, guide)).store_id
    waiting = await _WAITING.all(work, *who, store, now - tasks.WAITS, EACH) if store else []
    last = merchant.end_of(today + tasks.EXPIRES_DAYS * DAY)
    coupons = await _EXPIRING.all(work, *who, now, last, EACH)
    coming = birthdays(today)
    born = await _BIRTHDAYS.all(work, *who, list(coming), EACH)
    began = merchant.end_of(today - (tasks.GREETING_DAYS + 1) * DAY)
    new = await _NEWCOMERS.all(work, *who, began, EACH)
    since = (now - YEAR, merchant.timezone, tasks.PURCHASES, today)
    bought = await _BUYERS.all(work, *who, *since)
    return tasks.Known(
        waiting=tuple(waiting),
        expiring=tuple(
            tasks.Expiring(
                customer=one.customer,
                wallet=one.wallet,
                name=one.name,
                # The instant itself is no longer hers: good until midnight means the day before.
                until_on=merchant.date_of(one.until - timedelta(microseconds=1)),
            )
            for one in coupons
        ),
        birthdays=tuple(
            tasks.Birthday(customer=one.customer, on=coming[f"{one.birthday:%m-%d}"])
            for one in born
        ),
        newcomers=tuple(
            tasks.Newcomer(
                customer=one.customer,
                turn=one.turn,
                since_on=merchant.date_of(one.since),
                greeted=one.greeted,
            )
            for one in new
        ),
        buyers=tuple(tasks.Buyer(customer=one.customer, days=tuple(one.days)) for one in bought),
    )


async def ended_items(
    work: Work, rows: Sequence[tasks.Ended], language: Language
) -> list[EndedItem]:
    known = await customers.refs(work, list({row.customer_id for row in rows}))
    en = language == "en"
    return [
        EndedItem(
            id=row.key,
            kind=row.kind,
            title=words.title(row.kind, language),
            customer=known.get(row.customer_id),
            state=row.state,
            reason=row.reason,
            reason_word=words.DISMISSALS[row.reason][en] if row.reason else None,
            at=row.at,
        )
        for row in rows
    ]


async def _items(
    work: Work, guide: UUID, chosen: Sequence[tasks.Task], language: Language
) -> list[TaskItem]:
    people = [one.customer for one in chosen]
    known = await customers.refs(work, people)
    phones = await customers.masked_phones(work, people)
    readers = await customers.find_recipients(work, people)
    person = await staff.get_person(work, guide)
    store = (await gather_refs(work, stores=[person.store_id])).store(person.store_id)
    shop = store.name if store else (await tenants.get_tenant(work)).name
    return [
        TaskItem(
            id=one.key,
            kind=one.kind,
            title=words.title(one.kind, language),
            customer=known[one.customer],
            phone_masked=phones.get(one.customer),
            reason=words.reason(one, language),
            on=one.on,
            about=one.about,
            suggested=Suggested(
                action="letter",
                purpose=PURPOSES[one.kind],
                words=words.words_for(
                    one,
                    readers[one.customer].language or language,
                    name=known[one.customer].name,
                    guide=person.name,
                    store=shop,
                ),
            ),
        )
        for one in chosen
    ]
