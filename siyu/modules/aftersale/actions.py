"""Verbs of after-sale. Whoever moves a case holds its order's lock, and its row's."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.kernel.errors import NotFound
from siyu.modules.aftersale import queries, rules
from siyu.modules.aftersale.errors import CaseTaken, NotNow
from siyu.modules.aftersale.facts import (
    CaseAnswered,
    CaseAsked,
    CaseEnded,
    GoodsArrived,
    GoodsSentBack,
)
from siyu.modules.aftersale.values import (
    OPEN,
    Case,
    Exempt,
    KeptRule,
    OpenCase,
    Rule,
    State,
)

_ADD = Command(
    """
    insert into aftersale.case (tenant_id, id, order_id, customer_id, store_id, kind, reason,
      words, lines, amount_minor, freight_minor, pays, state, asked_at, due_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, 'asked', $13, $14)
    """
)
_MOVE = Command(
    """
    update aftersale.case
    set state = $3, due_at = $4, ended_at = $5, return_to = coalesce($6::jsonb, return_to),
        back = coalesce($7::jsonb, back), replacement = coalesce($8::jsonb, replacement),
        fit = coalesce($9, fit)
    where tenant_id = $1 and id = $2
    """
)
_REFUNDED_BY = Command("update aftersale.case set refund_id = $3 where tenant_id = $1 and id = $2")
_LATER = Command("update aftersale.case set due_at = $3 where tenant_id = $1 and id = $2")
_STEP = Command(
    """
    insert into aftersale.step (tenant_id, case_id, turn, state, at, by, why)
    select $1, $2, 1 + coalesce(max(turn), 0), $3, $4, $5, $6 from aftersale.step
    where tenant_id = $1 and case_id = $2
    """
)
_WRITE_RULE = Command(
    """
    insert into aftersale.rule (tenant_id, version, answer_hours, send_back_hours, arrive_hours,
      fault_days, return_to, at, by)
    values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)
    """
)
_EXEMPT = Command(
    """
    insert into aftersale.exemption (tenant_id, id, category_id, kind, at, by)
    values ($1, $2, $3, $4, $5, $6)
    """
)


class _Kind(msgspec.Struct, frozen=True):
    kind: Exempt


_EXEMPT_NO_MORE = Query(
    _Kind,
    """
    update aftersale.exemption set ended_at = $3
    where tenant_id = $1 and category_id = $2 and ended_at is null returning kind
    """,
)
_FORGET = Command(
    """
    with hers as (
      update aftersale.case set words = '' where tenant_id = $1 and customer_id = any($2::uuid[])
      returning id)
    update aftersale.step s set why = '' from hers
    where s.tenant_id = $1 and s.case_id = hers.id and s.state = 'asked'
    """
)
_KNOW = Command(
    "insert into aftersale.knowing (tenant_id, order_id, at) values ($1, $2, $3) "
    "on conflict do nothing"
)


async def open_case(work: Work, ask: OpenCase) -> Case:
    """It waits for the merchant's answer from now on; the same id again is the same case."""
    known = await find(work, ask.id)
    if known is not None:
        same = (known.order_id, known.kind, known.quantities) == (
            ask.order,
            ask.kind,
            {one.n: one.quantity for one in ask.lines},
        )
        if not same:
            raise CaseTaken
        return known
    due = rules.due(ask.kind, "asked", await queries.current_rule(work), work.now)
    whose = (ask.order, ask.customer, ask.store)
    said = (ask.kind, ask.reason, ask.words, _text(ask.lines), ask.amount_minor, ask.freight_minor)
    pays = rules.who_pays(ask.reason)
    await _ADD.run(work, work.tenant, ask.id, *whose, *said, pays, work.now, due)
    await _step(work, ask.id, "asked", ask.words)
    told = CaseAsked(
        case=ask.id,
        order=ask.order,
        store=ask.store,
        kind=ask.kind,
        reason=ask.reason,
        pieces=sum(one.quantity for one in ask.lines),
        amount_minor=ask.amount_minor,
    )
    work.tell(told, subject=ask.customer)
    return await queries.get_case(work, ask.id)


async def find(work: Work, case: UUID) -> Case | None:
    """None if there is none."""
    try:
        return await queries.get_case(work, case)
    except NotFound:
        return None


