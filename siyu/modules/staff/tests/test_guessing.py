"""Guessing: many at once, from one address, with digits of another keyboard."""

import asyncio
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pyotp
import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Scalar, Works
from siyu.kernel.ids import TenantId
from siyu.modules import staff
from siyu.modules.staff import Credentials, Join

PASSWORD = "correct horse battery"

_HELD = Scalar("select count(*) from staff.attempt where tenant_id = $1")
_CODES = Scalar("select digest from staff.recovery_code where tenant_id = $1")


def shown(password: str = PASSWORD, code: str | None = None, account: str = "mei") -> Credentials:
    return Credentials(account=account, password=password, code=code, address="203.0.113.9")


@pytest.fixture
async def mei(works: Works, tenant: TenantId) -> UUID:
    hashed = await staff.hash_password(PASSWORD)
    async with works.open(tenant) as work:
        new = Join(account="mei", name="韩梅梅", role="owner", password_hash=hashed)
        return await staff.join(work, new)


async def switched_on(works: Works, tenant: TenantId, person: UUID) -> tuple[pyotp.TOTP, list[str]]:
    async with works.open(tenant) as work:
        made = await staff.enrol(work, person, account="mei", merchant="小店")
        totp = pyotp.TOTP(made.secret)
        return totp, await staff.confirm(work, person, totp.at(works.clock.now()))


async def held(works: Works, tenant: TenantId) -> int:
    async with works.look(tenant) as work:
        return await _HELD.get(work, tenant)


async def test_guesses_made_at_once_are_counted_one_by_one(
    works: Works, tenant: TenantId, mei: UUID
) -> None:
    guesses = [staff.sign_in(works, tenant, shown(f"guess {n}"), "console") for n in range(9)]
    answers = await asyncio.gather(*guesses, return_exceptions=True)
    assert Counter(type(a) for a in answers) == {staff.WrongCredentials: 5, staff.Locked: 4}


async def test_an_account_that_is_not_there_is_locked_like_one_that_is(
    works: Works, tenant: TenantId
) -> None:
    for _ in range(5):
        with pytest.raises(staff.WrongCredentials):
            await staff.sign_in(works, tenant, shown(account="nobody"), "console")
    with pytest.raises(staff.Locked) as locked:
        await staff.sign_in(works, tenant, shown(account="nobody"), "console")
    assert locked.value.slots["after_s"] == 15 * 60 + 1


async def test_guesses_at_the_code_lock_and_asking_for_it_forgives_none(
    works: Works, tenant: TenantId, mei: UUID
) -> None:
    await switched_on(works, tenant, mei)
    for _ in range(4):
        with pytest.raises(staff.WrongCode):
            await staff.sign_in(works, tenant, shown(code="000000"), "console")
        with pytest.raises(staff.CodeNeeded):
            await staff.sign_in(works, tenant, shown(), "console")
    assert await held(works, tenant) == 4


async def test_signing_in_forgets_the_failures_before(
    works: Works, tenant: TenantId, mei: UUID
) -> None:
    with pytest.raises(staff.WrongCredentials):
        await staff.sign_in(works, tenant, shown("guess"), "console")
    await staff.sign_in(works, tenant, shown(), "console")
    assert await held(works, tenant) == 0


async def test_full_width_digits_are_digits(
    works: Works, tenant: TenantId, mei: UUID, clock: StoppedClock
) -> None:
    totp, _ = await switched_on(works, tenant, mei)
    clock.move(timedelta(seconds=60))
    wide = "".join(chr(ord(d) + 0xFEE0) for d in totp.at(clock.now()))
    assert await staff.sign_in(works, tenant, shown(code=wide), "console")


@pytest.mark.parametrize("code", ["验证码", "٣٤٥٦٧٨", "\x00", "🦊"])
async def test_what_is_no_code_is_a_wrong_one(
    works: Works, tenant: TenantId, mei: UUID, code: str
) -> None:
    await switched_on(works, tenant, mei)
    with pytest.raises(staff.WrongCode):
        await staff.sign_in(works, tenant, shown(code=code), "console")


async def test_recovery_codes_cannot_be_found_out_from_the_database_alone(
    works: Works, tenant: TenantId, mei: UUID
) -> None:
    _, codes = await switched_on(works, tenant, mei)
    async with works.look(tenant) as work:
        kept = await _CODES.column(work, tenant)
    assert len(kept) == len(codes)
    assert not {sha256(code.encode()).digest() for code in codes} & set(kept)


async def test_another_password_ends_the_other_sessions(
    works: Works, tenant: TenantId, mei: UUID
) -> None:
    here = await staff.sign_in(works, tenant, shown(), "console")
    there = await staff.sign_in(works, tenant, shown(), "console")
    kept = await staff.find_session(works, tenant, here, "console")
    assert kept is not None
    hashed = await staff.hash_password("another horse battery")
    async with works.open(tenant) as work:
        await staff.put_password(work, mei, hashed, keep=kept.session)
    assert await staff.find_session(works, tenant, here, "console") is not None
    assert await staff.find_session(works, tenant, there, "console") is None


async def test_a_session_ends_after_thirty_days_however_often_it_is_used(
    works: Works, tenant: TenantId, mei: UUID
) -> None:
    # A clock of its own: a month would take other tests of this process too far.
    clock = StoppedClock(works.clock.now())
    later = Works(works.pool, clock, works.keyring)
    token = await staff.sign_in(later, tenant, shown(), "guide")
    clock.move(timedelta(days=29))
    assert await staff.find_session(later, tenant, token, "guide") is not None
    clock.move(timedelta(days=1))
    assert await staff.find_session(later, tenant, token, "guide") is None
