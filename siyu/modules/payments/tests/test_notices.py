"""A notice counts once, whatever the order, and only if it fits in every respect."""

import asyncio
from datetime import timedelta

import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import payments
from siyu.modules.payments import Attempt, Notice
from siyu.modules.payments.tests.conftest import Told, notice

TAKEN = "payments.payment_taken"
QUARANTINED = "payments.notice_quarantined"


async def take(works: Works, tenant: TenantId, *notices: Notice) -> list[str]:
    async with works.open(tenant) as work:
        return list(await payments.take_notices(work, notices))


async def state(works: Works, tenant: TenantId, attempt: Attempt) -> str:
    async with works.look(tenant) as work:
        return (await payments.get_attempt(work, attempt.id)).state


async def test_the_first_notice_pays_and_every_other_is_known(
    works: Works, tenant: TenantId, attempt: Attempt, told: Told
) -> None:
    same = notice(attempt)
    assert await take(works, tenant, same, same) == ["paid", "known"]
    assert await take(works, tenant, same) == ["known"]
    assert await told() == [TAKEN]


async def test_notices_that_come_at_once_pay_once(
    works: Works, tenant: TenantId, attempt: Attempt, told: Told
) -> None:
    outcomes = await asyncio.gather(*(take(works, tenant, notice(attempt)) for _ in range(6)))
    assert sorted(o for (o,) in outcomes) == ["known"] * 5 + ["paid"]
    assert await told() == [TAKEN]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount_minor": 12_799}, "amount"),
        ({"amount_minor": 1_280_000}, "amount"),
        ({"currency": "HKD"}, "currency"),
        ({"number": "0" * 32}, "number"),
        ({"number": "nobody's"}, "number"),
        ({"vendor": "another"}, "number"),
        ({"account": "1900000110"}, "merchant"),
        ({"account": "1900000110", "through": "1900000110"}, "merchant"),
    ],
)
async def test_what_does_not_fit_is_kept_apart_and_told_once(
    works: Works,
    tenant: TenantId,
    attempt: Attempt,
    told: Told,
    changes: dict[str, object],
    reason: str,
) -> None:
    odd = notice(attempt, **changes)
    assert await take(works, tenant, odd, odd) == ["quarantined", "quarantined"]
    assert await take(works, tenant, odd) == ["quarantined"]
    assert await state(works, tenant, attempt) == "prepared"
    assert await told() == [QUARANTINED]
    async with works.look(tenant) as work:
        (kept,), count = await payments.list_quarantine(work, limit=10)
    assert (kept.reason, kept.times, count) == (reason, 3, 1)
    assert (kept.amount_minor, kept.currency) == (odd.amount_minor, odd.currency)


async def test_a_misfit_holds_up_nobody_else(
    works: Works, tenant: TenantId, attempt: Attempt
) -> None:
    odd = notice(attempt, amount_minor=1)
    assert await take(works, tenant, odd, notice(attempt)) == ["quarantined", "paid"]


async def test_a_second_payment_under_another_number_is_kept_apart(
    works: Works, tenant: TenantId, paid: Attempt
) -> None:
    assert await take(works, tenant, notice(paid, vendor_no="4200002")) == ["quarantined"]


async def test_money_that_comes_after_the_close_is_taken_and_said_to_be_late(
    works: Works, tenant: TenantId, attempt: Attempt, told: Told
) -> None:
    assert await take(works, tenant, notice(attempt, state="closed", vendor_no="")) == ["closed"]
    assert await take(works, tenant, notice(attempt)) == ["paid"]
    assert await told() == ["payments.payment_closed", TAKEN]
    async with works.look(tenant) as work:
        late = "select body->>'late' from facts.fact where tenant_id = $1 and name = $2"
        assert await work.conn.fetchval(late, tenant, TAKEN) == "true"


async def test_closed_after_paid_and_waiting_change_nothing(
    works: Works, tenant: TenantId, paid: Attempt, told: Told
) -> None:
    closed = notice(paid, state="closed", vendor_no="")
    waiting = notice(paid, state="waiting", vendor_no="")
    assert await take(works, tenant, closed, waiting) == ["known", "waiting"]
    assert await state(works, tenant, paid) == "paid"
    assert await told() == [TAKEN]


async def test_a_random_word_is_fresh_once(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        five = timedelta(minutes=5)
        assert await payments.is_fresh(work, "cashier", "n1", within=five)
        assert not await payments.is_fresh(work, "cashier", "n1", within=five)
        assert await payments.is_fresh(work, "cashier", "n2", within=five)
