"""What vendors say, pushed or asked for: taken once, or put into quarantine."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.payments import queries, rules
from siyu.modules.payments.actions.attempts import closed
from siyu.modules.payments.actions.steps import step
from siyu.modules.payments.facts import NoticeQuarantined, PaymentTaken
from siyu.modules.payments.values import Attempt, Kind, Notice, Outcome, RefundNotice


class _Set(msgspec.Struct, frozen=True):
    id: UUID
    times: int


_PAY = Command(
    """
    update payments.attempt a
    set state = 'paid', account = p.account, vendor_no = p.vendor_no, ended_at = p.at,
      next_at = null
    from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
      as p (id, account, vendor_no, at)
    where a.tenant_id = $1 and a.id = p.id and a.state <> 'paid'
    """
)
_QUARANTINE = Query(
    _Set,
    """
    insert into payments.quarantine as q
      (tenant_id, id, kind, vendor, account, number, vendor_no, amount_minor, currency, said_at,
       reason, attempt_id, first_at, last_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
    on conflict (tenant_id, vendor, number, vendor_no, kind, reason)
      do update set times = q.times + 1, last_at = $13
    returning id, times
    """,
)
_FORGET = Command("delete from payments.nonce where tenant_id = $1 and at < $2")
_SEE = Command(
    """
    insert into payments.nonce (tenant_id, vendor, nonce, at) values ($1, $2, $3, $4)
    on conflict do nothing
    """
)


async def take_notices(work: Work, notices: Sequence[Notice]) -> list[Outcome]:
    """What each notice came to, in order: the first that says `paid` makes its attempt paid.

    An attempt that was closed is paid too, late: the money is there, and its fact says so.
    """
    ids = sorted({id_ for n in notices if (id_ := rules.id_of(n.number))})
    known = {a.id: a for a in await queries.LOCK.all(work, work.tenant, ids)}
    paid_by = {a.id: a.vendor_no for a in known.values() if a.vendor_no is not None}
    paid: list[tuple[Attempt, Notice]] = []
    ended: dict[UUID, Attempt] = {}
    outcomes: list[Outcome] = []
    for notice in notices:
        attempt = known.get(rules.id_of(notice.number) or UUID(int=0))
        verdict = rules.judge(notice, attempt, paid_by.get(attempt.id) if attempt else None)
        if verdict.misfit is not None or attempt is None:
            await quarantine(work, "payment", notice, verdict.misfit or "number", attempt)
            outcomes.append("quarantined")
        elif verdict.kind == "known":
            outcomes.append("waiting" if notice.state == "waiting" else "known")
        elif notice.state == "paid":
            paid.append((attempt, notice))
            paid_by[attempt.id] = notice.vendor_no
            outcomes.append("paid")
        else:
            outcomes.append("known" if attempt.id in ended else "closed")
            ended[attempt.id] = attempt
    late = {a.id for a in await closed(work, list(ended), why="vendor") if a.id in paid_by}
    await _pay(work, paid, late)
    return outcomes


async def _pay(work: Work, paid: Sequence[tuple[Attempt, Notice]], closed_now: set[UUID]) -> None:
    if not paid:
        return
    columns = [
        [attempt.id for attempt, _ in paid],
        [notice.account for _, notice in paid],
        [notice.vendor_no for _, notice in paid],
        [notice.at or work.now for _, notice in paid],
    ]
    await _PAY.run(work, work.tenant, *columns)
    await step(work, "paid", [(attempt.id, notice.vendor_no) for attempt, notice in paid])
    for attempt, notice in paid:
        told = PaymentTaken(
            attempt=attempt.id,
            order=attempt.order_id,
            amount_minor=attempt.amount_minor,
            currency=attempt.currency,
            late=attempt.state == "closed" or attempt.id in closed_now,
        )
        work.tell(told, subject=attempt.customer_id, at=notice.at)


async def quarantine(
    work: Work, kind: Kind, notice: Notice | RefundNotice, reason: str, attempt: Attempt | None
) -> None:
    """Keep what was said as it was said; the same again is counted, and told no more."""
    said = (notice.vendor, notice.account, notice.number, notice.vendor_no)
    money = (notice.amount_minor, notice.currency)
    about = attempt.id if attempt else None
    row = (*said, *money, notice.at, reason, about, work.now)
    kept = await _QUARANTINE.one(work, work.tenant, work.new_id(), kind, *row)
    if kept.times > 1:
        return
    told = NoticeQuarantined(
        notice=kept.id,
        kind=kind,
        reason=reason,
        attempt=about,
        order=attempt.order_id if attempt else None,
        amount_minor=notice.amount_minor,
        currency=notice.currency,
    )
    work.tell(told, subject=attempt.customer_id if attempt else None)


async def is_fresh(work: Work, vendor: str, nonce: str, *, within: timedelta) -> bool:
    """True the first time `within` that this random word of a call-back is shown."""
    oldest: datetime = work.now - within
    await _FORGET.run(work, work.tenant, oldest)
    return await _SEE.run(work, work.tenant, vendor, nonce, work.now) == 1
