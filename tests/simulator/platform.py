"""A payment platform that keeps its word about money, and about nothing else.

It is plugged in where the shop calls a vendor. What it took and paid back is the truth that the
shop's books are compared with; what it says of that gets lost, comes late, twice, or not at all.
"""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.integrations.cashier.client import VendorTrouble
from siyu.kernel.clock import Clock
from siyu.kernel.ids import TenantId
from siyu.modules.payments import Attempt, Declined, Notice, Prepared, Refund, RefundNotice

ACCOUNT = "1900000109"


class Back(Struct):
    """Money that somebody wants back."""

    number: str
    amount: int
    state: Literal["waiting", "paid_back", "failed"]
    paid_number: str
    done_at: datetime


class Trade(Struct):
    """One number, for good."""

    number: str
    order: UUID
    amount: int
    currency: str
    until: datetime
    state: Literal["open", "paid", "closed"] = "open"
    backs: list[Back] = []

    @property
    def kept(self) -> int:
        """What the platform took for the shop and did not pay back."""
        if self.state != "paid":
            return 0
        return self.amount - sum(b.amount for b in self.backs if b.state == "paid_back")


class Faults(Struct, frozen=True, kw_only=True):
    """Shares of what goes wrong."""

    lost: float = 0.08
    late: float = 0.15
    doubled: float = 0.12
    after_time: float = 0.3
    """Of pages whose time is over and that were not closed yet: clocks differ."""
    deaf: float = 0.03
    """Calls that are not answered, half of them done all the same."""
    refund_fails: float = 0.06


