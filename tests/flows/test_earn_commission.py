"""Commission follows an order: held, thawed, taken back; never invented, never counted twice."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import Struct, field

from siyu.flows import after_sale, earn_top_ups, pay_by_balance, refund_top_up
from siyu.flows.reactions import distribution as reacting
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.facts import log
from siyu.kernel.facts.reactor import Reactor
from siyu.kernel.ids import TenantId
from siyu.modules import channels, distribution, ledger, loyalty, staff
from siyu.modules.distribution import Rate
from siyu.views.commissions import earning_items
from tests.house.database import Server
from tests.house.knocking import as_superuser
from tests.house.loyal import tops_up
from tests.house.market import AFTER_SALE, PLAN, Market, open_market
from tests.house.shop import CUP, MILK


@pytest.fixture
async def market(works: Works, tenant: TenantId, clock: StoppedClock) -> AsyncIterator[Market]:
    made = await open_market(works, tenant, clock)
    yield made
    await made.all_well()


async def test_a_paid_order_is_held_for_her_who_looks_after_the_customer(market: Market) -> None:
    made = await market.sells((market.shop.milk, 2), (market.shop.cup, 1))
    await market.hears()
    milk, cup = await market.earned(made.id)
    assert (milk.amount_minor, cup.amount_minor) == (2 * MILK * 5 // 100, CUP * 5 // 100)
    assert {(e.earner_id, e.reason, e.state, e.thaws_at) for e in (milk, cup)} == {
        (market.lin, "bond", "pending", None)
    }
    assert await market.has(market.lin) == (0, 2980 + 245)
    assert await market.told() == ["distribution.earned"]


async def test_nobody_earns_of_what_bonus_paid_and_returns_come_to_nothing(
    market: Market,
) -> None:
    shop = market.shop
    await tops_up(shop, market.anna, 50_000, 10_000)
    made = await shop.ordered((shop.milk, 2), (shop.cup, 1), her=market.anna)
    async with shop.works.open(shop.tenant) as work:
        paid = await pay_by_balance.pay(work, made.id, customer=market.anna, at_most=30_000)
    assert paid.bonus == 5_000
    await shop.pays(made.id)
    await market.hears()
    milk, cup = await market.earned(made.id)
    whole = 2 * MILK + CUP
    assert milk.base_minor + cup.base_minor == whole - paid.bonus
    assert milk.amount_minor + cup.amount_minor == (whole - paid.bonus) * 5 // 100
    assert milk.base_minor == 2 * MILK - round(paid.bonus * 2 * MILK / whole)
    await market.returns(made.id, {1: 1})
    milk, cup = await market.earned(made.id)
    assert milk.kept_minor == milk.amount_minor // 2
    await market.returns(made.id, {1: 1, 2: 1})
    assert [one.kept_minor for one in await market.earned(made.id)] == [0, 0]
    assert [one.returned_minor for one in await market.earned(made.id)] == [
        milk.base_minor,
        cup.base_minor,
    ]


class Purse:
    """Somebody of the market buys balances, spends them and has them back; everybody reacts."""

    def __init__(self, market: Market) -> None:
        self.market, self.shop = market, market.shop

    async def rules(self, earns: loyalty.Earns) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            await loyalty.set_balance_rule(work, "principal_first", 500_000, earns=earns)

    async def buys(self, pay: int) -> UUID:
        made = await tops_up(self.shop, self.market.anna, pay, 0)
        await self.hears()
        self.market.clock.move(timedelta(seconds=1))
        return made

    async def spends(self, pieces: int) -> list[distribution.Earning]:
        made = await self.shop.ordered((self.shop.cup, pieces), her=self.market.anna)
        async with self.shop.works.open(self.shop.tenant) as work:
            await pay_by_balance.pay(work, made.id, customer=self.market.anna)
        await self.hears()
        return await self.market.earned(made.id)

    async def returns(self, bought: UUID) -> None:
        asking = refund_top_up.Asking(
            id=uuid4(), top_up=bought, customer=self.market.anna, why="不要了"
        )
        async with self.shop.works.open(self.shop.tenant) as work:
            refund = await refund_top_up.ask(work, asking)
        await self.shop.pays_back(refund.id)
        told = await self._told("payments.refund_paid_back")
        async with self.shop.works.open(self.shop.tenant) as work:
            await refund_top_up.take_ends(work, told)
        await self.hears()

    async def hears(self) -> None:
        """Twice, for facts may come again."""
        for _ in range(2):
            told = await self._told(*earn_top_ups.ON)
            async with self.shop.works.open(self.shop.tenant) as work:
                await earn_top_ups.take(work, told)
            await self.market.hears()

    async def _told(self, *names: str) -> list[Any]:
        async with self.shop.works.look(self.shop.tenant) as work:
            rows, _ = await log.read(work, log.START, limit=100_000)
        return [row.told() for row in rows if row.name in names]


async def test_a_balance_is_earned_of_as_it_is_bought_or_as_it_is_spent_and_never_both(
    market: Market,
) -> None:
    purse = Purse(market)
    await purse.rules("top_up")
    [bought] = await market.earned(await purse.buys(3 * CUP))
    assert bought.amount_minor == 3 * CUP * 5 // 100
    assert bought.thaws_at is not None
    assert await purse.spends(1) == []
    await purse.rules("spending")
    assert await purse.spends(1) == []
    assert await market.earned(await purse.buys(2 * CUP)) == []
    [mixed] = await purse.spends(2)
    assert mixed.amount_minor == CUP * 5 // 100
    assert await market.has(market.lin) == (0, bought.amount_minor + mixed.amount_minor)


async def test_a_top_up_that_goes_back_takes_what_was_earned_of_it(market: Market) -> None:
    purse = Purse(market)
    await purse.rules("top_up")
    bought = await purse.buys(10_000)
    assert await market.has(market.lin) == (0, 500)
    await purse.returns(bought)
    [gone] = await market.earned(bought)
    assert (gone.amount_minor, gone.kept_minor, gone.state) == (500, 0, "void")
    assert await market.has(market.lin) == (0, 0)


async def test_a_share_thaws_when_the_days_after_sale_are_over(market: Market) -> None:
    made = await market.sells((market.shop.milk, 1))
    market.clock.move(timedelta(days=30))
    assert await market.thaws() == 0
    await market.hands_over(made.id)
    market.clock.move(timedelta(days=AFTER_SALE, seconds=-1))
    assert await market.thaws() == 0
    market.clock.move(timedelta(seconds=1))
    assert [await market.thaws() for _ in range(2)] == [1, 0]
    await market.hears()
    assert await market.has(market.lin) == (1490, 0)
    assert await market.told() == ["distribution.earned", "distribution.thawed"]


async def test_what_is_in_a_case_waits_until_the_case_is_over(market: Market) -> None:
    made = await market.sells((market.shop.milk, 1), (market.shop.cup, 1))
    await market.hands_over(made.id)
    works, tenant = market.shop.works, market.shop.tenant
    asking = after_sale.Asking(
        id=uuid4(), order=made.id, kind="return", reason="broken", lines={1: 1}
    )
    async with works.open(tenant) as work:
        await after_sale.ask(work, asking)
    market.clock.move(timedelta(days=AFTER_SALE + 30))
    # The other line of the order is not in it.
    assert await market.thaws() == 1
    milk, cup = await market.earned(made.id)
    assert (milk.state, cup.state) == ("pending", "thawed")
    async with works.look(tenant) as work:
        shown = await earning_items(work, [milk, cup], "zh")
        _, next_at = await distribution.pending_of(work, market.lin)
    assert ([one.in_case for one in shown], next_at) == ([True, False], None)
    async with works.open(tenant) as work:
        await after_sale.refuse(work, asking.id, "没有破损")
    assert [await market.thaws() for _ in range(2)] == [1, 0]
    assert await market.has(market.lin) == (milk.kept_minor + cup.kept_minor, 0)


async def test_what_goes_back_before_the_thaw_was_never_hers(market: Market) -> None:
    made = await market.sells((market.shop.milk, 2))
    await market.returns(made.id, {1: 1})
    assert await market.has(market.lin) == (0, 1490)
    await market.hands_over(made.id)
    await market.returns(made.id, {1: 1})
    [gone] = await market.earned(made.id)
    assert (gone.state, gone.kept_minor, gone.clawed_minor) == ("void", 0, 0)
    market.clock.move(timedelta(days=60))
    assert await market.thaws() == 0
    assert await market.has(market.lin) == (0, 0)


async def test_what_goes_back_after_the_thaw_is_a_debt(market: Market) -> None:
    made = await market.sells((market.shop.milk, 2))
    await market.hands_over(made.id)
    market.clock.move(timedelta(days=AFTER_SALE))
    await market.thaws()
    await market.returns(made.id, {1: 1})
    await market.returns(made.id, {1: 1})
    [row] = await market.earned(made.id)
    assert (row.state, row.kept_minor, row.clawed_minor) == ("thawed", 0, 2980)
    assert await market.has(market.lin) == (0, 0)
    async with market.shop.works.look(market.shop.tenant) as work:
        backs = await distribution.claw_backs_of(work, [row.id])
    assert [(one.void_minor, one.debt_minor) for one in backs] == [(0, 1490), (0, 1490)]


async def test_a_debt_is_carried_below_zero_once_the_money_has_left(market: Market) -> None:
    made = await market.sells((market.shop.milk, 1))
    await market.hands_over(made.id)
    market.clock.move(timedelta(days=AFTER_SALE))
    await market.thaws()
    async with market.shop.works.open(market.shop.tenant) as work:
        paid_out = [ledger.Post(ledger.commission(market.lin), ledger.cashier(), 1490)]
        await ledger.apply(work, [ledger.post(uuid4(), paid_out, reason="withdrawn")])
    await market.returns(made.id, {1: 1})
    assert await market.has(market.lin) == (-1490, 0)


async def test_a_link_comes_before_the_bond_and_a_leaver_before_nobody(market: Market) -> None:
    shop = market.shop
    async with shop.works.open(shop.tenant) as work:
        link = await channels.share(
            work, guide=market.zhao, store=shop.store, target="product", target_id=uuid4()
        )
    led = await market.sells((shop.cup, 1), via=link.id)
    [row] = await market.earned(led.id)
    assert (row.earner_id, row.reason, row.via_id) == (market.zhao, "link", link.id)
    unknown = await market.sells((shop.cup, 1), via=uuid4())
    assert await market.why(unknown.id) == "bond"
    market.clock.move(timedelta(days=1))
    async with shop.works.open(shop.tenant) as work:
        await staff.depart(work, market.zhao, "搬家")
    market.clock.move(timedelta(days=1))
    later = await market.sells((shop.cup, 1), via=link.id)
    [row] = await market.earned(later.id)
    assert (row.earner_id, row.reason, row.via_id) == (market.lin, "bond", None)
    assert await market.has(market.zhao) == (0, 245)


async def test_the_bond_of_the_moment_of_payment_counts(market: Market) -> None:
    shop = market.shop
    made = await shop.ordered((shop.cup, 1), her=market.anna)
    await shop.pays(made.id)
    market.clock.move(timedelta(minutes=1))
    await market.gives_her_to(market.zhao)
    await market.hears()
    [row] = await market.earned(made.id)
    assert row.earner_id == market.lin


async def test_without_a_guide_or_a_plan_it_says_why_nobody_earns(market: Market) -> None:
    shop = market.shop
    strange = await shop.ordered((shop.cup, 1), her=uuid4())
    await shop.pays(strange.id)
    await market.hears()
    assert await market.why(strange.id) == "nobody"
    assert await market.earned(strange.id) == []
    await market.returns(strange.id, {1: 1})


async def test_a_plan_counts_from_its_beginning_and_never_before(market: Market) -> None:
    shop, begins = market.shop, market.clock.now() + timedelta(days=3)
    await market.plans(Rate(role="guide", rate_bp=1000), since=begins)
    early = await market.sells((shop.cup, 1))
    market.clock.move(timedelta(days=3))
    late = await market.sells((shop.cup, 1))
    await market.plans(Rate(role="guide", rate_bp=0))
    await market.hears()
    assert [e.amount_minor for e in await market.earned(early.id)] == [245]
    assert [(e.amount_minor, e.plan) for e in await market.earned(late.id)] == [(490, 2)]
    assert await market.earned((await market.sells((shop.cup, 1))).id) == []


async def test_two_who_set_a_plan_at_once_are_told(market: Market) -> None:
    await market.plans()
    async with market.shop.works.open(market.shop.tenant) as work:
        new = distribution.NewPlan(since=work.now, after_sale_days=7, ceiling_bp=3000, rates=PLAN)
        with pytest.raises(distribution.PlanChanged):
            await distribution.set_plan(work, new, seen=1)


async def test_the_reactor_takes_each_fact_once_and_again_changes_nothing(
    market: Market,
) -> None:
    made = await market.shop.ordered((market.shop.milk, 1), her=market.anna)
    await market.shop.pays(made.id)
    reactions: Any = reacting.reactions(None)  # type: ignore[arg-type]
    reactor = Reactor(market.shop.works, reactions)
    assert await reactor.run(market.shop.tenant) == 1
    assert await reactor.run(market.shop.tenant) == 0
    await asyncio.gather(*(market.hears() for _ in range(3)))
    assert await market.has(market.lin) == (0, 1490)
    assert await market.told() == ["distribution.earned"]


async def test_thawing_and_returning_at_once_come_to_the_same(market: Market) -> None:
    shop = market.shop
    for _ in range(4):
        made = await market.sells((shop.milk, 2))
        await market.hands_over(made.id)
        market.clock.move(timedelta(days=AFTER_SALE))
        refund = await shop.refunds(made.id, {1: 1})
        await shop.pays_back(refund.id)
        await asyncio.gather(market.thaws(), market.hears(), market.thaws(), market.hears())
        await market.thaws()
        [row] = await market.earned(made.id)
        assert (row.state, row.kept_minor) == ("thawed", 1490)
    assert await market.has(market.lin) == (4 * 1490, 0)


PLANTED = [
    ("earning set kept_minor = kept_minor - {}", {"commission_books", "commission_kept"}),
    ("earning set amount_minor = amount_minor + {}", {"commission_ceiling", "commission_kept"}),
    ("earning set returned_minor = returned_minor + {}", {"commission_kept"}),
    ("plan_version set ceiling_bp = ceiling_bp - 2501 * {}", {"commission_ceiling"}),
    ("claw_back set base_minor = base_minor + {}", {"commission_kept"}),
]


@pytest.mark.parametrize(("fault", "codes"), PLANTED)
async def test_books_that_differ_are_seen(
    market: Market, server: Server, fault: str, codes: set[str]
) -> None:
    made = await market.sells((market.shop.milk, 2))
    await market.returns(made.id, {1: 1})
    conn = await as_superuser(server.superuser_url, server.urls("app"))
    where = f"where tenant_id = {market.shop.tenant}"
    try:
        await conn.execute(f"update distribution.{fault.format(1)} {where}")
        async with market.shop.works.look(market.shop.tenant) as work:
            found = {one.code for one in await distribution.check(work) if one.broken}
        await conn.execute(f"update distribution.{fault.format(-1)} {where}")
    finally:
        await conn.close()
    assert found == codes


class Kept(Struct):
    """An order in the story: what its lines cost, and how many pieces of each were kept."""

    id: UUID
    lines: dict[int, tuple[int, int]]
    left: dict[int, int] = field(default_factory=dict)
    fetched: bool = False


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happens_it_ends_at_what_the_formula_says_of_what_was_kept(
    market: Market, seed: int
) -> None:
    dice, made = Random(seed), list[Kept]()
    for _ in range(30):
        await _something(market, dice, made)
        posted, coming = await market.has(market.lin)
        most = sum(_share(one)[0] for one in made)
        assert coming >= 0
        assert posted + coming <= most
    for one in made:
        if not one.fetched and any(one.left.values()):
            await market.hands_over(one.id)
    market.clock.move(timedelta(days=AFTER_SALE + 1))
    await market.thaws()
    assert await market.has(market.lin) == (sum(_share(one)[1] for one in made), 0)


def _share(one: Kept) -> tuple[int, int]:
    """What the order brings by the page, of all of it and of what was kept."""
    exact = {n: unit * pieces * 500 for n, (unit, pieces) in one.lines.items()}
    parts = {n: whole // 10_000 for n, whole in exact.items()}
    over = sum(exact.values()) // 10_000 - sum(parts.values())
    for n in sorted(exact, key=lambda n: (-(exact[n] % 10_000), n))[:over]:
        parts[n] += 1
    left = 0
    for n, (unit, pieces) in one.lines.items():
        base = unit * pieces
        gone = base * (pieces - one.left[n]) // pieces
        left += parts[n] * (base - gone) // base
    return sum(parts.values()), left


async def _something(market: Market, dice: Random, made: list[Kept]) -> None:
    what = dice.choice(["sell", "fetch", "return", "return", "wait", "thaw", "again"])
    open_ = [one for one in made if any(one.left.values())]
    if what == "sell" or not open_:
        await _sell(market, dice, made)
    elif what == "fetch":
        one = dice.choice(open_)
        if not one.fetched:
            await market.hands_over(one.id)
        one.fetched = True
    elif what == "return":
        one = dice.choice(open_)
        n = dice.choice([n for n, left in one.left.items() if left])
        pieces = dice.randint(1, one.left[n])
        one.left[n] -= pieces
        await market.returns(one.id, {n: pieces})
    elif what == "wait":
        market.clock.move(timedelta(days=dice.randint(1, 9)))
    elif what == "thaw":
        await market.thaws()
    else:
        await market.hears()


async def _sell(market: Market, dice: Random, made: list[Kept]) -> None:
    shop = market.shop
    goods = [(shop.milk, MILK), (shop.cup, CUP)]
    picked = dice.sample(goods, dice.randint(1, 2))
    lines = [(sku, dice.randint(1, 3)) for sku, _ in picked]
    order = await market.sells(*lines)
    units = {n: (unit, lines[n - 1][1]) for n, (_, unit) in enumerate(picked, 1)}
    made.append(Kept(order.id, units, {n: pieces for n, (_, pieces) in units.items()}))
