"""Money back: begun under the attempt's lock, so that no two together exceed what was paid."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.payments import queries, rules
from siyu.modules.payments.actions.notices import quarantine
from siyu.modules.payments.actions.steps import step
from siyu.modules.payments.facts import RefundFailed, RefundPaidBack
from siyu.modules.payments.values import Outcome, Refund, RefundAsk, RefundNotice, Refusing

REFUND = "payments.refund"
INQUIRE_REFUND = "payments.inquire_refund"

_ADD = Command(
    """
    insert into payments.refund
      (tenant_id, id, attempt_id, amount_minor, why, state, asked_at, next_at)
    select $1, r.id, r.attempt_id, r.amount_minor, r.why, 'asked', $2, $3
    from unnest($4::uuid[], $5::uuid[], $6::int8[], $7::text[])
      as r (id, attempt_id, amount_minor, why)
    """
)
_PAID_BACK = Command(
    """
    update payments.refund set state = 'paid_back', vendor_no = $3, ended_at = $4, next_at = null,
      failure = null
    where tenant_id = $1 and id = $2 and state <> 'paid_back'
    """
)
_FAILED = Command(
    """
    update payments.refund set state = 'failed', failure = $3, ended_at = $4, next_at = null
    where tenant_id = $1 and id = $2 and state = 'asked'
    """
)
_ASKED = Command(
    """
    update payments.refund set asks = asks + 1, next_at = $4
    where tenant_id = $1 and id = $2 and asks = $3 and state = 'asked'
    """
)


async def ask_refund(work: Work, asks: Sequence[RefundAsk]) -> list[Refund | Refusing]:
    """For each, in order, the refund that is begun or was begun before, or why it is not."""
    ids = sorted({a.attempt for a in asks})
    attempts = {a.id: a for a in await queries.LOCK.all(work, work.tenant, ids)}
    earlier = await queries.REFUNDS_OF.all(work, work.tenant, ids)
    earlier += await queries.REFUNDS.all(work, work.tenant, [a.id for a in asks])
    known = {refund.id: refund for refund in earlier}
    decided = list(rules.decide_refunds(asks, attempts, known))
    begun = list({d.id: d for d in decided if isinstance(d, RefundAsk)}.values())
    await _begin(work, begun)
    rows = await queries.REFUNDS.all(work, work.tenant, [ask.id for ask in begun])
    known |= {refund.id: refund for refund in rows}
    return [d if isinstance(d, Refusing) else known[d.id] for d in decided]


async def _begin(work: Work, begun: Sequence[RefundAsk]) -> None:
    columns = [
        [a.id for a in begun],
        [a.attempt for a in begun],
        [a.amount_minor for a in begun],
        [a.why for a in begun],
    ]
    await _ADD.run(work, work.tenant, work.now, rules.next_refund_ask(work.now, 0), *columns)
    await step(work, "asked", [(ask.id, ask.why) for ask in begun])
    for ask in begun:
        work.enqueue(REFUND, {"refund": str(ask.id)})


async def refund_known(work: Work, notices: Sequence[RefundNotice]) -> list[Outcome]:
    """What each notice about a refund came to, in order; money that went back stays gone."""
    ids = sorted({id_ for n in notices if (id_ := rules.id_of(n.number))})
    known = {r.id: r for r in await queries.LOCK_REFUNDS.all(work, work.tenant, ids)}
    states: dict[UUID, str] = {r.id: r.state for r in known.values()}
    outcomes: list[Outcome] = []
    for notice in notices:
        refund = known.get(rules.id_of(notice.number) or UUID(int=0))
        verdict = rules.judge_refund(notice, refund, states[refund.id] if refund else "")
        if refund is None or verdict.misfit is not None:
            about = await queries.GET.first(work, work.tenant, rules.id_of(notice.paid_number))
            await quarantine(work, "refund", notice, verdict.misfit or "number", about)
            outcomes.append("quarantined")
        elif verdict.kind == "known":
            outcomes.append("waiting" if notice.state == "waiting" else "known")
        elif notice.state == "paid_back":
            await _paid_back(work, refund, notice)
            states[refund.id] = "paid_back"
            outcomes.append("paid_back")
        else:
            await refund_failed(work, refund, reason=notice.reason)
            states[refund.id] = "failed"
            outcomes.append("failed")
    return outcomes


async def refund_failed(work: Work, refund: Refund, *, reason: str) -> None:
    """The vendor will not pay this back; what it was for may be asked for again."""
    if not await _FAILED.run(work, work.tenant, refund.id, reason, work.now):
        return
    await step(work, "failed", [(refund.id, reason)])
    told = RefundFailed(**_told(refund), reason=reason)
    work.tell(told, subject=refund.customer_id)


async def refund_asked(work: Work, refund: Refund) -> None:
    """The vendor was asked about it, whatever it said."""
    following = rules.next_refund_ask(refund.asked_at, refund.asks + 1)
    await _ASKED.run(work, work.tenant, refund.id, refund.asks, following)


async def _paid_back(work: Work, refund: Refund, notice: RefundNotice) -> None:
    at = notice.at or work.now
    if await _PAID_BACK.run(work, work.tenant, refund.id, notice.vendor_no, at):
        await step(work, "paid_back", [(refund.id, notice.vendor_no)])
        work.tell(RefundPaidBack(**_told(refund)), subject=refund.customer_id, at=at)


def _told(refund: Refund) -> dict[str, Any]:
    return {
        "refund": refund.id,
        "attempt": refund.attempt_id,
        "order": refund.order_id,
        "amount_minor": refund.amount_minor,
        "currency": refund.currency,
    }
