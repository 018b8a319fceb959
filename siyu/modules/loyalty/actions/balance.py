"""Verbs of stored value. What a verb writes is booked in the ledger in the same work, by a flow.

Whoever changes a balance holds the lock of its accounts in the ledger.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Work
from siyu.modules.loyalty.errors import CeilingTooHigh, RuleChanged, TooManyOffers
from siyu.modules.loyalty.queries import balance as queries
from siyu.modules.loyalty.rules import balance as rules
from siyu.modules.loyalty.values.balance import (
    MOST_OFFERS,
    BalanceRule,
    Earns,
    Movement,
    Offer,
    Order,
    Pay,
    RefundState,
    Share,
    ShareState,
    TopUp,
    TopUpRefund,
)

_OFFER = Command(
    """
    insert into loyalty.balance_offer (tenant_id, id, pay_minor, bonus_minor, made_at)
    values ($1, $2, $3, $4, $5)
    """
)
_END_OFFER = Command(
    """
    update loyalty.balance_offer set ended_at = $3
    where tenant_id = $1 and id = $2 and ended_at is null
    """
)
_RULE = Command(
    """
    insert into loyalty.balance_rule
      (tenant_id, version, "order", ceiling_minor, earns, set_at, set_by)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
    """
)
_ASK = Command(
    """
    insert into loyalty.top_up
      (tenant_id, id, customer_id, offer_id, pay_minor, bonus_minor, state, asked_at)
    values ($1, $2, $3, $4, $5, $6, 'asked', $7)
    """
)
_LAPSE = Command(
    """
    update loyalty.top_up set state = 'lapsed'
    where tenant_id = $1 and id = any($2::uuid[]) and state = 'asked'
    """
)
_PAID = Command(
    """
    update loyalty.top_up set state = 'paid', attempt_id = $3, paid_at = $4, earns = $5
    where tenant_id = $1 and id = $2
    """
)
_MOVE = Command(
    """
    insert into loyalty.balance_movement
      (tenant_id, id, customer_id, at, what, principal, bonus, pieces, ref, by)
    select $1, m.id, m.customer_id, m.at, m.what, m.principal, m.bonus, m.pieces::jsonb, m.ref, m.by
    from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::int8[], $7::int8[],
      $8::text[], $9::uuid[], $10::text[])
      as m (id, customer_id, at, what, principal, bonus, pieces, ref, by)
    """
)
_PAY = Command(
    """
    insert into loyalty.balance_pay
      (tenant_id, order_id, customer_id, principal, bonus, pieces, state, at)
    values ($1, $2, $3, $4, $5, $6::jsonb, 'held', $7)
    """
)
_END_PAYS = Command(
    """
    update loyalty.balance_pay set state = $3
    where tenant_id = $1 and order_id = any($2::uuid[]) and state = 'held'
    """
)
_SHARE = Command(
    """
    insert into loyalty.balance_share
      (tenant_id, refund_id, order_id, cash, principal, bonus, state)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
    """
)
_END_SHARES = Command(
    """
    update loyalty.balance_share set state = $3
    where tenant_id = $1 and refund_id = any($2::uuid[]) and state <> 'done'
    """
)
_REFUND = Command(
    """
    insert into loyalty.top_up_refund (tenant_id, id, top_up_id, customer_id, basis,
      pay_back_minor, principal, bonus, why, state, asked_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked', $10)
    """
)
_DECIDE = Command(
    """
    update loyalty.top_up_refund set state = $3, decided_at = $4::timestamptz, decided_by = $5,
      ended_at = case when $3 = 'refused' then $4::timestamptz end
    where tenant_id = $1 and id = $2 and state = 'asked'
    """
)
_END_REFUND = Command(
    """
    update loyalty.top_up_refund set state = $3, ended_at = $4
    where tenant_id = $1 and id = $2 and state = 'approved'
    """
)


async def make_offer(work: Work, pay_minor: int, bonus_minor: int) -> Offer:
    living = [one for one in await queries.list_offers(work) if one.ended_at is None]
    if len(living) >= MOST_OFFERS:
        raise TooManyOffers(most=MOST_OFFERS)
    id_ = work.new_id()
    await _OFFER.run(work, work.tenant, id_, pay_minor, bonus_minor, work.now)
    after = {"pay_minor": pay_minor, "bonus_minor": bonus_minor}
    work.audit("loyalty.make_offer", "balance_offer", id_, after=after)
    return await queries.get_offer(work, id_)


async def end_offer(work: Work, offer: UUID) -> Offer:
    """Nobody can buy it any more; who bought it keeps it."""
    await queries.get_offer(work, offer)
    if await _END_OFFER.run(work, work.tenant, offer, work.now):
        work.audit("loyalty.end_offer", "balance_offer", offer)
    return await queries.get_offer(work, offer)


async def set_balance_rule(
    work: Work,
    order: Order,
    ceiling_minor: int,
    *,
    earns: Earns | None = None,
    seen: int | None = None,
) -> BalanceRule:
    """The next version, from now on; `seen` is the newest one that whoever sets it knew of.

    `earns` stays as it is where it is not said.
    """
    if ceiling_minor > rules.CEILING_MINOR:
        raise CeilingTooHigh(most_minor=rules.CEILING_MINOR)
    before = await current_rule(work)
    known, earns = before.version, earns or before.earns
    if seen is not None and seen != known:
        raise RuleChanged(version=known)
    said = (order, ceiling_minor, earns, work.now, str(work.actor))
    if not await _RULE.run(work, work.tenant, known + 1, *said):
        raise RuleChanged(version=known + 1)
    after = {
        "version": known + 1,
        "order": order,
        "ceiling_minor": ceiling_minor,
        "earns": earns,
    }
    work.audit("loyalty.set_balance_rule", "balance_rule", None, after=after)
    return await current_rule(work)


async def current_rule(work: Work) -> BalanceRule:
    """The one that counts; version 0 is what holds before anybody set one."""
    found = await queries.list_balance_rules(work)
    if found:
        return found[0]
    return BalanceRule(
        version=0,
        order="in_proportion",
        ceiling_minor=rules.CEILING_MINOR,
        set_at=work.now,
        set_by="system",
    )


async def ask_top_up(work: Work, customer: UUID, offer: Offer) -> TopUp:
    id_ = work.new_id()
    said = (offer.id, offer.pay_minor, offer.bonus_minor, work.now)
    await _ASK.run(work, work.tenant, id_, customer, *said)
    return (await queries.find_top_ups(work, [id_]))[id_]


async def lapse_top_ups(work: Work, ids: Sequence[UUID]) -> None:
    """She began another instead of these; should they be paid all the same, they count."""
    if ids:
        await _LAPSE.run(work, work.tenant, list(ids))


async def top_up_paid(work: Work, top_up: UUID, attempt: UUID) -> None:
    """It is there; whether somebody earns of it now or as it is spent is settled with it."""
    earns = (await current_rule(work)).earns
    await _PAID.run(work, work.tenant, top_up, attempt, work.now, earns)


async def write_movements(work: Work, movements: Sequence[Movement]) -> None:
    """Keep what happened to balances."""
    rows = [
        (m.id, m.customer_id, m.at, m.what, m.principal, m.bonus, _json(m.pieces), m.ref, m.by)
        for m in movements
    ]
    if rows:
        columns = [[row[i] for row in rows] for i in range(9)]
        await _MOVE.run(work, work.tenant, *columns)


async def keep_pay(work: Work, pay: Pay) -> None:
    """A balance is held to pay for an order, once."""
    said = (pay.order_id, pay.customer_id, pay.principal, pay.bonus, _json(pay.pieces), pay.at)
    await _PAY.run(work, work.tenant, *said)


async def pays_spent(work: Work, orders: Sequence[UUID]) -> None:
    """These orders are paid: what was held of balances for them is gone."""
    if orders:
        await _END_PAYS.run(work, work.tenant, list(orders), "spent")


async def pays_void(work: Work, orders: Sequence[UUID]) -> None:
    """These orders ended unpaid."""
    if orders:
        await _END_PAYS.run(work, work.tenant, list(orders), "void")


async def keep_share(work: Work, share: Share) -> None:
    """Where a refund goes; the same refund again is the same share."""
    said = (share.refund_id, share.order_id, share.cash, share.principal, share.bonus, share.state)
    await _SHARE.run(work, work.tenant, *said)


async def end_shares(work: Work, refunds: Sequence[UUID], state: ShareState) -> None:
    if refunds:
        await _END_SHARES.run(work, work.tenant, list(refunds), state)


async def ask_top_up_refund(work: Work, refund: TopUpRefund) -> None:
    """One at a time for each top-up."""
    said = (refund.id, refund.top_up_id, refund.customer_id, refund.basis, refund.pay_back_minor,
            refund.principal, refund.bonus, refund.why, refund.asked_at)  # fmt: skip
    await _REFUND.run(work, work.tenant, *said)


async def decide_top_up_refund(work: Work, refund: UUID, state: RefundState) -> bool:
    """Whether it was still to be decided."""
    who = str(work.actor)
    done = await _DECIDE.run(work, work.tenant, refund, state, work.now, who) == 1
    if done:
        work.audit("loyalty.decide_refund", "top_up_refund", refund, after={"state": state})
    return done


async def end_top_up_refund(work: Work, refund: UUID, state: RefundState) -> bool:
    """Whether it was on its way."""
    return await _END_REFUND.run(work, work.tenant, refund, state, work.now) == 1


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
