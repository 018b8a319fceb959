"""Points as money: the tables of docs/algorithms/points-as-money.md, and what comes at once."""

import asyncio
import re
from collections import Counter as Tally
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.flows import (
    adjust_points,
    order_drafts,
    place_orders,
    points_money,
    recompute_price,
    settle_payment,
)
from siyu.flows.order_drafts import Placing
from siyu.flows.points_money import due_back
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import customers, loyalty, orders
from siyu.modules.promotions import pricing
from siyu.views.refund_sources import refund_sources
from tests.house.shop import CUP, Shop, open_shop

PAGE = Path(__file__).parents[2] / "docs/algorithms/points-as-money.md"
NOON = datetime(2026, 11, 11, 4, tzinfo=UTC)
MOMENT = pricing.Moment(at=NOON, day=date(2026, 11, 11), minute=720)


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def numbers(said: str) -> list[int]:
    return [int(one) for one in said.split("·")]


@pytest.mark.parametrize("row", rows("What they pay"), ids=" | ".join)
def test_what_they_pay(row: list[str]) -> None:
    goods, rule, offered, points, pays, shares, payable = row
    said = re.fullmatch(r"(\d+), (\d+)%(?:, (from|most) (\d+))?", rule)
    assert said is not None
    terms = loyalty.MoneyTerms(
        on=True,
        kind=uuid4(),
        per_hundred=int(said[1]),
        share_bp=int(said[2]) * 100,
        least_minor=int(said[4]) if said[3] == "from" else 0,
        most=int(said[4]) if said[3] == "most" else None,
    )
    lines = tuple(
        pricing.Line(sku=UUID(int=n), product=UUID(int=n), unit_minor=minor, quantity=1)
        for n, minor in enumerate(numbers(goods), 1)
    )
    cart = pricing.Cart(
        lines=lines,
        store=UUID(int=0),
        moment=MOMENT,
        points=points_money.offered(terms, int(offered)),
    )
    quote = pricing.quote(cart, [])
    assert (quote.points, quote.points_minor) == (int(points), int(pays))
    assert [line.points_minor for line in quote.lines] == numbers(shares)
    assert quote.payable_minor == int(payable)


class Town:
    """Somebody with points, in the tests' shop."""

    def __init__(self, shop: Shop, clock: StoppedClock, kind: UUID, her: UUID) -> None:
        self.shop, self.clock, self.kind, self.her = shop, clock, kind, her
        self.order: orders.Order | None = None

    async def has(self, amount: int) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            asked = adjust_points.Adjusting(
                id=uuid4(), customer=self.her, kind=self.kind, amount=amount, why="welcome"
            )
            await adjust_points.adjust(work, asked)

    async def rules(self, share_bp: int, **more: object) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            said = {"on": True, "kind": self.kind, "per_hundred": 100, "share_bp": share_bp} | more
            await loyalty.set_money_rule(work, loyalty.MoneyTerms(**said))  # type: ignore[arg-type]

    def asks(self, pieces: int, points: int) -> Placing:
        return self.shop.asks((self.shop.cup, pieces), her=self.her, points=points)

    async def step(self, said: str) -> str:
        match said.split():
            case ["orders", pieces, "with", points]:
                [answer] = await self.shop.places(self.asks(int(pieces), int(points)))
                if isinstance(answer, Refusal):
                    return answer.code
                self.order = answer
                return str(answer.payable_minor)
            case ["nobody", "pays"]:
                self.clock.move(order_drafts.UNPAID_FOR)
                await self.shop.expires()
                return ""
            case ["pays"]:
                await self.pays()
                return ""
            case ["gives", "back", pieces]:
                return await self.gives_back(int(pieces))
        raise ValueError(said)

    async def pays(self) -> None:
        assert self.order is not None
        if self.order.payable_minor:
            await self.shop.pays(self.order.id)
            return
        async with self.shop.works.open(self.shop.tenant) as work:
            await settle_payment.settle_free(work, self.order.id)

    async def gives_back(self, pieces: int) -> str:
        assert self.order is not None
        refund = await self.shop.refunds(self.order.id, {1: pieces})
        if refund.amount_minor:
            await self.shop.pays_back(refund.id)
        return str(refund.amount_minor)

    async def stands(self) -> list[str]:
        shelf, lent = await self.shop.stands(self.shop.cup)
        async with self.shop.works.look(self.shop.tenant) as work:
            hers = await points_money.hers(work, self.her)
            held = await loyalty.spends_for(work, [self.order.id] if self.order else [])
        assert hers is not None
        kept = sum(one.amount for one in held if one.state == "held")
        return [f"{hers.left} / {kept}", f"{shelf} / {lent}"]

    async def all_well(self) -> None:
        await self.shop.all_well()
        async with self.shop.works.look(self.shop.tenant) as work:
            assert [one for one in await loyalty.check(work) if one.broken] == []


@pytest.fixture
async def town(works: Works, tenant: TenantId, clock: StoppedClock) -> Town:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.cup, 9))
    async with works.open(tenant) as work:
        kind = await loyalty.add_kind(work, "beans", "溪豆")
        met, _ = await customers.begin_session(work, "13700000001", [])
    return Town(shop, clock, kind.id, met.customer)


@pytest.mark.parametrize(
    ("title", "has", "share"),
    [("An order", 1001, 5000), ("An order that points pay for wholly", 4900, 10_000)],
)
async def test_the_tables_of_orders(town: Town, title: str, has: int, share: int) -> None:
    await town.has(has)
    await town.rules(share)
    for step, answer, *stands in rows(title):
        assert (step, await town.step(step)) == (step, answer)
        assert (step, await town.stands()) == (step, stands)
    await town.all_well()