async def move(
    work: Work, case: Case, to: State, *, why: str = "", clock: bool = False, **sets: Any
) -> Case:
    """Another state, kept with who and why; NotNow if it may not become that.

    `sets`: return_to, back, replacement, fit. `clock`: nobody said anything in the time there was.
    """
    if not rules.may_become(case.state, to):
        raise NotNow
    due = rules.due(case.kind, to, await queries.current_rule(work), work.now)
    ended = None if to in OPEN else work.now
    shapes = [_text(sets[name]) if sets.get(name) else None for name in _SHAPES]
    await _MOVE.run(work, work.tenant, case.id, to, due, ended, *shapes, sets.get("fit"))
    await _step(work, case.id, to, why)
    _tell(work, case, to, clock=clock, fit=bool(sets.get("fit")))
    before, after = {"state": case.state}, {"state": to, "order": case.order_id}
    work.audit(f"aftersale.{_DEEDS[to]}", "case", case.id, before=before, after=after)
    return await queries.get_case(work, case.id)


async def refunded_by(work: Work, case: Case, refund: UUID) -> None:
    """Its money goes back with this refund."""
    await _REFUNDED_BY.run(work, work.tenant, case.id, refund)


async def look_later(work: Work, case: Case, hours: int) -> None:
    """What the clock could not do now it tries again after so many hours."""
    at = work.now + timedelta(hours=hours)
    await _LATER.run(work, work.tenant, case.id, at)


async def write_rule(work: Work, rule: Rule) -> KeptRule:
    """From now on; a case keeps the time that it was given."""
    before = await queries.current_rule(work)
    said = (rule.answer_hours, rule.send_back_hours, rule.arrive_hours, rule.fault_days)
    to = _text(rule.return_to) if rule.return_to else None
    row = (before.version + 1, *said, to, work.now, str(work.actor))
    await _WRITE_RULE.run(work, work.tenant, *row)
    after = {"answer": said[0], "send_back": said[1], "arrive": said[2], "faults": said[3]}
    work.audit("aftersale.write_rule", "aftersale_rule", None, after=after)
    return await queries.current_rule(work)


async def exempt(work: Work, category: UUID, kind: Exempt | None) -> None:
    """Goods of a category are not returned without a reason from now on; None: they are again."""
    ended = await _EXEMPT_NO_MORE.all(work, work.tenant, category, work.now)
    if kind is not None:
        row = (work.new_id(), category, kind, work.now, str(work.actor))
        await _EXEMPT.run(work, work.tenant, *row)
    before = {"kind": ended[0].kind if ended else ""}
    work.audit("aftersale.exempt", "category", category, before=before, after={"kind": kind or ""})


async def know(work: Work, order: UUID) -> None:
    """She said before she paid that she knows of exempt goods."""
    await _KNOW.run(work, work.tenant, order, work.now)


async def forget(work: Work, people: Sequence[UUID]) -> None:
    """What they wrote is emptied; what was asked, and how it ended, stays."""
    await _FORGET.run(work, work.tenant, list(people))


_SHAPES = ("return_to", "back", "replacement")
_DEEDS: Mapping[State, str] = {
    "asked": "ask",
    "agreed": "agree",
    "sent_back": "send_back",
    "arrived": "arrive",
    "done": "end",
    "refused": "refuse",
    "withdrawn": "withdraw",
    "lapsed": "lapse",
}


def _tell(work: Work, case: Case, to: State, *, clock: bool, fit: bool) -> None:
    about = {"case": case.id, "order": case.order_id, "store": case.store_id}
    if to in {"agreed", "refused"}:
        agreed = to == "agreed"
        said = CaseAnswered(**about, kind=case.kind, agreed=agreed, by_clock=clock)
        work.tell(said, subject=case.customer_id)
    elif to == "sent_back":
        work.tell(GoodsSentBack(**about), subject=case.customer_id)
    elif to == "arrived":
        work.tell(GoodsArrived(**about, fit=fit, by_clock=clock), subject=case.customer_id)
    else:
        work.tell(CaseEnded(**about, kind=case.kind, how=to), subject=case.customer_id)


async def _step(work: Work, case: UUID, state: State, why: str) -> None:
    await _STEP.run(work, work.tenant, case, state, work.now, str(work.actor), why)


def _text(shape: object) -> str:
    return msgspec.json.encode(shape).decode()
