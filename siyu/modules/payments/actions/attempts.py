"""Asking to be paid: the attempt, what the vendor prepared for it, and its end without money."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.payments import queries, rules
from siyu.modules.payments.actions.steps import step
from siyu.modules.payments.facts import PaymentClosed
from siyu.modules.payments.values import Ask, Attempt, Prepared

PREPARE = "payments.prepare"
INQUIRE = "payments.inquire"
CLOSE = "payments.close"

PATIENCE = timedelta(seconds=10)
"""Who asked to be paid usually calls the vendor at once; this long after, a job does."""


class _Id(msgspec.Struct, frozen=True):
    id: UUID


_ADD = Query(
    _Id,
    """
    insert into payments.attempt
      (tenant_id, id, order_id, customer_id, amount_minor, currency, about, return_to, vendor,
       pay_by, state, asked_at, next_at)
    select $1, a.id, a.order_id, a.customer_id, a.amount_minor, a.currency, a.about, a.return_to,
           a.vendor, a.pay_by, 'asked', $2, $3
    from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::int8[], $8::text[], $9::text[],
                $10::text[], $11::text[], $12::timestamptz[])
      as a (id, order_id, customer_id, amount_minor, currency, about, return_to, vendor, pay_by)
    where not exists (select 1 from payments.attempt p
      where p.tenant_id = $1 and p.order_id = a.order_id and p.state = 'paid')
    on conflict (tenant_id, order_id) where state in ('asked', 'prepared') do nothing
    returning id
    """,
)
_PREPARED = Command(
    """
    update payments.attempt
    set state = 'prepared', account = $3, prepay = $4, pay_path = $5, payable_until = $6
    where tenant_id = $1 and id = $2 and state in ('asked', 'prepared')
    """
)
_ASK_CLOSE = Query(
    _Id,
    """
    update payments.attempt set close_asked_at = $3
    where tenant_id = $1 and id = any($2::uuid[]) and state in ('asked', 'prepared')
      and close_asked_at is null
    returning id
    """,
)
CLOSED = Query(
    Attempt,
    f"""
    update payments.attempt set state = 'closed', ended_at = $3, next_at = null
    where tenant_id = $1 and id = any($2::uuid[]) and state in ('asked', 'prepared')
    returning {queries.ATTEMPT}
    """,
)
_ASKED = Command(
    """
    update payments.attempt set asks = asks + 1, next_at = $4
    where tenant_id = $1 and id = $2 and asks = $3 and state in ('asked', 'prepared')
    """
)


async def ask(work: Work, asks: Sequence[Ask]) -> list[Attempt]:
    """An attempt for each order, in order: the paid or living one it has, else a new one.

    A new one is prepared by a job unless somebody calls the vendor for the buyer before that.
    """
    rows = sorted(asks, key=lambda a: a.order)
    ids = [work.new_id() for _ in rows]
    new = await _ADD.all(
        work,
        work.tenant,
        work.now,
        rules.next_ask(work.now, 0),
        ids,
        [a.order for a in rows],
        [a.customer for a in rows],
        [a.amount_minor for a in rows],
        [a.currency for a in rows],
        [a.about for a in rows],
        [a.return_to for a in rows],
        [a.vendor for a in rows],
        [a.pay_by for a in rows],
    )
    await step(work, "asked", [(row.id, "") for row in new])
    for row in new:
        work.enqueue(PREPARE, {"attempt": str(row.id)}, run_at=work.now + PATIENCE)
    found = await queries.attempts_of(work, [a.order for a in asks])
    return [found[a.order] for a in asks]


async def prepared(work: Work, attempt: UUID, by: Prepared) -> Attempt:
    """The vendor waits for the buyer. One that was closed meanwhile is closed there as well."""
    (known,) = await queries.LOCK.all(work, work.tenant, [attempt])
    row = (by.account, by.prepay, by.pay_path, by.until)
    if await _PREPARED.run(work, work.tenant, attempt, *row):
        if known.state == "asked":
            await step(work, "prepared", [(attempt, "")])
    elif known.state == "closed":
        _enqueue_close(work, attempt, "closed_before")
    return await queries.get_attempt(work, attempt)


async def close(work: Work, attempts: Sequence[UUID], *, why: str) -> int:
    """Let nobody pay these any more; how many it begins to close.

    They are closed once the vendor says so: until then, a payment may still come in.
    """
    rows = await _ASK_CLOSE.all(work, work.tenant, sorted(attempts), work.now)
    await step(work, "closing", [(row.id, why) for row in rows])
    for row in rows:
        _enqueue_close(work, row.id, why)
    return len(rows)


async def closed(work: Work, attempts: Sequence[UUID], *, why: str) -> list[Attempt]:
    """The vendor takes no money for these any more; those that it ended."""
    rows = await CLOSED.all(work, work.tenant, sorted(attempts), work.now)
    await step(work, "closed", [(row.id, why) for row in rows])
    for row in rows:
        told = PaymentClosed(
            attempt=row.id,
            order=row.order_id,
            amount_minor=row.amount_minor,
            currency=row.currency,
            why=why,
        )
        work.tell(told, subject=row.customer_id)
    return rows


async def asked(work: Work, attempt: Attempt) -> None:
    """The vendor was asked about it, whatever it said; asked long enough, it is given up."""
    following = rules.next_ask(attempt.asked_at, attempt.asks + 1)
    noted = await _ASKED.run(work, work.tenant, attempt.id, attempt.asks, following)
    if noted and following is None:
        await close(work, [attempt.id], why="no_answer")


def _enqueue_close(work: Work, attempt: UUID, why: str) -> None:
    work.enqueue(CLOSE, {"attempt": str(attempt), "why": why}, once=attempt.hex)
