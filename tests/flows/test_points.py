"""Points come with orders, are spent, end, and go back with goods; the books always agree."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from siyu.flows import expire_orders, place_orders, spend_points
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import ledger, loyalty, messaging, tenants
from tests.house.loyal import Club, open_club
from tests.house.shop import CUP, MILK, open_shop

WHOLE = (2 * MILK + CUP) // 100


@pytest.fixture
async def club(works: Works, tenant: TenantId, clock: StoppedClock) -> Club:
    return await open_club(await open_shop(works, tenant), clock)


async def test_an_order_brings_points_once_however_often_it_is_told(club: Club) -> None:
    await club.rules()
    await club.buys((club.shop.milk, 2), (club.shop.cup, 1))
    await club.hears()
    await club.hears()
    assert await club.has() == (WHOLE, 0)
    assert await club.history() == [("earned", WHOLE)]
    assert await club.told() == ["earned"]
    await club.all_well()


async def test_goods_that_go_back_take_their_points_with_them(club: Club) -> None:
    await club.rules()
    made = await club.buys((club.shop.milk, 2), (club.shop.cup, 1))
    await club.returns(made.id, {1: 1})
    assert await club.has() == ((MILK + CUP) // 100, 0)
    await club.returns(made.id, {1: 1, 2: 1})
    assert await club.has() == (0, 0)
    assert sum(amount for _, amount in await club.history()) == 0
    await club.all_well()


async def test_points_that_were_spent_are_owed_and_paid_by_the_next(club: Club) -> None:
    await club.rules()
    made = await club.buys((club.shop.milk, 1))
    await club.spends(290)
    await club.returns(made.id, {1: 1})
    assert await club.has() == (0, 290)
    await club.buys((club.shop.milk, 2))
    assert await club.has() == (2 * MILK // 100 - 290, 0)
    await club.all_well()


async def test_or_they_are_let_go_of(club: Club) -> None:
    await club.rules(claw="limited")
    made = await club.buys((club.shop.milk, 1))
    await club.spends(290)
    await club.returns(made.id, {1: 1})
    assert await club.has() == (0, 0)
    await club.hears()
    assert await club.has() == (0, 0)
    await club.all_well()


async def test_points_of_goods_that_are_fetched_come_then_without_what_went_back_before(
    club: Club,
) -> None:
    await club.rules(on="redeemed")
    made = await club.buys((club.shop.milk, 2))
    assert await club.has() == (0, 0)
    await club.returns(made.id, {1: 1})
    await club.fetches(made.id)
    assert await club.has() == (MILK // 100, 0)
    await club.all_well()


async def test_she_is_told_before_points_end_and_then_they_do(
    club: Club, clock: StoppedClock
) -> None:
    await club.rules()
    await club.buys((club.shop.milk, 1))
    assert await club.warns() == 0
    clock.move(timedelta(days=24))
    assert [await club.warns() for _ in range(2)] == [1, 0]
    assert await club.expires() == 0
    clock.move(timedelta(days=7))
    assert await club.has() == (0, 0)
    with pytest.raises(loyalty.PointsShort):
        await club.spends(1)
    assert [await club.expires() for _ in range(2)] == [1, 0]
    assert await club.history() == [("earned", MILK // 100), ("expired", -(MILK // 100))]
    assert await club.told() == ["earned", "end_announced", "expired"]
    await club.all_well()


async def test_points_that_end_in_one_month_are_told_of_in_one_letter(
    club: Club, clock: StoppedClock
) -> None:
    await club.rules(valid_days=100)
    shop = club.shop
    async with shop.works.look(shop.tenant) as work:
        merchant = await tenants.get_tenant(work)
        ends = merchant.date_of(work.now) + timedelta(days=100)
    clock.move(timedelta(days=32 - ends.day))
    await club.buys((shop.milk, 1))
    clock.move(timedelta(days=3))
    await club.buys((shop.milk, 2))
    clock.move(timedelta(days=91))
    assert await club.warns() == 1
    clock.move(timedelta(days=3))
    assert await club.warns() == 0
    async with shop.works.look(shop.tenant) as work:
        letters, _ = await messaging.list_letters(work, club.anna, limit=9, offset=0)
    assert [str(3 * (MILK // 100)) in one.words for one in letters] == [True]
    assert await club.told() == ["earned", "earned", "end_announced"]


async def test_what_is_given_back_ends_when_it_would_have_ended(
    club: Club, clock: StoppedClock
) -> None:
    await club.rules()
    await club.buys((club.shop.milk, 1))
    spend = await club.spends(200)
    await club.gives_back(spend.id, 50)
    assert await club.has() == (MILK // 100 - 150, 0)
    with pytest.raises(loyalty.BackTooMuch):
        await club.gives_back(spend.id, 151)
    clock.move(timedelta(days=32))
    assert await club.expires() == 1
    await club.gives_back(spend.id, 150)
    assert await club.has() == (0, 0)
    assert await club.expires() == 1
    await club.all_well()


async def test_of_many_who_spend_the_same_points_one_does(club: Club) -> None:
    await club.rules()
    await club.buys((club.shop.milk, 1))

    async def spends() -> bool:
        try:
            await club.spends(200)
        except loyalty.PointsShort:
            return False
        return True

    assert sum(await asyncio.gather(*(spends() for _ in range(6)))) == 1
    await club.all_well()


async def test_the_same_spend_again_is_the_same(club: Club) -> None:
    await club.rules()
    await club.buys((club.shop.milk, 1))
    id_ = uuid4()
    assert await club.spends(20, id_) == await club.spends(20, id_)
    with pytest.raises(loyalty.SpendDiffers):
        await club.spends(21, id_)
    assert await club.has() == (MILK // 100 - 20, 0)


async def test_points_by_hand_pay_a_debt_and_are_never_taken_beyond_what_is_there(
    club: Club,
) -> None:
    await club.adjusts(50)
    await club.adjusts(-20)
    with pytest.raises(loyalty.PointsShort):
        await club.adjusts(-31)
    with pytest.raises(loyalty.NothingAsked):
        await club.adjusts(0)
    assert await club.has() == (30, 0)
    await club.all_well()


async def test_points_are_held_with_an_order_and_come_back_when_it_ends(
    club: Club, clock: StoppedClock
) -> None:
    """As a checkout does it: one chain with the goods."""
    await club.rules()
    await club.adjusts(100)
    clock.move(timedelta(seconds=1))
    shop = club.shop
    asked = shop.asks((shop.cup, 1), her=club.anna)
    want = loyalty.Want(
        id=asked.order, customer=club.anna, kind=club.kind, amount=60, ref=asked.order
    )
    async with shop.works.open(shop.tenant) as work:
        await ledger.lock(work, spend_points.guards([want]))
        [planned] = await spend_points.plan(work, [want])
        assert not isinstance(planned, Refusal)
        [made] = await place_orders.place(work, [asked])
        assert not isinstance(made, Refusal)
        name = uuid4()
        held = ledger.hold(name, planned.moves, expires_at=None, reason="order", ref=asked.order)
        ledger.must_be_granted(await ledger.apply(work, [held]))
        await spend_points.keep(work, [planned])
    assert await club.has() == (40, 0)
    await club.all_well()
    clock.move(timedelta(seconds=1))
    async with shop.works.open(shop.tenant) as work:
        # The hold of an order is void with it; this one has a name of its own.
        ledger.must_be_granted(await ledger.apply(work, [ledger.void(uuid4(), name, reason="x")]))
        await expire_orders.cancel(work, asked.order, customer=None, why="changed_mind")
    assert await club.has() == (100, 0)
    assert [what for what, _ in await club.history()] == ["adjusted", "spent", "given_back"]
    await club.all_well()
