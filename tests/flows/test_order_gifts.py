"""Gifts are lines with stock: held with the order, left out where there is none, and back with what
earned them."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from siyu.flows import keep_deals, place_orders, recompute_price
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, orders, promotions
from siyu.modules.ledger import actions as booking
from siyu.modules.promotions.pricing import Said, Wording
from tests.house.shop import MILK, Shop, open_shop

GIFTS = 3


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    opened = await open_shop(works, tenant)
    await opened.receives((opened.milk, 50), (opened.cup, GIFTS))
    return opened


async def runs(shop: Shop, block: str, args: dict[str, Any], *when: Said) -> None:
    said = Wording(name=block, effect=Said(block=block, args=args), conditions=when)
    async with shop.works.open(shop.tenant) as work:
        made = await promotions.make_promotion(work, said)
        await promotions.move_promotion(work, made.id, "running")


async def gives_cups(shop: Shop, threshold: int = 2 * MILK, *, times: str = "once") -> None:
    gifts = [{"sku": str(shop.cup), "pieces": 1}]
    await runs(shop, "gift", {"threshold_minor": threshold, "gifts": gifts, "times": times})


async def lines_of(shop: Shop, order: UUID) -> list[tuple[UUID, int, int, bool]]:
    async with shop.works.look(shop.tenant) as work:
        found = (await orders.lines_of(work, [order]))[order]
    return [(one.sku, one.quantity, one.payable_minor, one.gift) for one in found]


async def test_a_gift_is_a_line_that_costs_nothing_and_is_held_with_the_order(shop: Shop) -> None:
    await gives_cups(shop)
    made = await shop.ordered((shop.milk, 2), seen_gifts=((shop.cup, 1),))
    assert made.payable_minor == 2 * MILK
    assert await lines_of(shop, made.id) == [
        (shop.milk, 2, 2 * MILK, False),
        (shop.cup, 1, 0, True),
    ]
    assert await shop.stands(shop.cup) == (GIFTS, 1)
    async with shop.works.look(shop.tenant) as work:
        assert (await recompute_price.recompute(work, made.id)).same
    await shop.cancels(made.id)
    assert await shop.stands(shop.cup) == (GIFTS, 0)
    await shop.all_well()


async def test_the_same_key_is_the_same_order_gift_or_not(shop: Shop) -> None:
    await gives_cups(shop)
    asked = shop.asks((shop.milk, 2))
    [first] = await shop.places(asked)
    [again] = await shop.places(asked)
    assert isinstance(first, orders.Order)
    assert again == first


async def test_of_a_batch_the_first_get_the_gifts_that_are_left(shop: Shop) -> None:
    await gives_cups(shop, times="every")
    asked = [shop.asks((shop.milk, 2)) for _ in range(2)]
    asked.insert(0, shop.asks((shop.milk, 99)))
    asked.insert(1, shop.asks((shop.milk, 4), (shop.cup, 1)))
    # Who asks for more milk than there is takes no gift from anybody; a cup that is bought is sold.
    short, first, second, third = await shop.places(*asked)
    assert isinstance(short, orders.GoodsShort)
    found = [await lines_of(shop, one.id) for one in (first, second, third)]  # type: ignore[union-attr]
    assert [sum(n for _, n, _, gift in of if gift) for of in found] == [2, 0, 0]
    assert await shop.stands(shop.cup) == (GIFTS, GIFTS)
    await shop.all_well()


async def test_who_saw_another_gift_is_told_and_nothing_is_held(shop: Shop) -> None:
    await gives_cups(shop)
    await shop.ordered((shop.cup, GIFTS))
    [answer] = await shop.places(shop.asks((shop.milk, 2), seen_gifts=((shop.cup, 1),)))
    assert isinstance(answer, orders.GiftsChanged)
    assert await shop.stands(shop.milk) == (50, 0)
    made = await shop.ordered((shop.milk, 2), seen_gifts=())
    assert len(await lines_of(shop, made.id)) == 1
    await shop.all_well()


async def test_a_gift_that_is_not_earned_any_more_goes_back_by_itself(shop: Shop) -> None:
    await gives_cups(shop, MILK, times="every")
    made = await shop.ordered((shop.milk, 3))
    await shop.pays(made.id)
    refund = await shop.refunds(made.id, {1: 1})
    assert {one.n: one.quantity for one in refund.parts} == {1: 1, 2: 1}
    assert refund.amount_minor == MILK
    await shop.pays_back(refund.id)
    assert await shop.stands(shop.cup) == (GIFTS - 2, 0)
    rest = await shop.refunds(made.id, {1: 2})
    await shop.pays_back(rest.id)
    assert await shop.stands(shop.cup) == (GIFTS, 0)
    assert await shop.state(made.id) == "closed"
    assert await shop.owes(made.id) == (0, 0, 0)
    await shop.all_well()


async def test_what_she_has_in_her_hands_comes_back_with_it(shop: Shop) -> None:
    await gives_cups(shop)
    made = await shop.ordered((shop.milk, 3))
    await shop.pays(made.id)
    async with shop.works.open(shop.tenant) as work:
        await orders.redeem(work, [made.id])
    kept = await shop.refunds(made.id, {1: 1})
    assert [one.n for one in kept.parts] == [1]
    with pytest.raises(orders.GiftsBack) as refused:
        await shop.refunds(made.id, {1: 1})
    assert "学饮杯 × 1" in refused.value.sentence("zh")
    both = await shop.refunds(made.id, {1: 1, 2: 1})
    assert both.amount_minor == MILK


async def first_orders_at_once(shop: Shop, her: UUID) -> list[int]:
    """Two orders of a new customer, each in a work of its own, priced before either is written."""
    ready = asyncio.Barrier(2)

    async def one() -> int:
        async with shop.works.open(shop.tenant) as work:
            await ready.wait()
            [made] = await place_orders.place(work, [shop.asks((shop.milk, 1), her=her)])
        assert isinstance(made, orders.Order)
        return made.payable_minor

    return sorted(await asyncio.gather(one(), one()))


async def newcomers_pay(shop: Shop, price: int) -> None:
    prices = [{"sku": str(shop.milk), "price_minor": price}]
    await runs(shop, "sku_prices", {"prices": prices}, Said(block="new_customer"))


async def test_of_two_first_orders_at_once_one_is_the_first(shop: Shop) -> None:
    await newcomers_pay(shop, 9900)
    assert await first_orders_at_once(shop, uuid4()) == [9900, MILK]
    twins = [shop.asks((shop.milk, 1), her=(her := uuid4())), shop.asks((shop.milk, 1), her=her)]
    found = await shop.places(*twins)
    assert [one.payable_minor for one in found if isinstance(one, orders.Order)] == [9900, MILK]
    await shop.all_well()


async def test_without_the_lock_both_are_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await newcomers_pay(shop, 9900)
    wanted = asyncio.Barrier(2)
    looked = orders.who_ordered

    async def nothing(*_: object) -> int:
        return 0

    async def together(*args: Any) -> frozenset[UUID]:
        found = await looked(*args)
        await wanted.wait()
        return found

    monkeypatch.setattr(booking._LOCK, "run", nothing)
    monkeypatch.setattr(orders, "who_ordered", together)
    assert await first_orders_at_once(shop, uuid4()) == [9900, 9900]


async def test_a_gift_that_is_sold_no_more_is_left_out(shop: Shop) -> None:
    gone = [{"sku": str(uuid4()), "pieces": 1}]
    await runs(shop, "gift", {"threshold_minor": 1, "gifts": gone})
    made = await shop.ordered((shop.milk, 1))
    assert len(await lines_of(shop, made.id)) == 1


async def test_a_gift_says_nothing_about_what_is_paid_for_it(shop: Shop) -> None:
    """The crossed-out price comes from what was paid, and a gift is not paid."""
    await gives_cups(shop)
    made = await shop.ordered((shop.milk, 2))
    await shop.pays(made.id)
    told = [one for one in await shop._told(("orders.order_paid",)) if one.fact.order == made.id]
    async with shop.works.open(shop.tenant) as work:
        await keep_deals.take(work, told)
    async with shop.works.look(shop.tenant) as work:
        goods, day = [shop.milk, shop.cup], made.placed_at.date() - timedelta(days=1)
        found = await catalog.deals_since(work, goods, shop.store, day)
    assert {one.sku_id for one in found} == {shop.milk}
