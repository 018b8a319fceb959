"""Price change before payment: the tables of docs/algorithms/price-change.md, and what comes at
once.
"""

import asyncio
from collections import Counter as Tally
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.flows import (
    adjust_points,
    ask_payment,
    change_price,
    expire_orders,
    order_drafts,
    points_money,
    recompute_price,
    settle_payment,
)
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import customers, loyalty, orders, payments
from siyu.modules.promotions import pricing
from tests.house.market import open_market
from tests.house.shop import CUP, MILK, Shop, open_shop

PAGE = Path(__file__).parents[2] / "docs/algorithms/price-change.md"


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


class Desk:
    """Somebody who changes prices, in the tests' shop."""

    def __init__(self, shop: Shop, clock: StoppedClock) -> None:
        self.shop, self.clock = shop, clock
        self.order: orders.Order | None = None

    async def lets(self, most_bp: int) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            await orders.set_price_limit(work, most_bp)

    async def places(self) -> orders.Order:
        self.order = await self.shop.ordered((self.shop.cup, 3), (self.shop.milk, 1))
        return self.order

    def asks(self, off: int | dict[int, int], seen: int | None = None) -> change_price.Asking:
        assert self.order is not None
        seen = self.order.payable_minor if seen is None else seen
        return change_price.Asking(order=self.order.id, off=off, why="老顾客", seen_minor=seen)

    async def changes(self, off: int | dict[int, int]) -> str:
        try:
            async with self.shop.works.open(self.shop.tenant) as work:
                self.order = await change_price.change(work, self.asks(off))
        except Refusal as no:
            return no.code
        return str(self.order.payable_minor)

    async def pays(self) -> str:
        assert self.order is not None
        if self.order.payable_minor:
            await self.shop.pays(self.order.id)
        else:
            async with self.shop.works.open(self.shop.tenant) as work:
                await settle_payment.settle_free(work, self.order.id)
        assert await self.shop.state(self.order.id) == "paid"
        return str(self.order.payable_minor)

    async def gives_back(self, n: int, pieces: int) -> str:
        assert self.order is not None
        refund = await self.shop.refunds(self.order.id, {n: pieces})
        if refund.amount_minor:
            await self.shop.pays_back(refund.id)
        return str(refund.amount_minor)

    async def step(self, said: str) -> str:
        match said.split():
            case ["is", "placed"]:
                return str((await self.places()).payable_minor)
            case ["off", "line", n, minor]:
                return await self.changes({int(n): int(minor)})
            case ["off", minor]:
                return await self.changes(int(minor))
            case ["begins", "to", "pay"]:
                assert self.order is not None
                attempt = await self.shop.attempts(self.order.id)
                return str(attempt.amount_minor) if attempt else "nothing"
            case ["pays"]:
                return await self.pays()
            case ["nobody", "pays"]:
                self.clock.move(order_drafts.UNPAID_FOR)
                await self.shop.expires()
                assert self.order is not None
                return await self.shop.state(self.order.id)
            case ["gives", "back", pieces, "of", "line", n]:
                return await self.gives_back(int(n), int(pieces))
        raise ValueError(said)

    async def lines(self) -> list[orders.Line]:
        assert self.order is not None
        async with self.shop.works.look(self.shop.tenant) as work:
            return (await orders.lines_of(work, [self.order.id]))[self.order.id]


@pytest.fixture
async def desk(works: Works, tenant: TenantId, clock: StoppedClock) -> Desk:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.cup, 9), (shop.milk, 9))
    return Desk(shop, clock)


@pytest.mark.parametrize(
    ("title", "most_bp"),
    [
        ("Changes of an order", 2000),
        ("An order that comes to nothing", 10_000),
        ("An order that nobody pays", 2000),
    ],
)
async def test_the_tables(desk: Desk, title: str, most_bp: int) -> None:
    await desk.lets(most_bp)
    for step, answer, lines in rows(title):
        assert (step, await desk.step(step)) == (step, answer)
        said = " · ".join(str(line.payable_minor) for line in await desk.lines())
        assert (step, said) == (step, lines)
    assert desk.order is not None
    assert await desk.shop.owes(desk.order.id) == (0, 0, 0)
    assert (await desk.shop.stands(desk.shop.cup), await desk.shop.stands(desk.shop.milk)) == (
        (9, 0),
        (9, 0),
    )
    await desk.shop.all_well()


async def test_as_long_as_the_merchant_said_nothing_no_price_changes(desk: Desk) -> None:
    await desk.places()
    assert await desk.changes(1) == "orders.no_price_limit"
    await desk.lets(0)
    assert await desk.changes(1) == "orders.no_price_limit"


