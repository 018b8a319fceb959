"""Promotions that run are in the price that is quoted, charged and kept, and in no other."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from siyu.flows import quote_cart, recompute_price, try_promotion
from siyu.kernel.db import Works
from siyu.kernel.errors import Invalid
from siyu.kernel.ids import TenantId
from siyu.modules import orders, promotions
from siyu.modules.promotions import pricing
from siyu.modules.promotions.pricing import Said, Wording
from tests.house.shop import CUP, MILK, Shop, open_shop


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    opened = await open_shop(works, tenant)
    await opened.receives((opened.milk, 50), (opened.cup, 50))
    return opened


def wording(block: str, args: dict[str, Any], *when: Said, **more: Any) -> Wording:
    said = Wording(name=block, effect=Said(block=block, args=args), conditions=when)
    return structs.replace(said, **more)


OFF = wording("ladder", {"rungs": [{"threshold_minor": 50000, "off_minor": 6000}]})


async def runs(shop: Shop, said: Wording) -> promotions.Promotion:
    async with shop.works.open(shop.tenant) as work:
        made = await promotions.make_promotion(work, said)
        return await promotions.move_promotion(work, made.id, "running")


async def payable(shop: Shop, *lines: tuple[UUID, int], **more: Any) -> int:
    async with shop.works.look(shop.tenant) as work:
        quoted = await quote_cart.quote(work, shop.asks(*lines, **more))
    return quoted.price.payable_minor


async def test_what_was_quoted_is_charged_and_kept(shop: Shop) -> None:
    run = await runs(shop, OFF)
    assert await payable(shop, (shop.milk, 2)) == 2 * MILK - 6000
    made = await shop.ordered((shop.milk, 2), (shop.cup, 1), seen_minor=2 * MILK + CUP - 6000)
    assert await shop.owes(made.id) == (made.payable_minor, 0, made.payable_minor)
    async with shop.works.look(shop.tenant) as work:
        kept = (await orders.quotes_of(work, [made.id]))[made.id]
        lines = (await orders.lines_of(work, [made.id]))[made.id]
    assert [one["code"] for one in kept["why"]] == ["goods", "promotion"]
    assert sum(line.discount_minor for line in lines) == 6000
    assert kept["rules"] == [[str(run.id), 1, None]]
    await shop.all_well()


async def test_only_what_runs_is_in_a_price(shop: Shop) -> None:
    bare = 2 * MILK
    async with shop.works.open(shop.tenant) as work:
        made = await promotions.make_promotion(work, OFF)
    assert await payable(shop, (shop.milk, 2)) == bare
    for state, off in (("running", 6000), ("paused", 0), ("running", 6000), ("ended", 0)):
        async with shop.works.open(shop.tenant) as work:
            await promotions.move_promotion(work, made.id, state)
        assert await payable(shop, (shop.milk, 2)) == bare - off
    with pytest.raises(promotions.PromotionOver):
        async with shop.works.open(shop.tenant) as work:
            await promotions.move_promotion(work, made.id, "running")


async def test_a_price_can_be_computed_again_whatever_became_of_its_rules(shop: Shop) -> None:
    run = await runs(shop, OFF)
    await runs(shop, wording("percent_off", {"off_bp": 500}, Said(block="new_customer")))
    her = uuid4()
    coupon = await shop.gives(her)
    made = await shop.ordered((shop.milk, 3), her=her, wallet=coupon.id)
    less = wording("ladder", {"rungs": [{"threshold_minor": 1, "off_minor": 1}]})
    async with shop.works.open(shop.tenant) as work:
        await promotions.change_promotion(work, run.id, 1, less)
        await promotions.move_promotion(work, run.id, "ended")
    async with shop.works.look(shop.tenant) as work:
        again = await recompute_price.recompute(work, made.id)
    assert again.same
    assert again.quote.payable_minor == made.payable_minor


async def test_a_promotion_that_ends_while_she_reads_is_a_refusal_and_no_charge(shop: Shop) -> None:
    run = await runs(shop, OFF)
    seen = await payable(shop, (shop.milk, 2))
    async with shop.works.open(shop.tenant) as work:
        await promotions.move_promotion(work, run.id, "ended")
    [answer] = await shop.places(shop.asks((shop.milk, 2), seen_minor=seen))
    assert isinstance(answer, orders.PriceChanged)


async def test_a_price_for_new_customers_is_for_the_first_order_only(shop: Shop) -> None:
    prices = [{"sku": str(shop.milk), "price_minor": 9900}]
    await runs(shop, wording("sku_prices", {"prices": prices}, Said(block="new_customer")))
    her = uuid4()
    first = await shop.ordered((shop.milk, 1), her=her)
    second = await shop.ordered((shop.milk, 1), her=her)
    assert (first.payable_minor, second.payable_minor) == (9900, MILK)


async def test_a_coupon_that_is_outdone_says_so_and_stays_hers(shop: Shop) -> None:
    await runs(shop, structs.replace(OFF, with_coupons=False))
    her = uuid4()
    coupon = await shop.gives(her)
    asked = shop.asks((shop.milk, 2), her=her, wallet=coupon.id)
    [answer] = await shop.places(asked)
    assert isinstance(answer, promotions.Outdone)
    assert not await shop.is_used(coupon.id)
    made = await shop.ordered((shop.milk, 1), her=her, wallet=coupon.id)
    assert made.payable_minor == MILK - 5000


async def test_a_new_version_asks_which_one_was_edited(shop: Shop) -> None:
    run = await runs(shop, OFF)
    async with shop.works.open(shop.tenant) as work:
        changed = await promotions.change_promotion(work, run.id, 1, OFF)
    assert changed.version == 2
    with pytest.raises(promotions.ChangedMeanwhile):
        async with shop.works.open(shop.tenant) as work:
            await promotions.change_promotion(work, run.id, 1, OFF)


async def test_what_is_wrong_is_named(shop: Shop) -> None:
    said = wording("every_full", {"threshold_minor": 100, "off_minor": 200}, Said(block="hours"))
    with pytest.raises(Invalid) as refused:
        async with shop.works.open(shop.tenant) as work:
            await promotions.make_promotion(work, said)
    assert {one["path"] for one in refused.value.fields} == {
        "effect.args.off_minor",
        "conditions[0].args.since",
        "conditions[0].args.until",
    }


async def test_a_sample_cart_is_priced_with_what_is_being_written(shop: Shop) -> None:
    run = await runs(shop, OFF)
    more = wording("ladder", {"rungs": [{"threshold_minor": 90000, "off_minor": 9000}]})
    sample = try_promotion.Sample(
        store=shop.store,
        lines=[(shop.milk, 2)],
        buyer=pricing.Buyer(is_member=True),
        said=more,
        replaces=run.id,
    )
    async with shop.works.look(shop.tenant) as work:
        tried = await try_promotion.try_promotion(work, sample, "zh")
    assert tried.quote.discount_minor == 0
    [left] = tried.quote.left
    assert (left.because, left.missing_minor) == ("threshold", 90000 - 2 * MILK)


async def test_many_who_want_the_same_get_one_price(shop: Shop) -> None:
    await runs(shop, OFF)
    answers = await shop.places(*(shop.asks((shop.milk, 2)) for _ in range(9)))
    assert {one.payable_minor for one in answers if isinstance(one, orders.Order)} == {
        2 * MILK - 6000
    }
