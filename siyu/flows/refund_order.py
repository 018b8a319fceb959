"""Lines and quantities go back: asked here, paid by the cashier, and then the books walk back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from siyu.flows import (
    flash_takings,
    group_moves,
    order_balances,
    order_gifts,
    points_money,
    ready_pickups,
    ship_order,
    use_vouchers,
)
from siyu.flows.expire_orders import lock_goods
from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.kernel.facts.envelope import Told
from siyu.modules import deals, groups, ledger, loyalty, orders, payments, promotions, vouchers

PAID = ("paid", "redeemed", "closed")


async def ask(work: Work, asked: orders.RefundAsk) -> orders.Refund:
    """The refund that begins, or began under this id; raises why it can't."""
    await _lock(work, asked.order)
    if asked.order in await groups.waiting(work, [asked.order]):
        raise groups.GroupWaiting
    asked = await order_gifts.with_gifts_back(work, asked)
    known = await orders.get_refunds(work, [asked.id])
    if not known:
        if asked.unfetched:
            await ship_order.must_be_unsent(work, asked)
        asked = await ship_order.as_sent(work, asked)
    return await _begin(work, await _with_vouchers(work, asked))


async def ask_for_group(work: Work, asked: orders.RefundAsk) -> orders.Refund:
    """The same for an order whose group failed: nothing of it was handed over or issued, so that
    its freight goes back too."""
    await _lock(work, asked.order)
    return await _begin(work, await ship_order.as_sent(work, asked))


async def ask_voucher(
    work: Work, voucher: vouchers.Voucher, *, refund: UUID, uses: int | None, why: str
) -> orders.Refund:
    """What was not used of one voucher, or so many uses of it, goes back with its money."""
    await _lock(work, voucher.order_id)
    await orders.lock_orders(work, [voucher.order_id])
    known = (await orders.get_refunds(work, [refund])).get(refund)
    if known is not None:
        return known
    backs = await vouchers.give_back(
        work, refund, voucher.order_id, {voucher.n: 1}, only=voucher.id, uses=uses
    )
    asked = orders.RefundAsk(id=refund, order=voucher.order_id, quantities={}, why=why)
    made = await _begin(work, _taking(asked, backs))
    await use_vouchers.redeem_if_done(work, voucher.order_id)
    return made


async def _lock(work: Work, order: UUID) -> None:
    """What costs nothing goes back at once, so all that might is locked before the order is."""
    await lock_goods(work, [order], more=await points_money.guards(work, [order]))


async def _with_vouchers(work: Work, asked: orders.RefundAsk) -> orders.RefundAsk:
    """Of lines that are vouchers, what was not used of so many of them goes back."""
    lines = (await vouchers.promised_lines(work, [asked.order])).get(asked.order, set())
    pieces = {n: count for n, count in asked.quantities.items() if n in lines}
    found = await orders.lock_orders(work, [asked.order]) if pieces else {}
    paid = found[asked.order].state in PAID if asked.order in found else False
    if not paid or asked.id in await orders.get_refunds(work, [asked.id]):
        return asked
    # Who wants the money back faster than anybody reacts to the payment.
    await vouchers.issue(work, [asked.order])
    return _taking(asked, await vouchers.give_back(work, asked.id, asked.order, pieces))


def _taking(asked: orders.RefundAsk, backs: Sequence[vouchers.Back]) -> orders.RefundAsk:
    whole = {one.n: one.whole for one in backs}
    amounts = {one.n: one.amount_minor for one in backs}
    return msgspec.structs.replace(asked, quantities=asked.quantities | whole, amounts=amounts)