async def test_of_two_orders_for_the_same_points_one_gets_them(town: Town) -> None:
    await town.has(1000)
    await town.rules(10_000)
    ready = asyncio.Barrier(4)

    async def one() -> object:
        async with town.shop.works.open(town.shop.tenant) as work:
            await ready.wait()
            [answer] = await place_orders.place(work, [town.asks(1, 1000)])
        return answer

    found = await asyncio.gather(*(one() for _ in range(4)))
    assert Tally(type(answer).__name__ for answer in found) == {"Order": 1, "PointsShort": 3}
    await town.all_well()


async def test_beside_each_other_in_a_list_they_are_decided_in_turn(town: Town) -> None:
    await town.has(1000)
    await town.rules(10_000)
    found = await town.shop.places(town.asks(1, 1000), town.asks(1, 1000), town.asks(1, 0))
    names = [type(answer).__name__ for answer in found]
    assert names == ["Order", "PointsShort", "Order"]


async def test_its_price_is_computed_again_after_the_rule_has_changed(town: Town) -> None:
    await town.has(1000)
    await town.rules(10_000)
    await town.step("orders 1 with 1000")
    assert town.order is not None
    await town.rules(1)
    async with town.shop.works.look(town.shop.tenant) as work:
        assert (await recompute_price.recompute(work, town.order.id)).same
        [line] = (await orders.lines_of(work, [town.order.id]))[town.order.id]
    assert (line.discount_minor, line.payable_minor) == (1000, CUP - 1000)


async def test_without_a_rule_points_pay_for_nothing(town: Town) -> None:
    await town.has(1000)
    assert await town.step("orders 1 with 1000") == str(CUP)
    await town.rules(10_000, on=False)
    assert await town.step("orders 1 with 1000") == str(CUP)


async def test_a_rule_that_changed_since_she_looked_is_told(town: Town) -> None:
    await town.has(1000)
    await town.rules(1000)
    asked = town.shop.asks((town.shop.cup, 1), her=town.her, points=1000, seen_minor=CUP - 1000)
    [answer] = await town.shop.places(asked)
    assert isinstance(answer, orders.PriceChanged)


async def test_the_same_key_takes_points_once(town: Town) -> None:
    await town.has(1000)
    await town.rules(10_000)
    asked = town.asks(1, 600)
    [first], [again] = await town.shop.places(asked), await town.shop.places(asked)
    assert first == again
    assert (await town.stands())[0].startswith("400 /")


async def told_of(town: Town) -> list[list[tuple[str, int, int]]]:
    """Of its refunds, the smaller first, who gets what."""
    assert town.order is not None
    async with town.shop.works.look(town.shop.tenant) as work:
        refunds = await orders.refunds_of(work, [town.order.id])
        told = await refund_sources(work, refunds, inside=True)
    by_amount = sorted(refunds[town.order.id], key=lambda one: one.amount_minor)
    return [[(s.source, s.amount_minor, s.points) for s in told[one.id]] for one in by_amount]


async def test_a_refund_says_who_pays_what_back(town: Town) -> None:
    await town.has(1001)
    await town.rules(5000)
    for step in ("orders 3 with 1001", "pays", "gives back 1", "gives back 2"):
        await town.step(step)
        town.clock.move(timedelta(seconds=1))
    assert await told_of(town) == [
        [("cash", 4566, 0), ("points", 333, 333)],
        [("cash", 9133, 0), ("points", 668, 668)],
    ]


async def test_what_a_refund_says_is_what_it_gave_when_the_later_one_is_paid_first(
    town: Town,
) -> None:
    await town.has(1001)
    await town.rules(5000)
    await town.step("orders 3 with 1001")
    await town.step("pays")
    assert town.order is not None
    one = await town.shop.refunds(town.order.id, {1: 1})
    town.clock.move(timedelta(seconds=1))
    two = await town.shop.refunds(town.order.id, {1: 2})
    gave = []
    for refund in (two, one):
        town.clock.move(timedelta(seconds=1))
        before = int((await town.stands())[0].split()[0])
        await town.shop.pays_back(refund.id)
        gave.append(int((await town.stands())[0].split()[0]) - before)
    assert [said[1][2] for said in await told_of(town)] == gave[::-1] == [334, 667]


@given(
    paid=st.integers(0, 9_999),
    quantity=st.integers(1, 9),
    points=st.integers(1, 99_999),
    cuts=st.lists(st.integers(1, 9), max_size=9),
)
def test_whatever_parts_go_back_all_points_do(
    paid: int, quantity: int, points: int, cuts: list[int]
) -> None:
    kept = points_money.Kept(lines=[points_money._Line(points_minor=7)], points=points)
    line = orders.Line(
        n=1,
        sku=UUID(int=1),
        product=UUID(int=1),
        name="",
        sku_name="",
        picture=None,
        unit_minor=paid,
        quantity=quantity,
        discount_minor=0,
        payable_minor=paid,
    )
    went: list[orders.Part] = []
    before, gone, last = 0, 0, 0
    for cut in [*cuts, quantity]:
        now = min(quantity - gone, cut)
        minor = pricing.refunds.part(paid, quantity, gone, now)
        gone += now
        went.append(orders.Part(n=1, quantity=now, amount_minor=minor))
        last = sum(due_back(kept, [line], went).values())
        assert before <= last <= points
        before = last
    assert last == points
