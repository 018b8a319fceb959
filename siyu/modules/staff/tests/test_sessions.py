"""Signing in: throttled, told nothing to strangers, ended by leaving."""

from datetime import timedelta
from uuid import UUID

import pyotp
import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Actor, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import staff
from siyu.modules.staff import Credentials, Join

PASSWORD = "correct horse battery"


def shown(
    account: str = "li.lei", password: str = PASSWORD, code: str | None = None
) -> Credentials:
    return Credentials(account=account, password=password, code=code, address="127.0.0.1")


@pytest.fixture
async def li_lei(works: Works, tenant: TenantId) -> UUID:
    hashed = await staff.hash_password(PASSWORD)
    async with works.open(tenant) as work:
        return await staff.join(
            work, Join(account="Li.Lei", name="李雷", role="owner", password_hash=hashed)
        )


async def enrolled(works: Works, tenant: TenantId, person: UUID) -> tuple[pyotp.TOTP, list[str]]:
    async with works.open(tenant) as work:
        made = await staff.enrol(work, person, account="li.lei", merchant="小店")
        totp = pyotp.TOTP(made.secret)
        codes = await staff.confirm(work, person, totp.at(works.clock.now()))
    return totp, codes


async def test_a_token_stands_for_who_signed_in(
    works: Works, tenant: TenantId, li_lei: UUID
) -> None:
    token = await staff.sign_in(works, tenant, shown(), "console")
    found = await staff.find_session(works, tenant, token, "console")
    assert found is not None
    assert (found.person, found.name, found.role) == (li_lei, "李雷", "owner")


async def test_a_token_opens_no_other_audience_and_no_other_tenant(
    works: Works, tenant: TenantId, li_lei: UUID
) -> None:
    token = await staff.sign_in(works, tenant, shown(), "console")
    assert await staff.find_session(works, tenant, token, "guide") is None
    assert await staff.find_session(works, TenantId(tenant + 50), token, "console") is None


@pytest.mark.parametrize("account", ["li.lei", "nobody"])
async def test_a_wrong_password_and_no_account_are_the_same(
    works: Works, tenant: TenantId, li_lei: UUID, account: str
) -> None:
    with pytest.raises(staff.WrongCredentials):
        await staff.sign_in(works, tenant, shown(account, "something else"), "console")


async def test_five_failures_lock_for_a_quarter_of_an_hour(
    works: Works, tenant: TenantId, li_lei: UUID, clock: StoppedClock
) -> None:
    for _ in range(5):
        with pytest.raises(staff.WrongCredentials):
            await staff.sign_in(works, tenant, shown(password="wrong wrong"), "console")
    with pytest.raises(staff.Locked):
        await staff.sign_in(works, tenant, shown(), "console")
    clock.move(timedelta(minutes=15, seconds=1))
    assert await staff.sign_in(works, tenant, shown(), "console")


async def test_a_session_ends_when_it_is_not_used(
    works: Works, tenant: TenantId, li_lei: UUID, clock: StoppedClock
) -> None:
    token = await staff.sign_in(works, tenant, shown(), "console")
    clock.move(timedelta(hours=11))
    assert await staff.find_session(works, tenant, token, "console") is not None
    clock.move(timedelta(hours=11))
    assert await staff.find_session(works, tenant, token, "console") is not None
    clock.move(timedelta(hours=13))
    assert await staff.find_session(works, tenant, token, "console") is None


async def test_a_code_is_asked_for_once_it_is_switched_on_and_good_once(
    works: Works, tenant: TenantId, li_lei: UUID, clock: StoppedClock
) -> None:
    totp, _ = await enrolled(works, tenant, li_lei)
    with pytest.raises(staff.CodeNeeded):
        await staff.sign_in(works, tenant, shown(), "console")
    clock.move(timedelta(seconds=60))
    code = totp.at(clock.now())
    assert await staff.sign_in(works, tenant, shown(code=code), "console")
    with pytest.raises(staff.WrongCode):
        await staff.sign_in(works, tenant, shown(code=code), "console")


async def test_a_recovery_code_lets_in_once(works: Works, tenant: TenantId, li_lei: UUID) -> None:
    _, codes = await enrolled(works, tenant, li_lei)
    assert await staff.sign_in(works, tenant, shown(code=codes[0]), "console")
    with pytest.raises(staff.WrongCode):
        await staff.sign_in(works, tenant, shown(code=codes[0]), "console")


