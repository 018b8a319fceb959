"""The way of the money: asked for, paid, told; lost, doubled, late, out of order; and back."""

from datetime import timedelta

import pytest

from siyu.flows import call_cashier
from siyu.flows.schedule.payments import entries
from siyu.integrations.cashier import VENDOR
from siyu.integrations.cashier.rules import RULES
from siyu.integrations.cashier.sandbox.trades import TRADE, Trade
from siyu.integrations.cashier.tests.conftest import AMOUNT, Shop
from siyu.kernel.errors import Trouble
from siyu.kernel.sandbox import World
from siyu.modules import payments


async def test_an_order_is_paid_by_the_notice_and_not_by_the_browser(shop: Shop) -> None:
    attempt = await shop.ask()
    assert (attempt.state, attempt.account) == ("prepared", shop.ours.mchid)
    page = await shop.press(attempt)
    assert page.status_code == 200
    assert (await shop.attempt(attempt)).state == "prepared"
    await shop.worker.drain()
    paid = await shop.attempt(attempt)
    assert paid.state == "paid"
    assert len(paid.vendor_no or "") == 28
    assert await shop.told() == ["payment_taken"]


async def test_a_lost_notice_is_made_good_by_asking(shop: Shop) -> None:
    await shop.plan(lose_bp=10_000)
    attempt = await shop.ask()
    await shop.press(attempt)
    await shop.worker.drain()
    assert (await shop.attempt(attempt)).state == "prepared"
    await shop.wait(seconds=61)
    assert (await shop.attempt(attempt)).state == "paid"
    assert await shop.told() == ["payment_taken"]
    assert shop.gate.knocks == []


async def test_the_schedule_leaves_a_question_for_whoever_waits(shop: Shop) -> None:
    attempt = await shop.ask()
    shop.clock.move(timedelta(seconds=61))
    (entry,) = entries(shop.kit)
    for _ in range(2):
        await entry.run(shop.clock.now())
    async with shop.kit.works.look(shop.tenant) as work:
        sql = "select args->>'attempt' from kernel.job where tenant_id = $1 and name = $2"
        rows = await work.conn.fetch(sql, shop.tenant, payments.INQUIRE)
    assert [row[0] for row in rows] == [str(attempt.id)]


async def test_a_doubled_and_late_notice_is_told_once(shop: Shop) -> None:
    await shop.plan(double_bp=10_000, delay_s=90)
    attempt = await shop.ask()
    await shop.press(attempt)
    await shop.wait(seconds=61)
    assert await shop.told() == ["payment_taken"], "the janitor was first"
    await shop.wait(seconds=60)
    assert len(shop.gate.knocks) == 2
    assert await shop.told() == ["payment_taken"]
    assert await shop.quarantine() == []


async def test_a_notice_that_is_not_taken_is_repeated_at_the_vendors_intervals(
    shop: Shop,
) -> None:
    shop.gate.closed = True
    attempt = await shop.ask()
    await shop.press(attempt)
    await shop.worker.drain()
    for pause in RULES.notice_pauses_s[:5]:
        before = len(shop.gate.knocks)
        shop.clock.move(timedelta(seconds=pause - 1))
        await shop.worker.drain()
        assert len(shop.gate.knocks) == before
        shop.clock.move(timedelta(seconds=1))
        shop.gate.closed = before < 5
        await shop.worker.drain()
        assert len(shop.gate.knocks) == before + 1
    assert (await shop.attempt(attempt)).state == "paid"
    await shop.wait(days=2)
    assert len(shop.gate.knocks) == 6, "an answered notice is not repeated"


async def test_an_attempt_is_closed_with_the_vendor_and_can_then_not_be_paid(shop: Shop) -> None:
    attempt = await shop.ask()
    await end(shop, attempt)
    assert (await shop.attempt(attempt)).state == "closed"
    assert (await shop.press(attempt)).status_code == 409
    await shop.worker.drain()
    assert await shop.told() == ["payment_closed"]


async def test_who_paid_before_the_close_has_paid(shop: Shop) -> None:
    await shop.plan(lose_bp=10_000)
    attempt = await shop.ask()
    await shop.press(attempt)
    await end(shop, attempt)
    assert (await shop.attempt(attempt)).state == "paid"
    assert await shop.told() == ["payment_taken"]


async def test_a_notice_after_our_own_close_is_taken_as_late(shop: Shop) -> None:
    await shop.plan(delay_s=60)
    attempt = await shop.ask()
    await shop.press(attempt)
    async with shop.kit.works.open(shop.tenant) as work:
        await payments.closed(work, [attempt.id], why="order_expired")
    await shop.wait(seconds=60)
    assert (await shop.attempt(attempt)).state == "paid"
    assert await shop.told() == ["payment_closed", "payment_taken"]


async def test_after_a_day_without_money_the_attempt_is_given_up(shop: Shop) -> None:
    attempt = await shop.ask()
    for hours in (0.1, 1, 3, 6, 12, 12):
        await shop.wait(hours=hours)
        await shop.wait(minutes=31)
    assert (await shop.attempt(attempt)).state == "closed"
    assert (await shop.look(attempt)).text.count("已关闭") == 1


async def test_an_amount_that_differs_is_kept_apart(shop: Shop) -> None:
    attempt = await shop.ask()
    async with shop.kit.works.open(shop.tenant) as work:
        sql = "update payments.attempt set amount_minor = 12799 where tenant_id = $1 and id = $2"
        await work.conn.execute(sql, shop.tenant, attempt.id)
    await shop.press(attempt)
    await shop.worker.drain()
    assert (await shop.attempt(attempt)).state == "prepared"
    assert await shop.told() == ["notice_quarantined"]
    await shop.wait(seconds=61)
    assert await shop.quarantine() == ["amount"]
    assert await shop.told() == ["notice_quarantined"], "the janitor's question tells nothing new"


