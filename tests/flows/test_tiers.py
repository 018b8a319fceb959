"""Tiers are reached by what orders bring, kept or lost as their time ends, and decide prices."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import Struct, structs

from siyu.flows import quote_cart, tiers
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, loyalty, orders, tenants, tills
from siyu.views import prices
from siyu.views import tiers as view
from tests.house.loyal import Club, open_club
from tests.house.shop import MILK, open_shop

SILVER, GOLD = UUID(int=1), UUID(int=2)
REACH = MILK // 100
LADDER = loyalty.Ladder(
    tiers=(
        loyalty.Tier(id=SILVER, code="silver", name="银卡", reach=REACH, keep=REACH // 2),
        loyalty.Tier(id=GOLD, code="gold", name="金卡", reach=3 * REACH, keep=REACH),
    ),
    valid_days=100,
)


class Circle(Struct):
    """The club, with a ladder."""

    club: Club

    async def rules(self, ladder: loyalty.Ladder) -> None:
        async with self.club.shop.works.open(self.club.shop.tenant) as work:
            await loyalty.set_programme(work, ladder)
            await loyalty.look_at_all(work)
        self.club.clock.move(timedelta(seconds=1))

    async def buys(self, pieces: int = 1) -> orders.Order:
        made = await self.club.shop.ordered((self.club.shop.milk, pieces), her=self.club.anna)
        await self.club.shop.pays(made.id)
        await self.hears()
        self.club.clock.move(timedelta(seconds=1))
        return made

    async def returns(self, order: UUID, pieces: int) -> None:
        refund = await self.club.shop.refunds(order, {1: pieces})
        await self.club.shop.pays_back(refund.id)
        await self.hears()

    async def hears(self) -> None:
        """React to every fact of orders there ever was, as if none had been taken before."""
        told = [one for one in await self._facts("orders.") if one.name in tiers.ON]
        async with self.club.shop.works.open(self.club.shop.tenant) as work:
            await tiers.take(work, told)

    async def at_the_till(self, minor: int, number: str | None = None) -> None:
        """She buys for so much at the till; minus: brings something back."""
        async with self.club.shop.works.open(self.club.shop.tenant) as work:
            day = (await tenants.get_tenant(work)).date_of(work.now)
            line = tills.RecordLine(
                source="pos",
                store=self.club.shop.store,
                receipt_no=number or work.new_id().hex,
                line_no=1,
                at=work.now,
                on=day,
                customer=self.club.anna,
                sku_text="奶粉",
                quantity_milli=1000 if minor >= 0 else -1000,
                amount_minor=minor,
                kind="sale" if minor >= 0 else "return",
            )
            await tills.record_lines(work, [line])
        await self.hears_tills()
        self.club.clock.move(timedelta(seconds=1))

    async def hears_tills(self) -> None:
        told = [one for one in await self._facts("tills.") if one.name in tiers.AT_TILLS]
        async with self.club.shop.works.open(self.club.shop.tenant) as work:
            await tiers.take_receipts(work, told)

    async def later(self, days: int) -> int:
        self.club.clock.move(timedelta(days=days))
        return await self.keeps_time()

    async def keeps_time(self) -> int:
        async with self.club.shop.works.open(self.club.shop.tenant) as work:
            return await tiers.keep_time(work)

    async def has(self) -> tuple[str | None, int, int]:
        """Her tier, what is missing to the next and to keep it."""
        async with self.club.shop.works.look(self.club.shop.tenant) as work:
            hers = await view.tier_of(work, self.club.anna)
        assert hers is not None
        return hers.tier.code if hers.tier else None, hers.missing, hers.missing_to_keep

    async def told(self) -> list[tuple[Any, ...]]:
        found = []
        for one in await self._facts("loyalty.tier_"):
            kept = one.name == loyalty.TierKept.NAME
            found.append(("kept", one.fact.code) if kept else (one.fact.why, one.fact.code))
        return found

    async def _facts(self, prefix: str) -> list[Any]:
        async with self.club.shop.works.look(self.club.shop.tenant) as work:
            rows, _ = await log.read(work, log.START, limit=100_000)
        return [row.told() for row in rows if row.name.startswith(prefix)]


@pytest.fixture
async def circle(works: Works, tenant: TenantId, clock: StoppedClock) -> Circle:
    made = Circle(club=await open_club(await open_shop(works, tenant), clock))
    await made.rules(LADDER)
    return made


async def test_an_order_brings_growth_once_and_growth_reaches_tiers(circle: Circle) -> None:
    assert await circle.has() == (None, REACH, 0)
    await circle.buys()
    await circle.hears()
    assert await circle.has() == ("silver", 2 * REACH, REACH // 2)
    await circle.buys(2)
    assert await circle.has() == ("gold", 0, REACH)
    assert await circle.told() == [("reached", "silver"), ("reached", "gold")]


async def test_what_goes_back_was_never_bought(circle: Circle) -> None:
    await circle.buys()
    second = await circle.buys(2)
    await circle.returns(second.id, 1)
    assert await circle.has() == ("silver", REACH, 0)
    await circle.returns(second.id, 1)
    assert await circle.has() == ("silver", 2 * REACH, REACH // 2)
    assert await circle.told() == [
        ("reached", "silver"),
        ("reached", "gold"),
        ("returned", "silver"),
    ]


async def test_receipts_bring_growth_too_and_what_comes_back_takes_it_off(circle: Circle) -> None:
    await circle.at_the_till(MILK)
    await circle.hears_tills()
    assert await circle.has() == ("silver", 2 * REACH, REACH // 2)
    await circle.at_the_till(-MILK)
    # The till says nothing of the sale, but she bought just that before: she never did.
    assert await circle.has() == (None, REACH, 0)
    await circle.at_the_till(MILK)
    await circle.at_the_till(-100)
    # Of this nobody knows the sale: a hundred fen less from today on, and the tier stays.
    assert await circle.has() == ("silver", 2 * REACH + 1, REACH // 2)
    assert await circle.told() == [
        ("reached", "silver"),
        ("returned", None),
        ("reached", "silver"),
    ]


async def test_receipts_bring_nothing_where_orders_alone_count_or_there_were_no_tiers_yet(
    circle: Circle,
) -> None:
    await circle.rules(structs.replace(LADDER, receipts=False))
    await circle.at_the_till(9 * MILK)
    assert await circle.has() == (None, REACH, 0)
    await circle.rules(LADDER)
    await circle.hears_tills()
    assert await circle.has() == (None, REACH, 0)
    await circle.at_the_till(MILK)
    assert (await circle.has())[0] == "silver"


async def test_a_tier_ends_with_its_day_and_is_kept_by_what_was_bought_within(
    circle: Circle,
) -> None:
    await circle.buys(3)
    await circle.buys()
    assert await circle.has() == ("gold", 0, 0)
    assert await circle.later(100) == 0
    assert await circle.later(1) == 1
    assert await circle.has() == ("gold", 0, REACH)
    assert await circle.keeps_time() == 0
    await circle.later(100)
    assert await circle.has() == ("silver", 3 * REACH, REACH // 2)
    await circle.later(100)
    assert await circle.has() == (None, REACH, 0)
    told = await circle.told()
    assert told == [("reached", "gold"), ("kept", "gold"), ("ended", "silver"), ("ended", None)]


async def test_nobody_has_a_tier_beyond_its_day_though_nobody_has_looked(circle: Circle) -> None:
    await circle.buys(3)
    circle.club.clock.move(timedelta(days=101))
    assert (await circle.has())[0] == "silver"
    circle.club.clock.move(timedelta(days=300))
    assert (await circle.has())[0] is None


async def test_another_ladder_counts_from_when_it_was_set(circle: Circle) -> None:
    await circle.buys()
    silver, gold = LADDER.tiers
    easy = structs.replace(gold, reach=REACH + 1, keep=1)
    hard = structs.replace(gold, reach=9 * REACH)
    await circle.rules(structs.replace(LADDER, tiers=(silver, hard)))
    assert await circle.keeps_time() == 1
    assert await circle.told() == [("reached", "silver")]
    await circle.buys()
    await circle.rules(structs.replace(LADDER, tiers=(silver, easy)))
    assert await circle.keeps_time() == 1
    assert await circle.has() == ("gold", 0, 1)
    async with circle.club.shop.works.open(circle.club.shop.tenant) as work:
        assert await loyalty.count_members(work) == {GOLD: 1}
        with pytest.raises(loyalty.TierGone):
            await loyalty.set_programme(work, structs.replace(LADDER, tiers=(silver,)))
        with pytest.raises(loyalty.RuleChanged):
            await loyalty.set_programme(work, LADDER, seen=1)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"tiers": ()}, loyalty.NoTiers),
        ({"tiers": (LADDER.tiers[1], LADDER.tiers[0])}, loyalty.TiersNotRising),
        ({"tiers": (LADDER.tiers[0], LADDER.tiers[0])}, loyalty.TierTwice),
        ({"tiers": (structs.replace(LADDER.tiers[0], keep=REACH + 1),)}, loyalty.KeepsMore),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused(
    change: dict[str, Any], wrong: type[Exception]
) -> None:
    refused = loyalty.tiers.refusal(structs.replace(LADDER, **change), None)
    assert isinstance(refused, wrong)


async def test_facts_of_one_order_at_once_bring_it_once(circle: Circle) -> None:
    shop = circle.club.shop
    made = await shop.ordered((shop.milk, 1), her=circle.club.anna)
    await shop.pays(made.id)
    await asyncio.gather(*(circle.hears() for _ in range(4)))
    assert await circle.has() == ("silver", 2 * REACH, REACH // 2)
    assert await circle.told() == [("reached", "silver")]


async def test_a_price_for_a_tier_is_hers_as_long_as_she_has_it(circle: Circle) -> None:
    shop = circle.club.shop
    async with shop.works.open(shop.tenant) as work:
        terms = catalog.BookTerms(
            name="银卡价",
            tiers=(SILVER,),
            valid_from=work.now,
            prices=(catalog.NewPrice(sku=shop.milk, unit_minor=MILK - 1000, from_quantity=1),),
        )
        await catalog.define_book(work, "SILVER", terms)
    circle.club.clock.move(timedelta(seconds=1))

    async def pays() -> int:
        async with shop.works.look(shop.tenant) as work:
            asked = shop.asks((shop.milk, 1), her=circle.club.anna)
            quoted = await quote_cart.quote(work, asked)
            offers = await catalog.offers(work, [shop.milk])
            shown = await prices.prices_of(work, offers, shop.store, circle.club.anna)
        assert shown[shop.milk].unit.unit_minor == quoted.price.payable_minor
        return quoted.price.payable_minor

    assert await pays() == MILK
    await circle.buys()
    assert await pays() == MILK - 1000
    circle.club.clock.move(timedelta(days=101))
    assert await pays() == MILK
