"""Trades as the vendor keeps them: prepared, paid by somebody at the page, closed."""

from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from siyu.integrations.cashier.account import VENDOR, tenant_of
from siyu.integrations.cashier.rules import RULES
from siyu.integrations.cashier.sandbox.denials import Denied
from siyu.integrations.cashier.sandbox.pushes import Notice, promise
from siyu.integrations.cashier.shapes import (
    Amount,
    Ready,
    RefundAmount,
    TradeGiven,
    TradeShown,
)
from siyu.kernel.db import Work
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.sandbox import FaultPlan, World

TRADE = "trade"
PREPAY = "prepay"

Paying = Literal["paid", "paid_before", "expired", "closed"]


class Prepay(msgspec.Struct):
    """What a page is opened by; a trade may get another when one has run out."""

    number: str


class Back(msgspec.Struct, kw_only=True):
    """A refund of a trade; it is on its way until `done_at`."""

    number: str
    refund_id: str
    amount: RefundAmount
    done_at: datetime


class Trade(msgspec.Struct, kw_only=True):
    """One number of one merchant, for good."""

    given: TradeGiven
    prepay: str
    until: datetime
    state: Literal["NOTPAY", "SUCCESS", "CLOSED"] = "NOTPAY"
    transaction_id: str = ""
    paid_at: datetime | None = None
    refunds: list[Back] = []

    @property
    def number(self) -> str:
        return self.given.out_trade_no

    @property
    def amount(self) -> Amount:
        return self.given.amount

    def shown(self) -> TradeShown:
        return TradeShown(
            mchid=self.given.mchid,
            out_trade_no=self.number,
            trade_state="REFUND" if self.refunds else self.state,
            amount=self.amount,
            transaction_id=self.transaction_id,
            success_time=self.paid_at,
        )


async def prepare(work: Work, given: TradeGiven) -> Ready:
    """Let somebody pay; the same request again is the same trade, another under its number none."""
    _must_call_back_here(given)
    world = World(work, VENDOR)
    known = await find(world, given.out_trade_no)
    if known is None:
        trade = Trade(given=given, prepay="", until=_until(given, work.now))
        await _renew(world, trade)
        await world.remember(TRADE, trade, by=trade.number)
        return _ready(trade)
    id_, trade = known
    _must_be_payable(trade, given)
    if trade.until <= work.now:
        trade.until = _until(given, work.now)
        await _renew(world, trade)
        await world.change(id_, trade)
    return _ready(trade)


async def close(work: Work, number: str) -> None:
    """Nobody pays this any more; closed twice is closed."""
    world = World(work, VENDOR)
    id_, trade = await get(world, number)
    if trade.state == "SUCCESS":
        raise Denied("ORDERPAID")
    trade.state = "CLOSED"
    await world.change(id_, trade)


async def pay(work: Work, prepay: str, plan: FaultPlan) -> tuple[Trade, Paying]:
    """Somebody pressed the button; NotFound for a page that there never was."""
    world = World(work, VENDOR)
    number = (await world.get(_id_of(prepay), Prepay)).number
    await world.alone(number)
    id_, trade = await get(world, number)
    state = paying(trade, prepay, work.now)
    if state is not None:
        return trade, state
    trade.state, trade.paid_at = "SUCCESS", work.now
    trade.transaction_id = f"42{work.new_id().int % 10**26:026d}"
    await world.change(id_, trade)
    event = Notice(
        event="TRANSACTION.SUCCESS",
        kind="transaction",
        summary="支付成功",
        body=msgspec.json.encode(trade.shown()),
        notify_url=trade.given.notify_url,
    )
    await promise(work, world, plan, event, work.now)
    return trade, "paid"


def paying(trade: Trade, prepay: str, now: datetime) -> Paying | None:
    """Why nobody can pay here now; None if somebody can."""
    if trade.state == "SUCCESS":
        return "paid_before"
    if trade.state == "CLOSED":
        return "closed"
    return "expired" if trade.until <= now or trade.prepay != prepay else None


async def find_prepaid(work: Work, prepay: str) -> Trade:
    """The trade of a page; NotFound if there never was one."""
    world = World(work, VENDOR)
    number = (await world.get(_id_of(prepay), Prepay)).number
    return (await get(world, number))[1]


def prepay_tenant(prepay: str) -> TenantId:
    """Whose page this is; NotFound for what no sandbox gave."""
    tenant = tenant_of(prepay.partition("-")[0])
    if tenant is None:
        raise NotFound
    return tenant


async def find(world: World, number: str) -> tuple[UUID, Trade] | None:
    return await world.find(TRADE, Trade, by=number)


async def get(world: World, number: str) -> tuple[UUID, Trade]:
    known = await find(world, number)
    if known is None:
        raise Denied("ORDERNOTEXIST")
    return known


async def _renew(world: World, trade: Trade) -> None:
    id_ = await world.remember(PREPAY, Prepay(trade.number))
    trade.prepay = f"{trade.given.mchid}-{id_.hex}"


def _id_of(prepay: str) -> UUID:
    try:
        return UUID(hex=prepay.partition("-")[2])
    except ValueError as why:
        raise NotFound from why


def _ready(trade: Trade) -> Ready:
    return Ready(
        prepay_id=trade.prepay,
        pay_path=f"/sandbox/{VENDOR}/pay/{trade.prepay}",
        time_expire=trade.until,
    )


def _until(given: TradeGiven, now: datetime) -> datetime:
    latest = now + timedelta(seconds=RULES.prepay_s)
    until = min(given.time_expire or latest, latest)
    if until <= now:
        raise Denied("PARAM_ERROR", "time_expire")
    return until


def _must_be_payable(trade: Trade, given: TradeGiven) -> None:
    if trade.state == "SUCCESS":
        raise Denied("ORDERPAID")
    if trade.state == "CLOSED":
        raise Denied("ORDERCLOSED")
    if trade.given != given:
        raise Denied("OUT_TRADE_NO_USED")


def _must_call_back_here(given: TradeGiven) -> None:
    """The sandbox pushes to its own installation only."""
    path = urlsplit(given.notify_url).path
    if path != f"/callbacks/{VENDOR}/{given.mchid}":
        raise Denied("PARAM_ERROR", "notify_url")