async def test_parts_go_back_and_each_is_told_once(shop: Shop) -> None:
    paid = await shop.paid()
    one, two = await shop.refund(paid, 5_000), await shop.refund(paid, AMOUNT - 5_000)
    await shop.worker.drain()
    assert await shop.state_of(one) == ("asked", None), "on its way"
    await shop.wait(seconds=RULES.refund_takes_s)
    assert await shop.state_of(one) == await shop.state_of(two) == ("paid_back", None)
    assert await shop.told() == ["payment_taken", "refund_paid_back", "refund_paid_back"]


async def test_a_refund_whose_notice_is_lost_is_asked_about(shop: Shop) -> None:
    paid = await shop.paid()
    await shop.plan(lose_bp=10_000)
    refund = await shop.refund(paid, 1)
    await shop.worker.drain()
    await shop.wait(seconds=61)
    assert await shop.state_of(refund) == ("paid_back", None)


async def test_a_refund_notice_that_overtakes_the_payments_harms_nothing(shop: Shop) -> None:
    await shop.plan(delay_s=3600)
    attempt = await shop.ask()
    await shop.press(attempt)
    await shop.wait(seconds=61)
    await shop.plan()
    refund = await shop.refund(await shop.attempt(attempt), AMOUNT)
    await shop.worker.drain()
    await shop.wait(seconds=RULES.refund_takes_s)
    assert await shop.state_of(refund) == ("paid_back", None)
    await shop.wait(hours=1)
    assert len(shop.gate.knocks) == 2
    assert await shop.told() == ["payment_taken", "refund_paid_back"]
    assert await shop.quarantine() == []


async def test_what_the_vendor_will_not_pay_back_has_failed(shop: Shop) -> None:
    paid = await shop.paid()
    refund = await shop.refund(paid, AMOUNT)
    async with shop.kit.works.open(shop.tenant) as work:
        sql = "update payments.refund set amount_minor = 12801 where tenant_id = $1 and id = $2"
        await work.conn.execute(sql, shop.tenant, refund.id)
    await shop.worker.drain()
    assert await shop.state_of(refund) == ("failed", "NOT_ENOUGH")
    assert await shop.told() == ["payment_taken", "refund_failed"]


async def test_a_vendor_that_fails_before_or_after_the_deed_does_it_once(shop: Shop) -> None:
    """Half of the failures come after the deed: asking again may not do it twice."""
    async with shop.kit.works.open(shop.tenant) as work:
        asking = payments.Ask(
            order=work.new_id(), amount_minor=100, currency="CNY", about="订单", return_to="/"
        )
        (attempt,) = await payments.ask(work, [asking])
    await shop.plan(refuse_bp=10_000)
    for _ in range(10):
        with pytest.raises(Trouble, match="SYSTEMERROR"):
            await call_cashier.prepare(shop.kit, shop.tenant, attempt.id)
    await shop.plan()
    attempt = await call_cashier.prepare(shop.kit, shop.tenant, attempt.id)
    await shop.press(attempt)
    await shop.worker.drain()
    refund = await shop.refund(attempt, 60)
    await shop.plan(refuse_bp=10_000)
    for _ in range(10):
        with pytest.raises(Trouble, match="SYSTEMERROR"):
            await call_cashier.pay_back(shop.kit, shop.tenant, refund.id)
    await shop.plan()
    await shop.worker.drain()
    await shop.wait(seconds=RULES.refund_takes_s)
    assert await shop.state_of(refund) == ("paid_back", None)
    async with shop.kit.works.look(shop.tenant) as work:
        kept, count = await World(work, VENDOR).list(TRADE, Trade, limit=9)
    assert count == 1
    assert [back.amount.refund for back in kept[0][1].refunds] == [60]


async def test_a_failing_vendor_is_trouble_and_the_attempt_stays(shop: Shop) -> None:
    await shop.plan(refuse_bp=10_000)
    with pytest.raises(Trouble, match="SYSTEMERROR"):
        await shop.ask()
    await shop.plan()
    await shop.wait(seconds=11)
    async with shop.kit.works.look(shop.tenant) as work:
        rows, _ = await payments.list_attempts(work, payments.Filter(), limit=9)
    assert [row.state for row in rows] == ["prepared"]


async def test_a_page_that_ran_out_is_replaced_by_asking_again(shop: Shop) -> None:
    first = await shop.ask()
    await shop.wait(seconds=RULES.prepay_s)
    assert (await shop.press(first)).status_code == 410
    second = await call_cashier.prepare(shop.kit, shop.tenant, first.id)
    assert (second.id, second.state) == (first.id, "prepared")
    assert second.pay_path != first.pay_path
    assert (await shop.press(first)).status_code == 410
    assert (await shop.press(second)).status_code == 200


async def test_the_vendor_takes_no_money_after_the_orders_own_time(shop: Shop) -> None:
    attempt = await shop.ask(pay_by=shop.clock.now() + timedelta(minutes=15))
    shop.clock.move(timedelta(minutes=15))
    assert (await shop.press(attempt)).status_code == 410


async def end(shop: Shop, attempt: payments.Attempt) -> None:
    async with shop.kit.works.open(shop.tenant) as work:
        await payments.close(work, [attempt.id], why="order_expired")
    await shop.worker.drain()
