"""Orders that nobody comes for: she is reminded once, and no seller waits for ever."""

from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest

from siyu.flows import ready_pickups, redeem_pickup, unfetched
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Work, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import fulfilment, messaging, orders
from tests.house.market import AFTER_SALE, Market, open_market
from tests.house.shop import MILK


@pytest.fixture
async def market(works: Works, tenant: TenantId, clock: StoppedClock) -> Market:
    return await open_market(works, tenant, clock)


async def rules(market: Market, then: fulfilment.Unfetched) -> None:
    rule = fulfilment.DeliveryRule(remind_after_days=3, unfetched_after_days=14, unfetched=then)
    async with market.shop.works.open(market.shop.tenant) as work:
        await fulfilment.write_rule(work, rule)


async def waits(market: Market) -> tuple[orders.Order, str]:
    """An order that is paid, and the code that fetches it."""
    made = await market.sells((market.shop.milk, 2))
    async with market.shop.works.open(market.shop.tenant) as work:
        await ready_pickups.make_ready(work, [made.id])
        return made, (await fulfilment.codes_of(work, [made.id]))[made.id].code


async def days_pass(market: Market, days: int) -> int:
    """How many orders came to an end by it."""
    market.clock.move(timedelta(days=days, seconds=1))

    def opens() -> AbstractAsyncContextManager[Work]:
        return market.shop.works.open(market.shop.tenant)

    async with opens() as work:
        await unfetched.remind(work)
    ended = await unfetched.end_all(opens)
    await market.hears()
    return ended


async def letters(market: Market) -> int:
    async with market.shop.works.look(market.shop.tenant) as work:
        return await messaging.count_unread(work, market.anna)


async def test_without_a_rule_it_waits(market: Market) -> None:
    made, _ = await waits(market)
    assert await days_pass(market, 300) == 0
    assert (await market.shop.state(made.id), await market.thaws()) == ("paid", 0)


async def test_kept_for_her_its_commission_thaws_and_her_code_still_fetches_it(
    market: Market,
) -> None:
    await rules(market, "keep")
    made, code = await waits(market)
    assert await days_pass(market, 13) == 0
    assert await letters(market) == 1
    assert [await days_pass(market, 1), await days_pass(market, 0)] == [1, 0]
    assert await letters(market) == 1
    market.clock.move(timedelta(days=AFTER_SALE))
    assert await market.thaws() == 1
    async with market.shop.works.open(market.shop.tenant) as work:
        by = fulfilment.By(person=market.lin, store=market.shop.store)
        assert not isinstance(await redeem_pickup.redeem(work, code, by), Refusal)
    await market.hears()
    assert await market.shop.state(made.id) == "redeemed"
    await market.all_well()


async def test_refunded_it_is_hers_again_to_the_fen_and_nobody_earns(market: Market) -> None:
    await rules(market, "refund")
    made, code = await waits(market)
    assert await days_pass(market, 14) == 1
    assert await market.shop.money_back(made.id) == [("unfetched", 2 * MILK, "asked")]
    async with market.shop.works.open(market.shop.tenant) as work:
        by = fulfilment.By(person=market.lin, store=market.shop.store)
        assert isinstance(await redeem_pickup.redeem(work, code, by), fulfilment.Voided)
        [refund] = (await orders.refunds_of(work, [made.id]))[made.id]
    assert await days_pass(market, 1) == 0
    await market.shop.pays_back(refund.id)
    await market.hears()
    assert await market.shop.state(made.id) == "closed"
    assert await market.has(market.lin) == (0, 0)
    await market.all_well()


async def test_the_reminder_has_to_come_before_the_end(market: Market) -> None:
    late = fulfilment.DeliveryRule(remind_after_days=14, unfetched_after_days=14)
    async with market.shop.works.open(market.shop.tenant) as work:
        with pytest.raises(fulfilment.RuleOutOfOrder):
            await fulfilment.write_rule(work, late)
