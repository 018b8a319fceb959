"""Asking to be paid, once per order; closing; and when the vendor is asked what became of it."""

import asyncio
from datetime import timedelta

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId, new_id
from siyu.modules import payments
from siyu.modules.payments import Attempt
from siyu.modules.payments.tests.conftest import MINUTES, Told, asking, notice


async def steps(works: Works, tenant: TenantId, attempt: Attempt) -> list[str]:
    async with works.look(tenant) as work:
        return [step.state for step in await payments.list_steps(work, attempt.id)]


async def test_an_order_asked_about_again_has_the_same_attempt(
    works: Works, tenant: TenantId, attempt: Attempt
) -> None:
    async with works.open(tenant) as work:
        twice = await payments.ask(work, [asking(attempt.order_id), asking(attempt.order_id)])
    assert [one.id for one in twice] == [attempt.id, attempt.id]
    assert await steps(works, tenant, attempt) == ["asked", "prepared"]


async def test_many_orders_are_asked_for_at_once_and_answered_in_order(
    works: Works, tenant: TenantId
) -> None:
    async with works.open(tenant) as work:
        orders = [work.new_id() for _ in range(20)]
        orders.reverse()
        attempts = await payments.ask(work, [asking(o, n + 1) for n, o in enumerate(orders)])
    assert [one.order_id for one in attempts] == orders
    assert [one.amount_minor for one in attempts] == list(range(1, 21))


async def test_two_who_ask_for_one_order_at_once_get_one_attempt(
    works: Works, tenant: TenantId
) -> None:
    order = new_id(works.clock.now())

    async def asked() -> Attempt:
        async with works.open(tenant) as work:
            (one,) = await payments.ask(work, [asking(order)])
            return one

    found = await asyncio.gather(*(asked() for _ in range(8)))
    assert len({one.id for one in found}) == 1


async def test_a_paid_order_is_not_asked_for_again(
    works: Works, tenant: TenantId, paid: Attempt
) -> None:
    async with works.open(tenant) as work:
        (again,) = await payments.ask(work, [asking(paid.order_id)])
    assert (again.id, again.state) == (paid.id, "paid")


async def test_after_an_attempt_was_closed_the_order_gets_another(
    works: Works, tenant: TenantId, attempt: Attempt, told: Told
) -> None:
    async with works.open(tenant) as work:
        assert await payments.close(work, [attempt.id], why="order_expired") == 1
        assert await payments.close(work, [attempt.id], why="order_expired") == 0
        (same,) = await payments.ask(work, [asking(attempt.order_id)])
        assert same.id == attempt.id
        await payments.closed(work, [attempt.id], why="order_expired")
        (other,) = await payments.ask(work, [asking(attempt.order_id)])
    assert other.id != attempt.id
    assert await steps(works, tenant, attempt) == ["asked", "prepared", "closing", "closed"]
    assert await told() == ["payments.payment_closed"]


async def test_what_was_closed_while_it_was_prepared_is_closed_with_the_vendor_again(
    works: Works, tenant: TenantId
) -> None:
    async with works.open(tenant) as work:
        (one,) = await payments.ask(work, [asking(work.new_id())])
        await payments.closed(work, [one.id], why="order_expired")
        by = payments.Prepared(account="1", prepay="p", pay_path="/p", until=work.now)
        assert (await payments.prepared(work, one.id, by)).state == "closed"
    async with works.look(tenant) as work:
        jobs = await work.conn.fetch("select name from kernel.job where tenant_id = $1", tenant)
    assert sorted(job["name"] for job in jobs) == [payments.CLOSE, payments.PREPARE]


async def test_the_vendor_is_asked_at_growing_intervals_and_then_the_attempt_is_closed(
    works: Works, tenant: TenantId, attempt: Attempt, clock: StoppedClock
) -> None:
    began, asked_after = clock.now(), []
    for minute in MINUTES:
        clock.move(began + timedelta(minutes=minute) - clock.now())
        async with works.open(tenant) as work:
            for one in await payments.due(work, work.now):
                asked_after.append((work.now - began) / timedelta(minutes=1))
                await payments.asked(work, one)
    assert asked_after == [1, 5, 30, 120, 360, 720, 1440]
    assert (await steps(works, tenant, attempt))[-1] == "closing"


async def test_nobody_is_asked_about_what_has_ended(
    works: Works, tenant: TenantId, attempt: Attempt, clock: StoppedClock
) -> None:
    async with works.open(tenant) as work:
        await payments.take_notices(work, [notice(attempt)])
        assert await payments.due(work, clock.now() + timedelta(days=9)) == []
