"""Money back: never more than came in, whoever asks at once, and believed when it is there."""

import asyncio
from datetime import timedelta

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import payments
from siyu.modules.payments import Attempt, Refund, RefundAsk, Refusing
from siyu.modules.payments.tests.conftest import MINUTES, Told, back, refunding

BACK = "payments.refund_paid_back"


async def ask(works: Works, tenant: TenantId, *asks: RefundAsk) -> list[Refund | Refusing]:
    async with works.open(tenant) as work:
        return await payments.ask_refund(work, asks)


async def begun(works: Works, tenant: TenantId, one: RefundAsk) -> Refund:
    (refund,) = await ask(works, tenant, one)
    assert isinstance(refund, Refund)
    return refund


async def test_parts_go_back_up_to_what_was_paid(
    works: Works, tenant: TenantId, paid: Attempt
) -> None:
    parts = [refunding(paid, 5_000), refunding(paid, 7_800), refunding(paid, 1)]
    one, two, three = await ask(works, tenant, *parts)
    assert [type(one), type(two)] == [Refund, Refund]
    assert three == Refusing(id=parts[2].id, reason="too_much", left_minor=0)


async def test_two_refunds_at_once_never_exceed_what_was_paid(
    works: Works, tenant: TenantId, paid: Attempt
) -> None:
    """6,000 and 6,000 and 6,000 of 12,800, each in its own transaction."""
    asked = await asyncio.gather(*(ask(works, tenant, refunding(paid, 6_000)) for _ in range(3)))
    outcomes = [type(one) for (one,) in asked]
    assert sorted(o.__name__ for o in outcomes) == ["Refund", "Refund", "Refusing"]


async def test_the_same_id_is_the_same_refund(
    works: Works, tenant: TenantId, paid: Attempt
) -> None:
    one = refunding(paid, 5_000)
    first = await begun(works, tenant, one)
    again, more = await ask(works, tenant, one, refunding(paid, 5_001, one.id))
    assert again == first
    assert more == Refusing(id=one.id, reason="differs", left_minor=7_800)


@pytest.mark.parametrize("amount", [0, -1])
async def test_nothing_or_less_does_not_go_back(
    works: Works, tenant: TenantId, paid: Attempt, amount: int
) -> None:
    (no,) = await ask(works, tenant, refunding(paid, amount))
    assert isinstance(no, Refusing)


async def test_what_was_not_paid_does_not_go_back(
    works: Works, tenant: TenantId, attempt: Attempt
) -> None:
    (no,) = await ask(works, tenant, refunding(attempt, 1))
    assert isinstance(no, Refusing)
    assert no.reason == "not_paid"


async def test_a_payment_goes_back_in_fifty_parts_at_most(
    works: Works, tenant: TenantId, paid: Attempt
) -> None:
    asked = await ask(works, tenant, *(refunding(paid, 1) for _ in range(51)))
    assert [type(one) for one in asked] == [Refund] * 50 + [Refusing]
    assert isinstance(asked[-1], Refusing)
    assert asked[-1].reason == "too_many"


async def test_money_back_is_told_once(
    works: Works, tenant: TenantId, paid: Attempt, told: Told
) -> None:
    refund = await begun(works, tenant, refunding(paid, 5_000))
    said = back(refund)
    async with works.open(tenant) as work:
        waiting = back(refund, state="waiting")
        outcomes = await payments.refund_known(
            work, [waiting, said, said, back(refund, state="failed")]
        )
    assert outcomes == ["waiting", "paid_back", "known", "known"]
    assert (await told()).count(BACK) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount_minor": 5_001}, "amount"),
        ({"currency": "HKD"}, "currency"),
        ({"paid_number": "0" * 32}, "payment"),
        ({"number": "0" * 32}, "number"),
        ({"account": "1900000110"}, "merchant"),
    ],
)
async def test_a_refund_notice_that_does_not_fit_is_kept_apart(
    works: Works, tenant: TenantId, paid: Attempt, changes: dict[str, object], reason: str
) -> None:
    refund = await begun(works, tenant, refunding(paid, 5_000))
    async with works.open(tenant) as work:
        assert await payments.refund_known(work, [back(refund, **changes)]) == ["quarantined"]
        (kept,), _ = await payments.list_quarantine(work, limit=10)
        assert (kept.kind, kept.reason) == ("refund", reason)
        assert (await payments.get_refund(work, refund.id)).state == "asked"


async def test_what_failed_may_be_asked_for_again_and_is_believed_if_it_comes_after_all(
    works: Works, tenant: TenantId, paid: Attempt, told: Told
) -> None:
    refund = await begun(works, tenant, refunding(paid, paid.amount_minor))
    async with works.open(tenant) as work:
        failed = back(refund, state="failed", reason="ACCOUNT_CLOSED")
        assert await payments.refund_known(work, [failed]) == ["failed"]
    again = await begun(works, tenant, refunding(paid, paid.amount_minor))
    async with works.open(tenant) as work:
        assert await payments.refund_known(work, [back(again), back(refund)]) == ["paid_back"] * 2
    assert (await told())[1:] == ["payments.refund_failed", BACK, BACK]


async def test_money_on_its_way_is_asked_about_for_as_long_as_it_is(
    works: Works, tenant: TenantId, paid: Attempt, clock: StoppedClock
) -> None:
    refund = await begun(works, tenant, refunding(paid, 5_000))
    began, asked_after = clock.now(), []
    for minute in (m for m in MINUTES if m < 4 * 24 * 60):
        clock.move(began + timedelta(minutes=minute) - clock.now())
        async with works.open(tenant) as work:
            for one in await payments.due_refunds(work, work.now):
                assert one.id == refund.id
                asked_after.append((work.now - began) / timedelta(minutes=1))
                await payments.refund_asked(work, one)
    assert asked_after == [1, 5, 30, 120, 360, 720, 1440, 2880, 4320]
