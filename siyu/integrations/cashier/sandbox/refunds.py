"""Refunds as the vendor keeps them: parts of what was paid, each done after a while."""

from datetime import timedelta

import msgspec

from siyu.integrations.cashier.account import VENDOR
from siyu.integrations.cashier.rules import RULES
from siyu.integrations.cashier.sandbox import trades
from siyu.integrations.cashier.sandbox.denials import Denied
from siyu.integrations.cashier.sandbox.pushes import Notice, promise
from siyu.integrations.cashier.sandbox.trades import Back, Trade
from siyu.integrations.cashier.shapes import RefundGiven, RefundShown
from siyu.kernel.db import Work
from siyu.kernel.sandbox import FaultPlan, World

REFUND = "refund"


class Place(msgspec.Struct):
    """Which trade a refund's number belongs to."""

    trade: str


async def ask(work: Work, given: RefundGiven, plan: FaultPlan) -> RefundShown:
    """Pay back a part; the same number again is the same refund."""
    world = World(work, VENDOR)
    place = await world.find(REFUND, Place, by=given.out_refund_no)
    if place is not None and place[1].trade != given.out_trade_no:
        raise Denied("INVALID_REQUEST", "out_refund_no")
    id_, trade = await trades.get(world, given.out_trade_no)
    _must_be_of(trade, given)
    known = next((b for b in trade.refunds if b.number == given.out_refund_no), None)
    if known is not None:
        if known.amount != given.amount:
            raise Denied("INVALID_REQUEST", "amount")
        return shown(work, trade, known)
    _must_be_left(trade, given)
    back = Back(
        number=given.out_refund_no,
        refund_id=f"50{work.new_id().int % 10**26:026d}",
        amount=given.amount,
        done_at=work.now + timedelta(seconds=RULES.refund_takes_s),
    )
    trade.refunds.append(back)
    await world.change(id_, trade)
    await world.remember(REFUND, Place(trade.number), by=back.number)
    event = Notice(
        event="REFUND.SUCCESS",
        kind="refund",
        summary="退款成功",
        body=msgspec.json.encode(shown(work, trade, back, done=True)),
        notify_url=trade.given.notify_url,
    )
    await promise(work, world, plan, event, back.done_at)
    return shown(work, trade, back)


async def show(work: Work, number: str) -> RefundShown:
    """A refund as it stands."""
    world = World(work, VENDOR)
    place = await world.find(REFUND, Place, by=number)
    if place is None:
        raise Denied("RESOURCE_NOT_EXISTS")
    _, trade = await trades.get(world, place[1].trade)
    back = next(b for b in trade.refunds if b.number == number)
    return shown(work, trade, back)


def shown(work: Work, trade: Trade, back: Back, *, done: bool = False) -> RefundShown:
    done = done or back.done_at <= work.now
    return RefundShown(
        mchid=trade.given.mchid,
        out_trade_no=trade.number,
        out_refund_no=back.number,
        refund_id=back.refund_id,
        status="SUCCESS" if done else "PROCESSING",
        amount=back.amount,
        success_time=back.done_at if done else None,
    )


def _must_be_of(trade: Trade, given: RefundGiven) -> None:
    if trade.state != "SUCCESS":
        raise Denied("INVALID_REQUEST", "订单未支付")
    paid = trade.amount
    if (given.amount.total, given.amount.currency) != (paid.total, paid.currency):
        raise Denied("INVALID_REQUEST", "amount.total")


def _must_be_left(trade: Trade, given: RefundGiven) -> None:
    if len(trade.refunds) >= RULES.refunds_per_trade:
        raise Denied("INVALID_REQUEST", "退款次数已达上限")
    gone = sum(back.amount.refund for back in trade.refunds)
    if gone + given.amount.refund > trade.amount.total:
        raise Denied("NOT_ENOUGH")