async def test_what_was_changed_is_kept_with_who_and_why_and_can_be_computed_again(
    desk: Desk,
) -> None:
    await desk.lets(2000)
    order = await desk.places()
    await desk.changes(1000)
    await desk.changes({2: 300})
    async with desk.shop.works.look(desk.shop.tenant) as work:
        changes = await orders.price_changes_of(work, order.id)
        assert (await recompute_price.recompute(work, order.id)).same
        kept = (await orders.quotes_of(work, [order.id]))[order.id]
    assert [(one.turn, one.before_minor, one.after_minor, one.why) for one in changes] == [
        (2, 43500, 44200, "老顾客"),
        (1, 44500, 43500, "老顾客"),
    ]
    assert [(one["code"], one["amount_minor"]) for one in kept["why"]] == [
        ("goods", 44500),
        ("by_hand", -300),
    ]


async def test_the_same_change_again_is_no_change(desk: Desk) -> None:
    await desk.lets(2000)
    first = await desk.places()
    await desk.changes(1000)
    again = desk.asks(1000, seen=first.payable_minor)
    async with desk.shop.works.open(desk.shop.tenant) as work:
        await change_price.change(work, again)
        assert len(await orders.price_changes_of(work, first.id)) == 1


async def race(desk: Desk, *offs: int) -> Tally[str]:
    ready = asyncio.Barrier(len(offs))

    async def one(off: int) -> str:
        async with desk.shop.works.open(desk.shop.tenant) as work:
            await ready.wait()
            return str((await change_price.change(work, desk.asks(off))).payable_minor)

    found = await asyncio.gather(*(one(off) for off in offs), return_exceptions=True)
    return Tally(type(answer).__name__ for answer in found)


async def test_of_two_changes_at_once_the_second_is_told_of_the_first(desk: Desk) -> None:
    await desk.lets(2000)
    await desk.places()
    assert await race(desk, 100, 200, 300) == {"str": 1, "PriceChanged": 2}
    assert desk.order is not None
    due, _, sales = await desk.shop.owes(desk.order.id)
    paid = sum(line.payable_minor for line in await desk.lines())
    assert (due, sales) == (paid, paid)
    await desk.shop.all_well()