async def test_leaving_ends_every_session(works: Works, tenant: TenantId, li_lei: UUID) -> None:
    hashed = await staff.hash_password(PASSWORD)
    async with works.open(tenant) as work:
        han = await staff.join(
            work, Join(account="han", name="韩梅梅", role="finance", password_hash=hashed)
        )
    token = await staff.sign_in(works, tenant, shown("han"), "console")
    async with works.open(tenant, actor=Actor("staff", li_lei)) as work:
        await staff.depart(work, han, "换工作")
    assert await staff.find_session(works, tenant, token, "console") is None
    with pytest.raises(staff.WrongCredentials):
        await staff.sign_in(works, tenant, shown("han"), "console")


async def test_the_last_owner_has_to_stay(works: Works, tenant: TenantId, li_lei: UUID) -> None:
    with pytest.raises(staff.LastOwner):
        async with works.open(tenant) as work:
            await staff.depart(work, li_lei, "退休")


async def test_a_guide_signs_in_at_the_guide_desk_only(works: Works, tenant: TenantId) -> None:
    hashed = await staff.hash_password(PASSWORD)
    async with works.open(tenant) as work:
        guide = Join(
            account="guide", name="小周", role="guide", password_hash=hashed, store_id=work.new_id()
        )
        await staff.join(work, guide)
    with pytest.raises(staff.NotAtThisDoor):
        await staff.sign_in(works, tenant, shown("guide"), "console")
    assert await staff.sign_in(works, tenant, shown("guide"), "guide")


async def test_people_are_found_by_the_sound_of_their_name(
    works: Works, tenant: TenantId, li_lei: UUID
) -> None:
    async with works.look(tenant) as work:
        people, count = await staff.list_people(work, staff.Filter(text="lile"), limit=10)
        nobody, _ = await staff.list_people(work, staff.Filter(text="%"), limit=10)
    assert ([p.id for p in people], count, nobody) == ([li_lei], 1, [])


@pytest.mark.parametrize("password", ["short", "li.lei.123", "1234567890"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(staff.WeakPassword):
        staff.must_be_strong("li.lei.123", password)


async def test_an_ended_session_stays_with_when_why_and_who(
    works: Works, tenant: TenantId, li_lei: UUID, clock: StoppedClock
) -> None:
    hashed = await staff.hash_password(PASSWORD)
    async with works.open(tenant) as work:
        new = Join(account="han", name="韩梅梅", role="finance", password_hash=hashed)
        han = await staff.join(work, new)
    out, changed, left = [
        await staff.sign_in(works, tenant, shown("han"), "console") for _ in range(3)
    ]
    async with works.open(tenant, actor=Actor("staff", han)) as work:
        await staff.sign_out(work, out)
        found = await staff.find_session(works, tenant, left, "console")
        assert found is not None
        await staff.put_password(work, han, hashed, keep=found.session)
    async with works.open(tenant, actor=Actor("staff", li_lei)) as work:
        await staff.depart(work, han, "换工作")
    for token in (out, changed, left):
        assert await staff.find_session(works, tenant, token, "console") is None
    async with works.look(tenant) as work:
        sessions = await staff.list_sessions(work, han)
    now = clock.now()
    assert {(s.ended_why, s.ended_by, s.ended_at) for s in sessions} == {
        ("signed_out", han, now),
        ("password", han, now),
        ("left", li_lei, now),
    }


async def test_a_session_shows_device_and_place_and_keeps_the_place_sealed(
    works: Works, tenant: TenantId, li_lei: UUID
) -> None:
    credentials = Credentials(
        account="li.lei",
        password=PASSWORD,
        code=None,
        address="203.0.113.9",
        device="Edge · Windows",
    )
    await staff.sign_in(works, tenant, credentials, "console")
    async with works.look(tenant) as work:
        [session] = await staff.list_sessions(work, li_lei)
        kept = await work.conn.fetchval(
            "select place from staff.session where tenant_id = $1", tenant
        )
    assert (session.device, session.place) == ("Edge · Windows", "203.0.113.9")
    assert b"203.0" not in (kept or b"203.0")


async def test_nobody_ends_somebody_elses_session_as_their_own(
    works: Works, tenant: TenantId, li_lei: UUID
) -> None:
    await staff.sign_in(works, tenant, shown(), "console")
    async with works.open(tenant) as work:
        [session] = await staff.list_sessions(work, li_lei)
        with pytest.raises(NotFound):
            await staff.end_session(work, UUID(int=9), session.id)
        await staff.end_session(work, li_lei, session.id)
        await staff.end_session(work, li_lei, session.id)
        [ended] = await staff.list_sessions(work, li_lei)
    assert ended.ended_why == "ended"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) MicroMessenger/8.0.54",
            "WeChat · iPhone",
        ),
        ("curl/8.5.0", ""),
    ],
)
def test_a_device_is_said_in_a_few_words(agent: str, device: str) -> None:
    assert staff.device_of(agent) == device
