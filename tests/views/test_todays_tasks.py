"""A guide's tasks of today: gathered from every room, ended once, in order."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from siyu.flows.send_letters import send_letters
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import customers, fulfilment, messaging, promotions, tasks
from siyu.views.todays_tasks import TaskItem, Today, find_task, get_today
from tests.house.market import Market, open_market
from tests.house.merchant import Merchant, buy
from tests.house.shop import MILK

DAY = timedelta(days=1)


@pytest.fixture
async def market(works: Works, tenant: TenantId, clock: StoppedClock) -> Market:
    """Anna, bound a month ago."""
    made = await open_market(works, tenant, clock)
    clock.move(30 * DAY)
    return made


async def today(market: Market, guide: UUID | None = None) -> Today:
    async with market.shop.works.look(market.shop.tenant) as work:
        return await get_today(work, guide or market.lin, "zh")


async def kinds(market: Market, guide: UUID | None = None) -> list[tuple[tasks.Kind, UUID]]:
    return [(one.kind, one.customer.id) for one in (await today(market, guide)).tasks]


async def only(market: Market) -> TaskItem:
    [one] = (await today(market)).tasks
    return one


async def does(market: Market, key: UUID, guide: UUID | None = None) -> tasks.Ended:
    async with market.shop.works.open(market.shop.tenant) as work:
        who = guide or market.lin
        return await tasks.do(work, await find_task(work, who, key), who)


async def dismisses(market: Market, key: UUID, reason: tasks.Dismissal) -> tasks.Ended:
    async with market.shop.works.open(market.shop.tenant) as work:
        found = await find_task(work, market.lin, key)
        return await tasks.dismiss(work, found, market.lin, reason)


async def test_a_quiet_day_has_no_tasks(market: Market) -> None:
    assert (await today(market)).tasks == []


async def test_a_new_customer_is_greeted_by_a_letter_and_again_by_her_next_guide(
    market: Market,
) -> None:
    await market.gives_her_to(market.zhao)
    assert await kinds(market) == []
    market.clock.move(3 * DAY)
    [task] = (await today(market, market.zhao)).tasks
    assert (task.kind, task.reason) == (
        "greeting",
        "3 天前成为您的顾客，还没有收到过您的问候。",
    )
    assert task.suggested.purpose == "service"
    assert "赵敏" in task.suggested.words
    async with market.shop.works.open(market.shop.tenant) as work:
        letter = messaging.Letter(
            customer=market.anna, purpose="service", words="您好", guide=market.zhao
        )
        [verdict] = await send_letters(work, [letter])
    assert verdict.letter is not None
    assert await kinds(market, market.zhao) == []
    await does(market, task.id, market.zhao)
    await market.gives_her_to(market.lin)
    assert await kinds(market) == [("greeting", market.anna)]


async def test_a_coupon_that_ends_is_told_until_it_is_used_and_not_twice(market: Market) -> None:
    coupon = await market.shop.gives(market.anna, valid_days=5)
    market.clock.move(DAY)
    assert await kinds(market) == []
    market.clock.move(DAY)
    task = await only(market)
    assert task.about == coupon.id
    assert task.reason.startswith("优惠券“减 50” 3 天后到期（")
    await dismisses(market, task.id, "in_touch")
    assert await kinds(market) == []
    assert (await today(market)).dismissed == 1


async def test_a_used_coupon_is_no_task(market: Market) -> None:
    coupon = await market.shop.gives(market.anna, valid_days=2)
    assert len(await kinds(market)) == 1
    async with market.shop.works.open(market.shop.tenant) as work:
        use = promotions.Use(wallet=coupon.id, customer=market.anna, order=uuid4())
        assert await promotions.use(work, [use]) == [True]
    assert await kinds(market) == []


async def test_a_pickup_waits_more_than_a_day_at_her_own_store(market: Market) -> None:
    made = await market.sells((market.shop.milk, 1))
    async with market.shop.works.open(market.shop.tenant) as work:
        make = fulfilment.Make(order=made.id, store=market.shop.store, customer=market.anna)
        await fulfilment.make(work, [make])
    market.clock.move(DAY)
    assert await kinds(market) == []
    market.clock.move(DAY)
    task = await only(market)
    assert (task.kind, task.about) == ("pickup_waiting", made.id)
    assert made.no in task.reason
    async with market.shop.works.open(market.shop.tenant) as work:
        await fulfilment.void(work, [made.id], why="refunded")
    assert await kinds(market) == []


async def test_her_birthday_comes_up_a_week_before(market: Market) -> None:
    soon = (market.clock.now() + 5 * DAY).date()
    async with market.shop.works.open(market.shop.tenant) as work:
        change = customers.ProfileChange(
            fields=frozenset({"birthday"}), birthday=date(1992, soon.month, soon.day)
        )
        await customers.change_profile(work, market.anna, change)
    task = await only(market)
    assert (task.kind, task.on) == ("birthday", soon)


async def test_who_buys_every_month_is_due_by_receipts_and_orders(market: Market) -> None:
    merchant = _merchant(market)
    bought: datetime = market.clock.now() - 20 * DAY
    async with market.shop.works.open(market.shop.tenant) as work:
        for days in (90, 60, 30):
            await buy(work, merchant, "13800138001", bought - days * DAY, MILK)
    market.clock.move(DAY)
    assert await kinds(market) == [("repurchase_due", market.anna)]
    await market.sells((market.shop.milk, 1))
    assert await kinds(market) == []
    market.clock.move(31 * DAY)
    task = await only(market)
    assert task.reason == "通常每 30 天买一次，上次是 31 天前。"
    await does(market, task.id)
    assert await kinds(market) == []


async def test_what_went_back_was_no_purchase(market: Market) -> None:
    for _ in range(3):
        made = await market.sells((market.shop.milk, 1))
        await market.returns(made.id, {1: 1})
        market.clock.move(10 * DAY)
    assert await kinds(market) == []


async def test_the_most_pressing_of_one_customer_comes_first_then_the_next(
    market: Market,
) -> None:
    await market.gives_her_to(market.zhao)
    await market.gives_her_to(market.lin)
    await market.shop.gives(market.anna, valid_days=2)
    task = await only(market)
    assert task.kind == "coupon_expiring"
    await does(market, task.id)
    assert await kinds(market) == [("greeting", market.anna)]
    assert (await today(market)).done == 1


async def test_said_twice_is_once_and_the_first_end_stays(market: Market) -> None:
    await market.shop.gives(market.anna, valid_days=2)
    key = (await only(market)).id
    first = await does(market, key)
    market.clock.move(timedelta(minutes=1))
    assert await does(market, key) == first
    with pytest.raises(tasks.TaskEnded):
        await dismisses(market, key, "other")
    async with market.shop.works.look(market.shop.tenant) as work:
        rows, _ = await log.read(work, log.START, limit=10_000)
        told = [row for row in rows if row.name.startswith("tasks.")]
    assert [(row.name, row.subject) for row in told] == [("tasks.task_done", market.anna)]


async def test_nobody_ends_what_is_anothers_or_over(market: Market) -> None:
    await market.shop.gives(market.anna, valid_days=2)
    key = (await only(market)).id
    with pytest.raises(tasks.TaskGone):
        await does(market, key, market.zhao)
    market.clock.move(3 * DAY)
    with pytest.raises(tasks.TaskGone):
        await does(market, key)


async def test_whoever_is_forgotten_is_no_task(market: Market) -> None:
    await market.shop.gives(market.anna, valid_days=2)
    assert len(await kinds(market)) == 1
    async with market.shop.works.open(market.shop.tenant) as work:
        await customers.forget(work, market.anna, reason="她的要求")
    assert await kinds(market) == []


async def test_tasks_are_said_in_english_too(market: Market) -> None:
    await market.shop.gives(market.anna, valid_days=2)
    async with market.shop.works.look(market.shop.tenant) as work:
        [task] = (await get_today(work, market.lin, "en")).tasks
    assert task.title == "Coupon reminder"
    assert task.reason.startswith("The coupon “减 50” ends in 2 days (")


async def test_what_is_suggested_is_in_the_readers_language(market: Market) -> None:
    await market.shop.gives(market.anna, valid_days=2)
    assert "别浪费了" in (await only(market)).suggested.words
    async with market.shop.works.open(market.shop.tenant) as work:
        await customers.speak(work, market.anna, "en")
    task = await only(market)
    assert task.suggested.words.startswith("Hello")
    assert task.reason.startswith("优惠券")


def _merchant(market: Market) -> Merchant:
    shop = market.shop
    return Merchant(
        tenant=shop.tenant,
        host="",
        east=shop.store,
        west=shop.store,
        lin=market.lin,
        zhao=market.zhao,
    )