async def _begin(work: Work, asked: orders.RefundAsk) -> orders.Refund:
    refund = await orders.ask_refund(work, asked)
    if isinstance(refund, Refusal):
        raise refund
    if refund.state != "asked":
        return refund
    # Whatever the vendor says: what she wants her money back for is not handed over any more.
    await ready_pickups.void_if_all_back(work, refund.order_id)
    found = await orders.get_order(work, refund.order_id)
    goes = await order_balances.share(work, refund, found)
    if not goes.cash:
        await _walk_back(work, [refund.id])
        return (await orders.get_refunds(work, [refund.id]))[refund.id]
    attempts = await payments.attempts_of(work, [refund.order_id])
    attempt = attempts.get(refund.order_id)
    if attempt is None:
        raise orders.NotPossible(reason="no_attempt")
    asks = payments.RefundAsk(
        id=refund.id, attempt=attempt.id, amount_minor=goes.cash, why=refund.why
    )
    [answer] = await payments.ask_refund(work, [asks])
    if isinstance(answer, payments.Refusing):
        raise orders.NotPossible(reason=answer.reason)
    return refund


async def take_ends(work: Work, told: Sequence[Told[Any]]) -> None:
    """What payments tell of refunds; those that no order asked for are not ours."""
    back = [one.fact.refund for one in told if one.name == payments.RefundPaidBack.NAME]
    await _walk_back(work, back)
    failed = [one.fact for one in told if one.name == payments.RefundFailed.NAME]
    hers = [
        one.order_id
        for one in (await orders.get_refunds(work, [f.refund for f in failed])).values()
    ]
    await orders.lock_orders(work, hers)
    for one in failed:
        await orders.refunds_failed(work, [one.refund], why=one.reason)
    await vouchers.undo_back(work, [one.refund for one in failed])
    await loyalty.end_shares(work, [one.refund for one in failed], "void")
    await ready_pickups.make_ready(work, hers)


async def _walk_back(work: Work, ids: Sequence[UUID]) -> None:
    """Money, goods and, when nothing is left of the order, its coupon."""
    asked = await orders.get_refunds(work, ids)
    about = [one.order_id for one in asked.values()]
    lines = await lock_goods(work, about, more=await points_money.guards(work, about))
    found = await orders.orders_of(work, [one.order_id for one in asked.values()])
    # Under the lock, for another may have been faster.
    refunds = await orders.get_refunds(work, ids)
    open_ = [one for one in refunds.values() if one.state != "paid_back"]
    goes = {one.id: await order_balances.share(work, one, found[one.order_id]) for one in open_}
    takings = await deals.takings_of(work, [one.order_id for one in open_])
    running = await flash_takings.running(work, takings)
    seats = await groups.seats_of(work, [one.order_id for one in open_])
    chains = [
        chain
        for one in open_
        if (
            chain := _returned(
                one,
                found[one.order_id],
                flash_takings.Back(lines[one.order_id], takings.get(one.order_id, ()), running),
                seats.get(one.order_id),
                goes[one.id],
            )
        )
        is not None
    ]
    ledger.must_be_granted(await ledger.apply(work, chains))
    having = [one.order_id for one in open_ if one.parts]
    whole = await orders.whole_backs(work, having, [one.id for one in open_])
    await promotions.give_back(work, sorted(whole))
    # A cashier that said no may pay after all.
    await vouchers.redo_back(work, [one.id for one in open_ if one.state == "failed"])
    await orders.refunds_paid_back(work, [one.id for one in open_])
    await order_balances.returned(work, goes)
    await points_money.give_back(work, having)


def _returned(
    refund: orders.Refund,
    order: orders.Order,
    back: flash_takings.Back,
    seat: groups.Seat | None,
    goes: loyalty.Sources,
) -> ledger.Chain | None:
    moves: list[ledger.Post] = []
    if refund.amount_minor:
        due = ledger.due(order.id)
        if goes.cash:
            moves.append(ledger.Post(ledger.cashier(), due, goes.cash))
        moves += order_balances.walked_back(order.id, order.customer_id, goes)
        if refund.parts:
            sales = ledger.sales(order.selling_store_id)
            moves.append(ledger.Post(due, sales, refund.amount_minor))
    moves += back.moves(refund, order.shipping_store_id)
    if seat is not None:
        moves += group_moves.back(seat, sum(p.quantity for p in refund.parts))
    if not moves:
        return None
    return ledger.post(refund.id, moves, reason="refund", ref=order.id)
