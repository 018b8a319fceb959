"""Belonging: which store and guide look after a customer, by which rule, since when.

Whoever sold her the first purchase looks after her, whatever order the receipts come in. All else
is decided by the merchant's rule book (`actions/bind.py`), and written down here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Command, Work
from siyu.modules.customers.facts import Bound, Released
from siyu.modules.customers.queries.bonds import current_book
from siyu.modules.customers.queries.people import find_belongings, lock_customers
from siyu.modules.customers.rules.meetings import comes_first
from siyu.modules.customers.values import Belonging, Rule

EARLIER = "an earlier purchase became known"


class FirstPurchase(Struct, frozen=True):
    customer: UUID
    store: UUID
    guide: UUID | None
    at: datetime


END = Command(
    """
    update customers.belonging b set ended_at = $2, ended_by = $3, ended_why = e.why
    from unnest($4::uuid[], $5::text[]) as e (customer_id, why)
    where b.tenant_id = $1 and b.customer_id = e.customer_id and b.ended_at is null
    """
)

BEGIN = Command(
    """
    insert into customers.belonging
      (tenant_id, customer_id, turn, store_id, guide_id, rule, since, reason, by)
    select $1, b.customer_id, b.turn, b.store_id, b.guide_id, b.rule, b.since, b.reason, $2
    from unnest($3::uuid[], $4::int4[], $5::uuid[], $6::uuid[], $7::text[], $8::timestamptz[],
                $9::text[])
      as b (customer_id, turn, store_id, guide_id, rule, since, reason)
    """
)

REPEAT = Command(
    """
    update customers.customer c set store_id = b.store_id, guide_id = b.guide_id
    from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as b (customer_id, store_id, guide_id)
    where c.tenant_id = $1 and c.id = b.customer_id
    """
)


class Change(Struct, frozen=True, kw_only=True):
    customer: UUID
    store: UUID
    guide: UUID | None
    rule: Rule
    since: datetime
    reason: str = ""


async def belong_by_first_purchase(work: Work, firsts: Sequence[FirstPurchase]) -> None:
    """Let earlier purchases decide; those that a later look finds late change nothing."""
    if not firsts:
        return
    held = await lock_customers(work, [first.customer for first in firsts])
    now = await find_belongings(work, list(held))
    earliest = _earliest(first for first in firsts if first.customer in held)
    _, book = await current_book(work)
    changes = [
        _bought(f, by_hand=book.rule == "by_hand")
        for f in earliest.values()
        if _decides(now.get(f.customer), f)
    ]
    await put(work, changes, now, why=dict.fromkeys(earliest, EARLIER))


def _bought(first: FirstPurchase, *, by_hand: bool) -> Change:
    """Where people decide, a purchase only says in which store's pool she waits."""
    return Change(
        customer=first.customer,
        store=first.store,
        guide=None if by_hand else first.guide,
        rule="released" if by_hand else "first_purchase",
        since=first.at,
    )


def _earliest(firsts: Iterable[FirstPurchase]) -> dict[UUID, FirstPurchase]:
    return {f.customer: f for f in sorted(firsts, key=lambda f: f.at, reverse=True)}


def _decides(belonging: Belonging | None, first: FirstPurchase) -> bool:
    return belonging is None or comes_first(belonging.rule, belonging.since, first.at)


async def put(
    work: Work,
    changes: Sequence[Change],
    now: Mapping[UUID, Belonging],
    *,
    why: Mapping[UUID, str],
) -> None:
    """End what is and begin what was decided; customers are locked, and each is there once."""
    if not changes:
        return
    people = [change.customer for change in changes]
    reasons = [why[customer] for customer in people]
    await END.run(work, work.tenant, work.now, str(work.actor), people, reasons)
    rows = [_row(change, now.get(change.customer)) for change in changes]
    columns = [list(column) for column in zip(*rows, strict=True)]
    await BEGIN.run(work, work.tenant, str(work.actor), *columns)
    await REPEAT.run(work, work.tenant, people, *columns[2:4])
    for change in changes:
        _tell(work, change, now.get(change.customer))


def _row(change: Change, before: Belonging | None) -> tuple[object, ...]:
    turn = before.turn + 1 if before else 1
    place = (change.customer, turn, change.store, change.guide)
    return (*place, change.rule, change.since, change.reason)


def _tell(work: Work, change: Change, before: Belonging | None) -> None:
    if change.rule == "released" and before is not None and before.guide_id is not None:
        gone = Released(store=change.store, guide=None, before_guide=before.guide_id)
        work.tell(gone, subject=change.customer)
        return
    fact = Bound(
        store=change.store,
        guide=change.guide,
        rule=change.rule,
        before_store=before.store_id if before else None,
        before_guide=before.guide_id if before else None,
    )
    work.tell(fact, subject=change.customer, at=change.since)
