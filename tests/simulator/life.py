"""Days of trade: people come in bursts, pay or do not, take things back, and wires are cut."""

import asyncio
import random
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from siyu.kernel.db.pool import AWAY
from siyu.kernel.errors import Trouble
from siyu.kernel.facts import calendar
from siyu.kernel.schedule import ByTenant
from siyu.modules import payments
from tests.simulator.caller import Answer
from tests.simulator.model import Bought, Case, Journal, Offer, Sale
from tests.simulator.shop import Buyer, Shop

T = TypeVar("T")
Act = Callable[["Life"], Awaitable[None]]

HERS, TILL = "/api/storefront", "/open/v1"
TRIES = 12
AT_ONCE = 12
"""So many are in the shop at the same moment; there are more connections than that."""
COMMITS = 0.3
"""Of the cuts at doors these are at the commit; the others go from statement to statement."""
DELIVERED = (0.03, 0.4, 1.0, 1.6)
"""Pieces of each SKU that come to each store in a day, for each order of that day."""
BURSTS = (0.01, 0.03, 0.07, 0.14, 0.2)
"""Of a day's orders those that come in one moment."""
LEAST = 10
AFTER_HOURS = 4
"""Moments of a day in which nobody orders any more, and all the rest goes on."""


class Life:
    """One seed's days; what people were answered is kept for the judge."""

    def __init__(self, shop: Shop, seed: int, *, cuts: float, at_once: int) -> None:
        self.shop, self.seed, self.cuts, self.at_once = shop, seed, cuts, at_once
        self.dice = random.Random(f"life {seed}")
        self.counts: Counter[str] = Counter()
        self.violations: list[str] = []
        self.journal = Journal()
        self.bought: dict[UUID, Bought] = {}
        self.open: deque[UUID] = deque(maxlen=2_000)
        """Orders that something may be done with still."""
        self.sales: list[Sale] = []
        self.offers: list[Offer] = []
        self.groups: dict[UUID, list[UUID]] = defaultdict(list)
        """Orders that took a seat, by group."""
        self.cases: dict[UUID, tuple[Bought, Case]] = {}
        self.case_of: dict[UUID, UUID] = {}
        """By order, the case that is not over."""
        self.goods_back: dict[UUID, bool] = {}
        """By refund, whether the house said that its goods lie there again."""
        self.points_spends: dict[UUID, tuple[UUID, int]] = {}
        self.voucher_uses: Counter[str] = Counter()
        self.single = True
        """Whether nobody else does anything meanwhile, so that a place can be told."""
        self.cut_lately = False
        self.wishes = 0
        self._buyers = {one.id: one for one in shop.buyers}
        self._ran: dict[str, datetime] = {}

    # --- asking

    async def crowd(self, who: Sequence[T], act: Callable[["Life", T], Awaitable[None]]) -> None:
        """Each does it: most at once, and some alone, whose wire is cut meanwhile."""
        alone: list[T] = []
        many: list[T] = []
        for one in who:
            (alone if self.dice.random() < self.cuts else many).append(one)
        self.single = False
        step = min(AT_ONCE, self.at_once)
        for at in range(0, len(many), step):
            await asyncio.gather(*(act(self, one) for one in many[at : at + step]))
        self.single = True
        for one in alone:
            await act(self, one)

    async def insist(
        self, doing: str, about: UUID | None, ask: Callable[..., Awaitable[Answer]], *how: Any
    ) -> Answer:
        """Ask the same again until there is an answer; who is alone has her wire cut meanwhile."""
        if self.single and self.cuts:
            self.put_in(doing)
        answer = await ask(*how)
        burned = self.take_out(doing, about)
        for _ in range(TRIES):
            if answer.status < 500:
                return answer
            if answer.code == "kernel.defect":
                self.violation(f"{doing}: the door broke", about)
            if not burned:
                self.counts["asked_again"] += 1
            answer = await ask(*how)
        self.violation(f"{doing}: no answer after {TRIES} times: {answer.code}", about)
        return answer

    def put_in(self, doing: str) -> None:
        if self.shop.wires.fuse is not None:
            return
        if self.dice.random() < COMMITS:
            self.shop.wires.put_in(doing, 0, self.dice.choice(["before", "after"]))
        else:
            self.shop.wires.put_in(doing)

    def take_out(self, doing: str, about: UUID | None = None) -> bool:
        fuse = self.shop.wires.take_out()
        if fuse is None or not fuse.cut:
            return False
        if about is not None:
            self.note(about, f"wire cut {fuse.cut} {fuse.at} while {doing}")
        self.cut_lately = True
        return True

    async def her(self, who: Buyer, method: str, path: str, body: object = None) -> Answer:
        answer = await self.shop.doors.call(who.token, method, f"{HERS}{path}", body)
        if answer.status == 401:
            await self.shop.enters(who)
            answer = await self.shop.doors.call(who.token, method, f"{HERS}{path}", body)
        return answer

    async def till(self, method: str, path: str, body: object, once: str) -> Answer:
        return await self.shop.doors.call(self.shop.key, method, f"{TILL}{path}", body, once=once)

    # --- time

    async def passes(self, by: timedelta) -> None:
        self.shop.clock.move(by)
        await self.works()

    async def works(self) -> None:
        """The platform's notices come in, the schedule runs, and what follows is done."""
        await self.notices()
        await self.follows()
        due = [one for one in self.shop.entries if self._is_due(one.name, one.every)]
        for entry in due:
            assert isinstance(entry.run, ByTenant)
            await self.through(entry.name, entry.run.act, self.shop.tenant, self.now)
            self._ran[entry.name] = self.now
        if due:
            await self.follows()

    @property
    def now(self) -> datetime:
        return self.shop.clock.now()

    def _is_due(self, name: str, every: timedelta) -> bool:
        return name not in self._ran or self._ran[name] + every <= self.now

    async def notices(self) -> None:
        come = self.shop.platform.arrived()
        if not come:
            return

        async def take() -> None:
            async with self.shop.works.open(self.shop.tenant) as work:
                said = [one for one in come if isinstance(one, payments.Notice)]
                if said:
                    await payments.take_notices(work, said)
                back = [one for one in come if isinstance(one, payments.RefundNotice)]
                if back:
                    await payments.refund_known(work, back)

        if not await self.through("notice", take, again=False):
            self.shop.platform.come_again(come)

    async def follows(self) -> None:
        """Reactions and jobs, until there are none left."""
        await self.through("react", self.shop.worker.drain)

    async def through(
        self, doing: str, act: Callable[..., Awaitable[Any]], *how: Any, again: bool = True
    ) -> bool:
        """Done, although the wire may be cut at any statement of it; a process would begin anew."""
        if self.shop.wires.fuse is None and self.dice.random() < self.cuts:
            # There are far more statements here than times: each time another of them.
            most = 40 if doing != "react" else 300
            at = self.dice.choice([0, self.dice.randint(1, 12), self.dice.randint(1, most)])
            self.shop.wires.put_in(doing, at, self.dice.choice(["before", "after"]))
        for _ in range(TRIES):
            try:
                await act(*how)
            except (*AWAY, Trouble):
                self.take_out(doing)
                if not again:
                    return False
                continue
            self.take_out(doing)
            return True
        self.violation(f"{doing}: never got through")
        return False

    # --- telling

    def violation(self, what: str, about: UUID | None = None) -> None:
        lines = "".join(f"\n    {one}" for one in self.journal.of(about)) if about else ""
        self.violations.append(f"seed {self.seed}: {what}{lines}")

    def note(self, order: UUID, what: str) -> None:
        self.journal.note(order, self.now, what)

    def count(self, kind: str, by: int = 1) -> None:
        self.counts[kind] += by

    # --- days

    async def lives(
        self,
        days: int,
        *,
        per_day: int,
        buy: Callable[["Life", int], Awaitable[None]],
        acts: Sequence[Act],
    ) -> None:
        """So many of them: `buy` is a burst of so many people, `acts` what they do besides."""
        for _ in range(days):
            await calendar.make_months(self.shop.kit.database.relay, self.now)
            await self.restock(per_day)
            left = per_day
            while left > 0:
                size = min(left, max(LEAST, round(per_day * self.dice.choice(BURSTS))))
                left -= size
                await buy(self, size)
                await self._moment(acts)
            for _ in range(AFTER_HOURS):
                await self._moment(acts)
            await self.passes(timedelta(hours=self.dice.choice([6, 12, 20])))

    async def _moment(self, acts: Sequence[Act]) -> None:
        """Everybody does what they want to, and some minutes pass."""
        for act in acts:
            await act(self)
        await self.passes(timedelta(minutes=self.dice.choice([1, 3, 10, 20])))

    async def restock(self, per_day: int) -> None:
        for store in self.shop.stores:
            for sku in self.shop.goods:
                pieces = round(per_day * self.dice.choice(DELIVERED))
                await self.shop.receives(store, sku, max(3, pieces))

    async def ends(self) -> None:
        """Nobody comes any more; whatever was under way comes to its end."""
        self.cuts, self.shop.platform.calm = 0, True
        for hours in (1, 7, 30, 24 * 9, 24 * 21, 24, 24):
            await self.passes(timedelta(hours=hours))
        self.shop.platform.settle()
        for _ in range(2):
            await self.passes(timedelta(days=1))

    def buyer(self, customer: UUID) -> Buyer:
        return self._buyers[customer]

    def group_of(self, order: UUID) -> UUID:
        return next(group for group, orders in self.groups.items() if order in orders)

    def mine(self, order: UUID) -> Buyer:
        return self._buyers[self.bought[order].customer]
