"""Signing in by a code."""

import asyncio
from datetime import timedelta

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Scalar, Works
from siyu.kernel.ids import TenantId
from siyu.modules import customers
from siyu.modules.customers import Code
from siyu.modules.customers.errors import TooManyCodes, UnreadablePhone
from siyu.modules.customers.rules.codes import AGAIN_AFTER, LIVES, PER_PHONE, SESSION_LIVES, wait

PHONE = "13800138000"
MINUTE = timedelta(minutes=1)


async def asked(works: Works, tenant: TenantId, phone: str = PHONE, address: str = "a") -> Code:
    async with works.open(tenant) as work:
        return await customers.make_code(work, phone, address)


async def tried(works: Works, tenant: TenantId, digits: str, phone: str = PHONE) -> str | None:
    async with works.open(tenant) as work:
        return await customers.try_code(work, phone, digits)


def wrong(code: Code) -> str:
    return f"{(int(code.digits) + 1) % 10**6:06d}"


async def test_the_right_code_opens_once(works: Works, tenant: TenantId) -> None:
    code = await asked(works, tenant, "+86 138 0013 8000")
    assert await tried(works, tenant, code.digits) == PHONE
    assert await tried(works, tenant, code.digits) is None


async def test_after_five_wrong_tries_the_right_code_is_wrong_too(
    works: Works, tenant: TenantId
) -> None:
    code = await asked(works, tenant)
    for _ in range(5):
        assert await tried(works, tenant, wrong(code)) is None
    assert await tried(works, tenant, code.digits) is None


async def test_tries_made_at_once_count_as_well(works: Works, tenant: TenantId) -> None:
    code = await asked(works, tenant)
    await asyncio.gather(*(tried(works, tenant, wrong(code)) for _ in range(8)))
    assert await tried(works, tenant, code.digits) is None


async def test_two_who_hold_the_code_at_once_are_not_both_let_in(
    works: Works, tenant: TenantId
) -> None:
    code = await asked(works, tenant)
    opened = await asyncio.gather(*(tried(works, tenant, code.digits) for _ in range(4)))
    assert opened.count(PHONE) == 1


async def test_a_code_dies_after_ten_minutes(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    code = await asked(works, tenant)
    clock.move(LIVES)
    assert await tried(works, tenant, code.digits) is None


async def test_the_next_code_ends_the_one_before(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    first = await asked(works, tenant)
    clock.move(AGAIN_AFTER)
    second = await asked(works, tenant)
    if first.digits != second.digits:
        assert await tried(works, tenant, first.digits) is None
    assert await tried(works, tenant, second.digits) == PHONE


async def test_a_phone_gets_one_code_a_minute_and_five_an_hour(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    await asked(works, tenant)
    with pytest.raises(TooManyCodes) as refused:
        await asked(works, tenant)
    assert refused.value.slots == {"after_s": 61}
    for _ in range(4):
        clock.move(MINUTE)
        await asked(works, tenant)
    clock.move(MINUTE)
    with pytest.raises(TooManyCodes):
        await asked(works, tenant)


async def test_asking_twice_at_once_makes_one_code(works: Works, tenant: TenantId) -> None:
    answers = await asyncio.gather(
        *(asked(works, tenant) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(answer, Code) for answer in answers) == 1


async def test_an_address_cannot_ask_for_everybody(works: Works, tenant: TenantId) -> None:
    for n in range(30):
        await asked(works, tenant, f"1380013{n:04d}", "shop")
    with pytest.raises(TooManyCodes):
        await asked(works, tenant, "13900139000", "shop")
    await asked(works, tenant, "13900139000", "home")


async def test_what_is_no_phone_gets_no_code(works: Works, tenant: TenantId) -> None:
    with pytest.raises(UnreadablePhone):
        await asked(works, tenant, "12345")


async def test_a_stranger_signs_in_and_is_met_with_what_she_agreed_to(
    works: Works, tenant: TenantId
) -> None:
    async with works.open(tenant) as work:
        token, met = await customers.begin_session(work, PHONE, ["marketing_sms", "nonsense"])
    assert met.new
    assert token.text.startswith(f"{tenant}.")
    async with works.look(tenant) as work:
        session = await customers.find_session(work, token.text)
        said = await customers.list_consents(work, token.customer)
    assert session is not None
    assert session.customer_id == met.customer
    assert [(c.purpose, c.state) for c in said] == [("marketing_sms", "granted")]


async def test_a_session_ends_by_signing_out_and_by_time(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    async with works.open(tenant) as work:
        first, _ = await customers.begin_session(work, PHONE, [])
        second, _ = await customers.begin_session(work, PHONE, [])
        await customers.end_session(work, first.session)
        assert await customers.find_session(work, first.text) is None
        assert await customers.find_session(work, second.text) is not None
    clock.move(SESSION_LIVES)
    async with works.look(tenant) as work:
        assert await customers.find_session(work, second.text) is None


async def test_codes_and_sessions_that_ended_long_ago_are_not_kept(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    kept = Scalar(
        "select (select count(*) from customers.sign_in_code where tenant_id = $1)"
        " + (select count(*) from customers.session where tenant_id = $1)"
    )
    for _ in range(2):
        await asked(works, tenant)
        async with works.open(tenant) as work:
            await customers.begin_session(work, PHONE, [])
            assert await kept.get(work, tenant) == 2
        clock.move(SESSION_LIVES + MINUTE)


def test_the_wait_is_that_of_the_strictest_limit(clock: StoppedClock) -> None:
    now = clock.now()
    asked_at = [now - timedelta(minutes=m) for m in (50, 40, 30, 20, 10)]
    assert wait(asked_at, now, PER_PHONE) == timedelta(minutes=10)
    assert wait(asked_at[1:], now, PER_PHONE) == timedelta()
