"""A balance is bought at the cashier: it is there when the signed notice says so, and only then.

Nobody earns of it, and it can't be bought with a balance: it is no order.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from msgspec import Struct

from siyu.flows import balances, call_cashier
from siyu.kernel.db import Actor, Work
from siyu.kernel.facts.envelope import Told
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import ledger, loyalty, payments, tenants

UNPAID_FOR = timedelta(minutes=15)


class Asking(Struct, frozen=True, kw_only=True):
    """Who wants to buy which offer."""

    customer: UUID
    offer: UUID
    return_to: str


async def ask_at_cashier(
    kit: Kit, tenant: TenantId, actor: Actor, asking: Asking
) -> payments.Attempt:
    """The attempt as the vendor left it."""
    async with kit.works.open(tenant, actor=actor) as work:
        attempt = await ask(work, asking)
    return await call_cashier.prepare(kit, tenant, attempt.id)


async def ask(work: Work, asking: Asking) -> payments.Attempt:
    """The attempt by which she can pay; one for the same offer that is open still is that one."""
    offer = await loyalty.get_offer(work, asking.offer)
    if offer.ended_at is not None:
        raise loyalty.OfferEnded
    # Alone with her balance: two who ask at once don't pass the ceiling together.
    stand = await balances.open_balance(work, asking.customer)
    waiting = await loyalty.top_ups_of(work, asking.customer, "asked")
    same = [
        one for one in waiting if one.offer_id == offer.id and one.asked_at + UNPAID_FOR > work.now
    ]
    others = [one for one in waiting if one not in same[:1]]
    await _drop(work, others)
    rule = await loyalty.current_rule(work)
    if stand.amount + offer.pay_minor + offer.bonus_minor > rule.ceiling_minor:
        raise loyalty.AboveCeiling(most_minor=rule.ceiling_minor)
    made = same[0] if same else await loyalty.ask_top_up(work, asking.customer, offer)
    asked = payments.Ask(
        order=made.id,
        amount_minor=made.pay_minor,
        currency=(await tenants.get_tenant(work)).currency,
        about="会员储值",
        return_to=asking.return_to,
        pay_by=made.asked_at + UNPAID_FOR,
        customer=asking.customer,
    )
    [attempt] = await payments.ask(work, [asked])
    return attempt


async def take_payments(work: Work, told: Sequence[Told[Any]]) -> None:
    """What payments tell; the same fact again changes nothing, a second payment goes back."""
    ids = sorted({one.fact.order for one in told})
    found = await loyalty.find_top_ups(work, ids)
    for one in told:
        if one.fact.order in found:
            await paid(work, one.fact.attempt, one.fact.order)


async def paid(work: Work, attempt: UUID, id_: UUID) -> None:
    """A top-up is bought, once; what comes beyond that goes back."""
    top_up = (await loyalty.find_top_ups(work, [id_]))[id_]
    await balances.open_balance(work, top_up.customer_id)
    top_up = (await loyalty.find_top_ups(work, [id_]))[id_]
    if top_up.state == "paid":
        if top_up.attempt_id != attempt:
            await _return(work, attempt, top_up)
        return
    money = ledger.Post(ledger.prepaid(), ledger.cashier(), top_up.pay_minor)
    hers = balances.comes(top_up.customer_id, top_up.pay_minor, top_up.bonus_minor)
    chain = ledger.post(attempt, [money, *hers], reason="topped_up", ref=top_up.id)
    ledger.must_be_granted(await ledger.apply(work, [chain]))
    await loyalty.top_up_paid(work, top_up.id, attempt)
    piece = loyalty.Piece(top_up=top_up.id, principal=top_up.pay_minor, bonus=top_up.bonus_minor)
    moved = balances.movement(work, top_up.customer_id, "topped_up", [piece], top_up.id)
    await loyalty.write_movements(work, [moved])
    told = loyalty.BalancePaidIn(
        top_up=top_up.id, pay_minor=top_up.pay_minor, bonus_minor=top_up.bonus_minor
    )
    work.tell(told, subject=top_up.customer_id)


async def _return(work: Work, attempt: UUID, top_up: loyalty.TopUp) -> None:
    asked = payments.RefundAsk(
        id=uuid5(attempt, "back"), attempt=attempt, amount_minor=top_up.pay_minor, why="paid_twice"
    )
    for answer in await payments.ask_refund(work, [asked]):
        # Nobody may forget this money: the fact that brought it is parked, for a person to see.
        if isinstance(answer, payments.Refusing):
            raise loyalty.NothingToRefund


async def _drop(work: Work, others: Sequence[loyalty.TopUp]) -> None:
    """She chose another: those may be paid no more, as far as the vendor agrees."""
    ids = [one.id for one in others]
    await loyalty.lapse_top_ups(work, ids)
    attempts = await payments.attempts_of(work, ids)
    await payments.close(work, [one.id for one in attempts.values()], why="cancelled")