async def test_without_the_lock_the_second_falls_against_the_last_wall(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.lets(2000)
    await desk.places()
    without_lock(monkeypatch)
    assert (await race(desk, 100, 200))["PriceChanged"] == 0


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(*_: object, **__: object) -> dict[object, object]:
        return {}

    monkeypatch.setattr(expire_orders, "lock_goods", none)
    monkeypatch.setattr(orders, "lock_orders", orders.orders_of)


def paying(desk: Desk, seen: int | None = None) -> ask_payment.Asking:
    assert desk.order is not None
    return ask_payment.Asking(order=desk.order.id, customer=None, return_to="/", seen_minor=seen)


async def pay_while_it_changes(desk: Desk) -> object:
    """She asks to pay when a change is made and not committed yet."""

    async def pay() -> object:
        async with desk.shop.works.open(desk.shop.tenant) as work:
            return await ask_payment.ask(work, paying(desk))

    async with desk.shop.works.open(desk.shop.tenant) as work:
        await change_price.change(work, desk.asks(1000))
        asked = asyncio.ensure_future(pay())
        await asyncio.wait([asked], timeout=0.3)
    [answer] = await asyncio.gather(asked, return_exceptions=True)
    return answer


async def test_who_pays_while_it_changes_is_told_the_new_price(desk: Desk) -> None:
    await desk.lets(2000)
    await desk.places()
    answer = await pay_while_it_changes(desk)
    assert isinstance(answer, orders.PriceChanged)
    assert answer.slots["now_minor"] == 43500


async def test_without_the_lock_she_would_be_asked_for_the_old_price(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.lets(2000)
    await desk.places()
    monkeypatch.setattr(orders, "lock_orders", orders.orders_of)
    answer = await pay_while_it_changes(desk)
    assert getattr(answer, "amount_minor", None) == 44500


async def test_who_changes_it_while_she_begins_to_pay_is_refused(desk: Desk) -> None:
    await desk.lets(2000)
    await desk.places()

    async def change() -> object:
        return await desk.changes(1000)

    async with desk.shop.works.open(desk.shop.tenant) as work:
        await ask_payment.ask(work, paying(desk))
        asked = asyncio.ensure_future(change())
        await asyncio.wait([asked], timeout=0.3)
        assert not asked.done()
    assert await asked == "orders.being_paid"


async def test_she_pays_what_she_saw_or_is_told(desk: Desk) -> None:
    await desk.lets(2000)
    await desk.places()
    await desk.changes(1000)
    async with desk.shop.works.open(desk.shop.tenant) as work:
        with pytest.raises(orders.PriceChanged):
            await ask_payment.ask(work, paying(desk, seen=44500))
        attempt = await ask_payment.ask(work, paying(desk, seen=43500))
    assert attempt is not None
    assert attempt.amount_minor == 43500


async def test_money_for_the_old_price_goes_back(desk: Desk) -> None:
    await desk.lets(2000)
    order = await desk.places()
    old = await desk.shop.attempts(order.id)
    assert old is not None
    async with desk.shop.works.open(desk.shop.tenant) as work:
        await payments.closed(work, [old.id], why="repriced")
    await desk.changes(1000)
    await desk.shop.hears(old)
    assert await desk.shop.state(order.id) == "unpaid"
    assert await desk.shop.money_back(order.id) == [("paid_twice", 44500, "asked")]


async def test_with_points_all_of_them_come_back(desk: Desk) -> None:
    await desk.lets(10_000)
    async with desk.shop.works.open(desk.shop.tenant) as work:
        kind = await loyalty.add_kind(work, "beans", "溪豆")
        met, _ = await customers.begin_session(work, "13700000001", [])
        given = adjust_points.Adjusting(
            id=uuid4(), customer=met.customer, kind=kind.id, amount=1001, why="welcome"
        )
        await adjust_points.adjust(work, given)
        terms = loyalty.MoneyTerms(on=True, kind=kind.id, per_hundred=100)
        await loyalty.set_money_rule(work, terms)
    desk.order = await desk.shop.ordered((desk.shop.cup, 3), her=met.customer, points=1001)
    assert await desk.changes(CUP) == str(2 * CUP - 1001)
    await desk.pays()
    backs = [int(await desk.gives_back(1, 1)) for _ in range(3)]
    assert sum(backs) == 2 * CUP - 1001
    async with desk.shop.works.look(desk.shop.tenant) as work:
        hers = await points_money.hers(work, met.customer)
    assert hers is not None
    assert hers.left == 1001
    await desk.shop.all_well()


async def test_commission_counts_what_was_paid_and_goes_back_whole(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    market = await open_market(works, tenant, clock)
    made = await market.shop.ordered((market.shop.milk, 2), (market.shop.cup, 1), her=market.anna)
    desk = Desk(market.shop, clock)
    desk.order = made
    await desk.lets(2000)
    await desk.changes({1: 1000, 2: 99})
    await market.shop.pays(made.id)
    await market.hears()
    assert [one.base_minor for one in await market.earned(made.id)] == [2 * MILK - 1000, CUP - 99]
    await market.returns(made.id, {1: 1})
    await market.returns(made.id, {1: 1, 2: 1})
    assert [one.kept_minor for one in await market.earned(made.id)] == [0, 0]
    await market.all_well()


LINES = st.lists(st.tuples(st.integers(0, 9_999), st.integers(1, 9)), min_size=1, max_size=6)


@given(lines=LINES, off=st.integers(0, 100_000), again=st.integers(0, 100_000))
def test_whatever_comes_off_adds_up_and_goes_away_again(
    lines: list[tuple[int, int]], off: int, again: int
) -> None:
    first = priced(lines)
    costs = first.payable_minor
    once = pricing.lowered(first, pricing.spread_by_hand(first, min(off, costs)))
    twice = pricing.lowered(once, pricing.spread_by_hand(once, min(again, costs)))
    assert pricing.lowered(twice, [0] * len(lines)) == first
    assert twice == pricing.lowered(first, pricing.by_hand(twice))
    for quote in (once, twice):
        assert quote.payable_minor == sum(line.payable_minor for line in quote.lines) >= 0
        assert sum(step.amount_minor for step in quote.steps) == quote.payable_minor
        for line in quote.lines:
            assert line.discount_minor == sum(one.amount_minor for one in line.paid)
            assert line.payable_minor == line.goods_minor - line.discount_minor >= 0


def priced(lines: list[tuple[int, int]]) -> pricing.Quote:
    found = tuple(
        pricing.PricedLine(
            sku=uuid4(),
            quantity=quantity,
            goods_minor=unit * quantity,
            discount_minor=0,
            points_minor=0,
            payable_minor=unit * quantity,
            paid=(),
        )
        for unit, quantity in lines
    )
    whole = sum(line.goods_minor for line in found)
    return pricing.Quote(
        goods_minor=whole,
        discount_minor=0,
        freight_minor=0,
        points_minor=0,
        payable_minor=whole,
        deposit_minor=0,
        points=0,
        lines=found,
        gifts=(),
        steps=(pricing.Step(code="goods", amount_minor=whole),),
        left=(),
    )