class Platform:
    """Plays `payments.Cashier`. It throws dice of its own for each order that it knows by a name,
    so that what goes wrong with one does not hang on which of many is served first."""

    def __init__(self, clock: Clock, seed: int, faults: Faults) -> None:
        self.clock, self.seed, self.faults = clock, seed, faults
        self._others = random.Random(f"platform {seed}")
        self._dice: dict[UUID, random.Random] = {}
        self.trades: dict[str, Trade] = {}
        self.by_order: dict[UUID, list[Trade]] = {}
        self.backs: dict[str, Back] = {}
        self.post: list[tuple[datetime, Notice | RefundNotice]] = []
        """Notices that are on their way, and when they come."""
        self.counts: Counter[str] = Counter()
        self.calm = False

    def name(self, order: UUID, name: str) -> None:
        """What the seed knows this order by."""
        self._dice[order] = random.Random(f"platform {self.seed} {name}")

    def dice(self, order: UUID) -> random.Random:
        return self._dice.get(order, self._others)

    # --- what the shop calls

    async def prepare(self, tenant: TenantId, attempt: Attempt) -> Prepared | Declined:
        before = self._deaf("prepare", attempt.order_id)
        trade = self.trades.get(attempt.number)
        if trade is None:
            until = attempt.pay_by or self.clock.now() + timedelta(hours=2)
            trade = Trade(
                number=attempt.number,
                order=attempt.order_id,
                amount=attempt.amount_minor,
                currency=attempt.currency,
                until=until,
            )
            self.trades[trade.number] = trade
            self.by_order.setdefault(trade.order, []).append(trade)
        if trade.amount != attempt.amount_minor:
            return Declined(reason="OUT_TRADE_NO_USED")
        self._answer(deaf=before)
        if trade.state != "open":
            return Declined(reason="ORDERPAID", paid=trade.state == "paid")
        return Prepared(account=ACCOUNT, prepay=trade.number, pay_path="/pay", until=trade.until)

    async def query(self, tenant: TenantId, attempt: Attempt) -> Notice | None:
        self._answer(deaf=self._deaf("query", attempt.order_id))
        trade = self.trades.get(attempt.number)
        return None if trade is None else self._said(trade)

    async def close(self, tenant: TenantId, attempt: Attempt) -> Literal["closed", "paid"]:
        deaf = self._deaf("close", attempt.order_id)
        trade = self.trades.get(attempt.number)
        if trade is not None and trade.state == "open":
            trade.state = "closed"
        self._answer(deaf=deaf)
        return "paid" if trade is not None and trade.state == "paid" else "closed"

    async def refund(self, tenant: TenantId, refund: Refund) -> RefundNotice | Declined:
        trade = self.trades[refund.paid_number]
        deaf = self._deaf("refund", trade.order)
        back = self.backs.get(refund.number)
        if back is None:
            wanted = sum(b.amount for b in trade.backs if b.state != "failed")
            if trade.state != "paid" or wanted + refund.amount_minor > trade.amount:
                self.counts["refund_above_what_was_paid"] += 1
                return Declined(reason="NOT_ENOUGH")
            back = Back(
                number=refund.number,
                amount=refund.amount_minor,
                state="waiting",
                paid_number=trade.number,
                done_at=self.clock.now()
                + timedelta(seconds=self.dice(trade.order).choice([3, 3, 900])),
            )
            trade.backs.append(back)
            self.backs[back.number] = back
            self._send(back.done_at, back)
        self._answer(deaf=deaf)
        return self._told(back)

    async def query_refund(self, tenant: TenantId, refund: Refund) -> RefundNotice | None:
        self._answer(deaf=self._deaf("query_refund", self.trades[refund.paid_number].order))
        back = self.backs.get(refund.number)
        return None if back is None else self._told(back)

    # --- what people do

    def press(self, order: UUID) -> bool:
        """Somebody pays at the page that was opened last; whether money was taken."""
        trade = self.by_order.get(order, [None])[-1]
        if trade is None or trade.state == "paid":
            return False
        if trade.state == "closed":
            return False
        over = trade.until <= self.clock.now()
        if over and self.dice(order).random() >= self.faults.after_time:
            return False
        self.counts["paid_after_time"] += over
        trade.state = "paid"
        self._send(self.clock.now(), trade)
        return True

    def arrived(self) -> list[Notice | RefundNotice]:
        """Notices that have come by now."""
        now = self.clock.now()
        come = [one for at, one in self.post if at <= now]
        self.post = [(at, one) for at, one in self.post if at > now]
        return come

    def come_again(self, notices: list[Notice | RefundNotice]) -> None:
        """They were not taken, so they come again."""
        at = self.clock.now() + timedelta(seconds=15)
        self.post += [(at, one) for one in notices]
        self.counts["notice_repeated"] += len(notices)

    def _send(self, at: datetime, what: Trade | Back) -> None:
        trade = what if isinstance(what, Trade) else self.trades[what.paid_number]
        dice = self.dice(trade.order)
        if isinstance(what, Back) and dice.random() < self.faults.refund_fails:
            what.state = "failed"
        notice = self._said(what) if isinstance(what, Trade) else self._ended(what)
        fate = dice.random()
        if fate < self.faults.lost:
            self.counts["notice_lost"] += 1
            return
        if fate < self.faults.lost + self.faults.late:
            self.counts["notice_late"] += 1
            at += timedelta(minutes=dice.choice([6, 14, 16, 40, 180]))
        self.post.append((at, notice))
        if dice.random() < self.faults.doubled:
            self.counts["notice_doubled"] += 1
            self.post.append((at + timedelta(seconds=dice.choice([0, 1, 600])), notice))

    def _deaf(self, call: str, order: UUID) -> bool:
        """Whether nobody answers; half of the time nothing was done."""
        dice = self.dice(order)
        if self.calm or dice.random() >= self.faults.deaf:
            return False
        self.counts[f"{call}_unanswered"] += 1
        if dice.random() < 0.5:
            raise VendorTrouble(reason="SYSTEMERROR")
        return True

    def _answer(self, *, deaf: bool) -> None:
        if deaf:
            raise VendorTrouble(reason="SYSTEMERROR")

    def _said(self, trade: Trade) -> Notice:
        state: Literal["paid", "waiting", "closed"] = (
            "waiting" if trade.state == "open" else trade.state
        )
        return Notice(
            vendor="cashier",
            account=ACCOUNT,
            through=ACCOUNT,
            number=trade.number,
            vendor_no=f"4{trade.number}",
            amount_minor=trade.amount,
            currency=trade.currency,
            state=state,
        )

    def _told(self, back: Back) -> RefundNotice:
        if back.state == "waiting" and back.done_at <= self.clock.now():
            back.state = "paid_back"
        return self._notice(back, back.state)

    def _ended(self, back: Back) -> RefundNotice:
        return self._notice(back, "failed" if back.state == "failed" else "paid_back")

    def _notice(self, back: Back, state: Literal["paid_back", "failed", "waiting"]) -> RefundNotice:
        trade = self.trades[back.paid_number]
        return RefundNotice(
            vendor="cashier",
            account=ACCOUNT,
            through=ACCOUNT,
            number=back.number,
            paid_number=back.paid_number,
            vendor_no=f"5{back.number}",
            amount_minor=back.amount,
            currency=trade.currency,
            state=state,
            reason="ACCOUNT_CLOSED" if state == "failed" else "",
        )

    def settle(self) -> None:
        """Whatever was on its way has arrived."""
        for back in self.backs.values():
            if back.state == "waiting":
                back.state = "paid_back"
