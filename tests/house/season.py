"""A season of a small merchant: people come by codes, are written to, buy online and in stores.

What happens is thrown by dice that a seed decides, through the rooms' own verbs, on a clock of its
own; around the merchant's midnight as much as by day.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from siyu.flows import bind_customer, scan_code
from siyu.flows.send_letters import send_letters
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Database, Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import channels, customers, messaging, orders, tills
from tests.house.depth import DEEP, times
from tests.house.merchant import Merchant, furnish

FIRST = datetime(2026, 3, 2, 1, tzinfo=UTC)
EVENTS = times(420, 1600)
APART = 36_750 // EVENTS
"""Minutes between them, at most twice that: a month in all."""
PHONES = [f"139000{n:05}" for n in range(45)]
SKUS = [uuid4() for _ in range(3)]
PRICES = [29_800, 4_900, 0]


class Season:
    """Everything that happened, as far as something later builds on it."""

    def __init__(self, database: Database, merchant: Merchant, seed: int) -> None:
        self.clock = StoppedClock(FIRST)
        self.works = Works(database.works.pool, self.clock, database.works.keyring)
        self.merchant, self.tenant, self.dice = merchant, merchant.tenant, random.Random(seed)
        self.codes: list[channels.Code] = []
        self.visitors: list[UUID] = []
        self.tokens: list[str] = []
        self.people: list[UUID] = []
        self.letters: list[tuple[UUID, UUID]] = []
        self.orders: list[orders.Order] = []
        self.receipts: list[tuple[str, UUID, UUID | None]] = []
        self.campaign = uuid4()

    @property
    def stores(self) -> list[UUID]:
        return [self.merchant.east, self.merchant.west]

    async def live(self) -> None:
        async with self.works.open(self.tenant) as work:
            await self._print_codes(work)
        happen = {
            self.scan: 9, self.join: 6, self.write: 6, self.look: 6, self.order: 5, self.refund: 2,
            self.buy: 5, self.bring_back: 2, self.hand: 1, self.cost: 1,
        }  # fmt: skip
        for number in range(EVENTS):
            self.clock.move(timedelta(minutes=self.dice.randrange(2, 2 * APART)))
            [thing] = self.dice.choices(list(happen), list(happen.values()))
            async with self.works.open(self.tenant) as work:
                await thing(work)
                if number in (200, 400) and self.people:
                    gone = self.dice.choice(self.people)
                    self.people.remove(gone)
                    await customers.forget(work, gone, reason="she asked")

    async def _print_codes(self, work: Work) -> None:
        east, west = self.merchant.east, self.merchant.west
        said: list[dict[str, Any]] = [
            {"source": "海报", "store": east, "guide": self.merchant.lin, "cost_minor": 90_00},
            {"source": "海报", "store": west, "guide": self.merchant.zhao},
            {"source": "小红书", "cost_minor": 10_01},
        ]
        for number, one in enumerate(said):
            new = channels.MakeCode(name=f"码{number}", domain="private", **one)
            self.codes.append(await channels.make_code(work, new, today=work.now.date()))

    async def scan(self, work: Work) -> None:
        code = self.dice.choice(self.codes)
        known = (
            self.dice.choice(self.visitors) if self.visitors and self.dice.random() < 0.5 else None
        )
        knock = channels.Knock(slug=code.slug, visitor=known, address=str(uuid4()))
        [seen] = await channels.scan(work, [knock], today=work.now.date())
        self.visitors.append(seen.visitor)
        assert seen.token is not None
        self.tokens.append(seen.token)

    async def join(self, work: Work) -> None:
        if not self.tokens:
            return
        token = self.dice.choice(self.tokens[-12:])
        meet = customers.Meet(
            identity=customers.read_identity(self.dice.choice(PHONES)), source="code", at=work.now
        )
        [met] = await customers.meet(work, [meet])
        assert met.customer is not None
        if met.new:
            self.people.append(met.customer)
        arrival = await channels.find_arrival(work, token, met.customer)
        if arrival is not None:
            await scan_code.join(work, arrival, met.customer, new=met.new)

    async def write(self, work: Work) -> None:
        if not self.people:
            return
        campaign = self.campaign if self.dice.random() < 0.5 else None
        letter = messaging.Letter(
            customer=self.dice.choice(self.people),
            purpose="service",
            words="您好",
            campaign=campaign,
        )
        [verdict] = await send_letters(work, [letter])
        if verdict.letter is not None:
            self.letters.append((letter.customer, verdict.letter))

    async def look(self, work: Work) -> None:
        """She reads what she was written, or puts something into her cart."""
        here = [one for one in self.letters if one[0] in self.people]
        if here and self.dice.random() < 0.7:
            await messaging.read_letter(work, *self.dice.choice(here))
        elif self.people:
            await orders.put_in_cart(work, self.dice.choice(self.people), SKUS[0], 1)

    async def order(self, work: Work) -> None:
        """Most are paid, some of them after midnight."""
        if not self.people:
            return
        her, key = self.dice.choice(self.people), uuid4().hex
        hers = (await customers.find_belongings(work, [her])).get(her)
        lines = tuple(self._line(n) for n in range(1, self.dice.randrange(2, 4)))
        goods = sum(line.payable_minor for line in lines)
        id_ = orders.order_id(her, key)
        store = self.dice.choice(self.stores)
        [made] = await orders.place(
            work,
            [
                orders.Place(
                    id=id_,
                    no=id_.hex[:12],
                    key=key,
                    customer=her,
                    belonging_store=hers.store_id if hers else None,
                    selling_store=store,
                    shipping_store=store,
                    guide=hers.guide_id if hers else None,
                    channel="mall",
                    via=None,
                    wallet=None,
                    goods_minor=goods,
                    discount_minor=0,
                    freight_minor=800,
                    payable_minor=goods + 800,
                    quote={},
                    lines=lines,
                    expires_at=work.now + timedelta(minutes=15),
                )
            ],
        )
        if self.dice.random() < 0.8:
            await orders.pay(work, [made.id])
            self.orders.append(made)

    def _line(self, n: int) -> orders.Line:
        which, quantity = self.dice.randrange(3), self.dice.randrange(1, 4)
        return orders.Line(
            n=n,
            sku=SKUS[which],
            product=SKUS[which],
            name="奶粉",
            sku_name="",
            picture=None,
            unit_minor=PRICES[which],
            quantity=quantity,
            discount_minor=0,
            payable_minor=PRICES[which] * quantity,
        )

    async def refund(self, work: Work) -> None:
        """All of it or one piece; or money that came in for nothing, which is no sale's."""
        if not self.orders:
            return
        order = self.dice.choice(self.orders)
        if self.dice.random() < 0.2:
            back = orders.MoneyBack(id=uuid4(), order=order.id, amount_minor=500, why="paid_twice")
            await orders.give_money_back(work, back)
            await orders.refunds_paid_back(work, [back.id])
            return
        lines = (await orders.lines_of(work, [order.id]))[order.id]
        whole = self.dice.random() < 0.6
        wanted = {one.n: one.quantity - one.refunded_quantity for one in lines}
        if not whole:
            wanted = {n: 1 for n, left in list(wanted.items())[:1] if left}
        wanted = {n: left for n, left in wanted.items() if left}
        ask = orders.RefundAsk(id=uuid4(), order=order.id, quantities=wanted, why="broken")
        asked = await orders.ask_refund(work, ask) if wanted else None
        if isinstance(asked, orders.Refund):
            await orders.refunds_paid_back(work, [asked.id])

    async def buy(self, work: Work) -> None:
        """At a till, by somebody known or a walk-in; her first purchase may bind her."""
        number, where = uuid4().hex, self.dice.randrange(2)
        store, guide = self.stores[where], [self.merchant.lin, self.merchant.zhao][where]
        her = self.dice.choice(self.people) if self.people and self.dice.random() < 0.8 else None
        await self._record(work, number, store, guide=guide, customer=her, quantity=2)
        self.receipts.append((number, store, her))
        if her is not None and self.dice.random() < 0.5:
            event = customers.BondEvent(
                customer=her, what="purchase", store=store, guide=guide, at=work.now, via="receipt"
            )
            await customers.bind(work, [event])

    async def bring_back(self, work: Work) -> None:
        if not self.receipts:
            return
        number, store, her = self.dice.choice(self.receipts)
        self.receipts.remove((number, store, her))
        quantity = self.dice.choice([-1, -2])
        said = {"kind": "return", "returns_no": number, "customer": her, "quantity": quantity}
        await self._record(work, f"R{number}", store, guide=None, **said)

    async def _record(
        self, work: Work, number: str, store: UUID, *, quantity: int, **said: Any
    ) -> None:
        line = tills.RecordLine(
            source="pos",
            store=store,
            receipt_no=number,
            line_no=1,
            at=work.now,
            on=(work.now + timedelta(hours=8)).date(),
            quantity_milli=quantity * 1000,
            amount_minor=quantity * 12_300,
            **said,
        )
        await tills.record_lines(work, [line])

    async def hand(self, work: Work) -> None:
        """Somebody is given to another guide."""
        if self.people:
            where = self.dice.randrange(2)
            guide = [self.merchant.lin, self.merchant.zhao][where]
            her = self.dice.choice(self.people)
            await bind_customer.give(
                work, [her], store=self.stores[where], guide=guide, reason="moved"
            )

    async def cost(self, work: Work) -> None:
        amount = self.dice.choice([None, 5_000, 7_001])
        await channels.set_cost(work, self.dice.choice(self.codes).id, work.now.date(), amount)


async def live_a_season(database: Database, tenant: TenantId) -> Season:
    """The same dice each time, so that no season is a poor one; in depth, longer and others."""
    merchant = await furnish(database.works, tenant)
    season = Season(database, merchant, seed=tenant if DEEP else 1)
    await season.live()
    return season
