"""Money comes in once, twice, late or never; the books, the shelf and the wallet follow."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from siyu.flows import expire_orders, settle_payment
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import NotFound, Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import orders, payments
from tests.house.shop import CUP, MILK, Shop, open_shop, paid_notice

LATER = timedelta(minutes=16)


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.milk, 3), (shop.cup, 3))
    return shop


async def test_a_paid_order_takes_its_goods_however_often_it_is_told(shop: Shop) -> None:
    made = await shop.ordered((shop.milk, 2))
    attempt = await shop.pays(made.id)
    await shop.hears(attempt, attempt)
    await asyncio.gather(*(shop.settles() for _ in range(4)))
    assert await shop.state(made.id) == "paid"
    assert await shop.stands(shop.milk) == (1, 0)
    assert await shop.owes(made.id) == (0, 2 * MILK, 2 * MILK)
    assert await shop.money_back(made.id) == []
    async with shop.works.look(shop.tenant) as work:
        assert [one.state for one in (await orders.steps_of(work, [made.id]))[made.id]] == [
            "unpaid",
            "paid",
        ]
    await shop.all_well()


async def test_what_nobody_pays_goes_back_where_it_was(shop: Shop, clock: StoppedClock) -> None:
    her = uuid4()
    coupon = await shop.gives(her)
    made = await shop.ordered((shop.milk, 2), her=her, wallet=coupon.id)
    attempt = await shop.attempts(made.id)
    assert attempt is not None
    assert attempt.pay_by == made.expires_at
    assert await shop.expires() == 0
    clock.move(LATER)
    assert [await shop.expires() for _ in range(2)] == [1, 0]
    assert await shop.state(made.id) == "expired"
    assert await shop.stands(shop.milk) == (3, 0)
    assert await shop.owes(made.id) == (0, 0, 0)
    assert not await shop.is_used(coupon.id)
    async with shop.works.look(shop.tenant) as work:
        assert (await payments.get_attempt(work, attempt.id)).close_asked_at is not None
    with pytest.raises(orders.NotUnpaid):
        await shop.cancels(made.id)
    with pytest.raises(orders.NotUnpaid):
        await shop.attempts(made.id)
    await shop.all_well()


async def test_late_money_brings_the_order_back_with_its_goods_and_its_coupon(
    shop: Shop, clock: StoppedClock
) -> None:
    her = uuid4()
    coupon = await shop.gives(her)
    made = await shop.ordered((shop.milk, 3), her=her, wallet=coupon.id)
    attempt = await shop.attempts(made.id)
    clock.move(LATER)
    await shop.expires()
    await shop.hears(attempt)
    await shop.settles()
    assert await shop.state(made.id) == "paid"
    assert await shop.stands(shop.milk) == (0, 0)
    assert await shop.owes(made.id) == (0, 3 * MILK - 5000, 3 * MILK - 5000)
    assert await shop.is_used(coupon.id)
    await shop.all_well()


async def test_late_money_for_goods_that_are_gone_goes_back(
    shop: Shop, clock: StoppedClock
) -> None:
    made = await shop.ordered((shop.milk, 2), (shop.cup, 1))
    attempt = await shop.attempts(made.id)
    await shop.cancels(made.id)
    clock.move(timedelta(seconds=1))
    await shop.ordered((shop.milk, 2))
    await shop.hears(attempt)
    await shop.settles()
    whole = 2 * MILK + CUP
    assert await shop.state(made.id) == "cancelled"
    assert await shop.money_back(made.id) == [("late", whole, "asked")]
    assert (await shop.owes(made.id))[:2] == (-whole, whole)
    async with shop.works.look(shop.tenant) as work:
        [refund] = (await orders.refunds_of(work, [made.id]))[made.id]
    await shop.pays_back(refund.id)
    assert await shop.money_back(made.id) == [("late", whole, "paid_back")]
    assert (await shop.owes(made.id))[:2] == (0, 0)
    assert (await shop.stands(shop.milk), await shop.stands(shop.cup)) == ((3, 2), (3, 0))
    await shop.all_well()


async def test_late_money_goes_back_when_the_coupon_serves_another_order(shop: Shop) -> None:
    her = uuid4()
    coupon = await shop.gives(her)
    made = await shop.ordered((shop.milk, 1), her=her, wallet=coupon.id)
    attempt = await shop.attempts(made.id)
    await shop.cancels(made.id)
    await shop.ordered((shop.milk, 1), her=her, wallet=coupon.id)
    await shop.hears(attempt)
    assert await shop.money_back(made.id) == [("late", MILK - 5000, "asked")]
    assert await shop.stands(shop.milk) == (3, 1)


async def test_of_paying_and_ending_at_once_both_are_true_one_after_the_other(
    shop: Shop, clock: StoppedClock
) -> None:
    """Whoever is first: the goods are hers, once, for her money was there."""
    for _ in range(3):
        made = await shop.ordered((shop.cup, 1))
        attempt = await shop.attempts(made.id)
        assert attempt is not None
        clock.move(LATER)
        await asyncio.gather(shop.expires(), shop.hears(attempt), shop.settles(), shop.expires())
        await shop.settles()
        assert await shop.state(made.id) == "paid"
        assert (await shop.owes(made.id))[0] == 0
    assert await shop.stands(shop.cup) == (0, 0)
    await shop.all_well()


async def test_a_second_payment_of_an_order_goes_back(shop: Shop) -> None:
    made = await shop.ordered((shop.milk, 1))
    first = await shop.attempts(made.id)
    assert first is not None
    async with shop.works.open(shop.tenant) as work:
        await payments.closed(work, [first.id], why="timeout")
    second = await shop.attempts(made.id)
    assert second is not None
    assert second.id != first.id
    await shop.hears(first, second)
    await shop.settles()
    assert await shop.state(made.id) == "paid"
    assert await shop.money_back(made.id) == [("paid_twice", MILK, "asked")]
    assert await shop.owes(made.id) == (-MILK, 2 * MILK, MILK)
    assert await shop.stands(shop.milk) == (2, 0)
    await shop.all_well()


async def test_money_that_is_not_what_is_owed_goes_back(shop: Shop) -> None:
    made = await shop.ordered((shop.milk, 1))
    attempt = await shop.attempts(made.id)
    assert attempt is not None
    less = settle_payment.Paid(attempt=attempt.id, order=made.id, amount_minor=MILK - 1)
    async with shop.works.open(shop.tenant) as work:
        await payments.take_notices(work, [paid_notice(attempt)])
        await settle_payment.settle(work, [less])
    assert await shop.state(made.id) == "unpaid"
    assert await shop.money_back(made.id) == [("paid_twice", MILK - 1, "asked")]
    assert await shop.stands(shop.milk) == (3, 1)


async def test_what_costs_nothing_is_paid_when_she_would_pay(shop: Shop) -> None:
    her = uuid4()
    coupon = await shop.gives(her)
    made = await shop.ordered((shop.cup, 1), her=her, wallet=coupon.id)
    assert made.payable_minor == 0
    assert await shop.attempts(made.id) is None
    assert await shop.state(made.id) == "paid"
    assert await shop.stands(shop.cup) == (2, 0)
    refund = await shop.refunds(made.id, {1: 1})
    assert refund.state == "paid_back"
    assert await shop.stands(shop.cup) == (3, 0)
    await shop.all_well()


async def test_nobody_ends_what_is_anothers(shop: Shop) -> None:
    made = await shop.ordered((shop.cup, 1))
    with pytest.raises(NotFound):
        async with shop.works.open(shop.tenant) as work:
            await expire_orders.cancel(work, made.id, customer=uuid4(), why="")
    assert (await shop.cancels(made.id)).state == (await shop.cancels(made.id)).state == "cancelled"
    assert await shop.stands(shop.cup) == (3, 0)


async def test_a_refund_walks_money_goods_and_at_last_the_coupon_back(shop: Shop) -> None:
    her = uuid4()
    coupon = await shop.gives(her)
    made = await shop.ordered((shop.milk, 2), (shop.cup, 1), her=her, wallet=coupon.id)
    with pytest.raises(Refusal) as refused:
        await shop.refunds(made.id, {1: 1})
    assert refused.value.code == "orders.not_paid"
    await shop.pays(made.id)
    part = await shop.refunds(made.id, {1: 1})
    rest = await shop.refunds(made.id, {1: 1, 2: 1})
    assert part.amount_minor + rest.amount_minor == made.payable_minor
    assert await shop.stands(shop.milk) == (1, 0)
    await shop.pays_back(part.id)
    assert (await shop.state(made.id), await shop.is_used(coupon.id)) == ("paid", True)
    assert await shop.stands(shop.milk) == (2, 0)
    await shop.pays_back(rest.id)
    assert (await shop.state(made.id), await shop.is_used(coupon.id)) == ("closed", False)
    assert (await shop.stands(shop.milk), await shop.stands(shop.cup)) == ((3, 0), (3, 0))
    assert await shop.owes(made.id) == (0, 0, 0)
    await shop.all_well()


async def test_refunds_that_end_at_once_bring_the_coupon_back_once(shop: Shop) -> None:
    her = uuid4()
    coupon = await shop.gives(her)
    made = await shop.ordered((shop.milk, 2), (shop.cup, 1), her=her, wallet=coupon.id)
    await shop.pays(made.id)
    asked = await asyncio.gather(*(shop.refunds(made.id, {1: 1}) for _ in range(2)))
    last = await shop.refunds(made.id, {2: 1})
    ids = [one.id for one in (*asked, last)]
    await asyncio.gather(*(shop.pays_back(one) for one in ids), shop.pays_back(*ids))
    # What was told while somebody else was still writing is read by whoever comes after them.
    await shop.pays_back(*ids)
    assert (await shop.state(made.id), await shop.is_used(coupon.id)) == ("closed", False)
    assert (await shop.stands(shop.milk), await shop.stands(shop.cup)) == ((3, 0), (3, 0))
    assert await shop.owes(made.id) == (0, 0, 0)
    await shop.all_well()
