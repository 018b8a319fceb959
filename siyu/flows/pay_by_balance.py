"""Her balance pays for an order, wholly or in part: held at once, spent when the order is paid."""

from uuid import UUID

from siyu.flows import balances, expire_orders, settle_payment
from siyu.flows.order_balances import hold_of
from siyu.kernel.db import Work
from siyu.kernel.errors import NotFound
from siyu.modules import ledger, loyalty, orders, payments

LIVING = {"asked", "prepared"}


async def pay(
    work: Work, order: UUID, *, customer: UUID, at_most: int | None = None
) -> loyalty.Pay:
    """Hold as much as there is, or `at_most`; an order that it pays for wholly is paid.

    The same order again is what was held before. Her pay password was right.
    """
    await expire_orders.lock_goods(work, [order])
    found = await orders.get_order(work, order)
    if found.customer_id != customer:
        raise NotFound
    known = (await loyalty.pays_of(work, [order])).get(order)
    if known is not None and known.state != "void":
        return known
    if found.state != "unpaid" or found.expires_at <= work.now:
        raise orders.NotUnpaid
    attempts = await payments.attempts_of(work, [order])
    if any(one.state in LIVING for one in attempts.values()):
        raise loyalty.PaymentUnderWay
    stand = await balances.open_balance(work, customer)
    wanted = found.payable_minor if at_most is None else min(at_most, found.payable_minor)
    amount = min(wanted, stand.amount)
    if not amount:
        raise loyalty.NothingOnBalance
    made = await _hold(work, found, stand, amount)
    if amount == found.payable_minor:
        await settle_payment.settle_held(work, order)
    return (await loyalty.pays_of(work, [order]))[made.order_id]


async def _hold(work: Work, order: orders.Order, stand: balances.Stand, amount: int) -> loyalty.Pay:
    rule = await loyalty.current_rule(work)
    principal, bonus = loyalty.balance.split(rule.order, stand.principal, stand.bonus, amount)
    pieces = loyalty.balance.take(stand.lefts, principal, bonus)
    held = ledger.hold(
        hold_of(order.id),
        balances.leaves(order.customer_id, principal, bonus),
        expires_at=None,
        reason="balance",
        ref=order.id,
    )
    ledger.must_be_granted(await ledger.apply(work, [held]))
    made = loyalty.Pay(
        order_id=order.id,
        customer_id=order.customer_id,
        principal=principal,
        bonus=bonus,
        pieces=tuple(pieces),
        state="held",
        at=work.now,
    )
    await loyalty.keep_pay(work, made)
    moved = balances.movement(work, order.customer_id, "spent", pieces, order.id)
    await loyalty.write_movements(work, [moved])
    told = loyalty.BalanceSpent(order=order.id, principal_minor=principal, bonus_minor=bonus)
    work.tell(told, subject=order.customer_id)
    return made
