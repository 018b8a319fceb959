"""What a guide might do today, and in which order.

`docs/algorithms/todays-tasks.md` says it in words; its tables are run as tests.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid5

from siyu.modules.tasks.values import (
    Birthday,
    Buyer,
    Expiring,
    Kind,
    Known,
    Newcomer,
    Task,
    Waiting,
)

ORDER: tuple[Kind, ...] = (
    "pickup_waiting",
    "coupon_expiring",
    "birthday",
    "greeting",
    "repurchase_due",
)
"""What loses its sense first comes first."""

MOST = 20
"""So many one can do in a day; the others come as these are done."""

WAITS = timedelta(days=1)
EXPIRES_DAYS = 3
BIRTHDAY_DAYS = 7
GREETING_DAYS = 14
PURCHASES = 3
LATEST = 12
"""So many of her latest days of purchase say what is usual."""
USUAL_DAYS = 7
"""Who usually comes sooner than this comes anyway."""


def propose(known: Known, now: datetime, today: date) -> list[Task]:
    """Everything that might be done, by `ORDER`, and within a kind what matters soonest."""
    found = [
        *(_pickup(one, now) for one in known.waiting),
        *(_coupon(one, today) for one in known.expiring),
        *(_birthday(one, today) for one in known.birthdays),
        *(_greeting(one, today) for one in known.newcomers),
        *(_repurchase(one, today) for one in known.buyers),
    ]
    tasks = [one for one in found if one is not None]
    return sorted(tasks, key=lambda one: (ORDER.index(one.kind), one.on, one.key))


def choose(tasks: Iterable[Task], ended: Set[UUID]) -> list[Task]:
    """Today's: what did not end before, and of each customer the first, so that nobody is
    troubled twice."""
    chosen: dict[UUID, Task] = {}
    for one in tasks:
        if one.key not in ended:
            chosen.setdefault(one.customer, one)
    return list(chosen.values())[:MOST]


def usual_days(days: Sequence[date]) -> int | None:
    """Her usual interval: the middle one of those between her latest days of purchase, of two in
    the middle the shorter; None while there are too few, or she comes all the time anyway."""
    came = sorted(set(days))[-LATEST:]
    if len(came) < PURCHASES:
        return None
    gaps = sorted((after - before).days for before, after in pairwise(came))
    usual = gaps[(len(gaps) - 1) // 2]
    return usual if usual >= USUAL_DAYS else None


def _pickup(one: Waiting, now: datetime) -> Task | None:
    waited = now - one.ready_at
    if waited <= WAITS:
        return None
    return Task(
        key=_key(one.customer, "pickup_waiting", one.order),
        kind="pickup_waiting",
        customer=one.customer,
        on=one.ready_at.date(),
        days=waited.days,
        about=one.order,
        name=one.order_no,
    )


def _coupon(one: Expiring, today: date) -> Task | None:
    left = (one.until_on - today).days
    if not 0 <= left <= EXPIRES_DAYS:
        return None
    return Task(
        key=_key(one.customer, "coupon_expiring", one.wallet),
        kind="coupon_expiring",
        customer=one.customer,
        on=one.until_on,
        days=left,
        about=one.wallet,
        name=one.name,
    )


def _birthday(one: Birthday, today: date) -> Task | None:
    left = (one.on - today).days
    if not 0 <= left <= BIRTHDAY_DAYS:
        return None
    return Task(
        key=_key(one.customer, "birthday", one.on.year),
        kind="birthday",
        customer=one.customer,
        on=one.on,
        days=left,
    )


def _greeting(one: Newcomer, today: date) -> Task | None:
    since = (today - one.since_on).days
    if one.greeted or not 0 <= since <= GREETING_DAYS:
        return None
    return Task(
        key=_key(one.customer, "greeting", one.turn),
        kind="greeting",
        customer=one.customer,
        on=one.since_on,
        days=since,
    )


def _repurchase(one: Buyer, today: date) -> Task | None:
    usual = usual_days(one.days)
    if usual is None:
        return None
    last = max(one.days)
    due = last + timedelta(days=usual)
    if not due <= today <= due + timedelta(days=usual):
        return None
    return Task(
        key=_key(one.customer, "repurchase_due", last.isoformat()),
        kind="repurchase_due",
        customer=one.customer,
        on=due,
        days=(today - last).days,
        usual_days=usual,
    )


def _key(customer: UUID, kind: Kind, cause: object) -> UUID:
    return uuid5(customer, f"{kind}/{cause}")
