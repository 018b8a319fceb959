"""A pay password is set with a code to her own phone, and guessed at a few times only."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from siyu.flows import pay_password
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import customers, loyalty
from tests.house.loyal import Club, open_club
from tests.house.shop import open_shop
from tests.house.street import made_kit

PHONE, RIGHT, WRONG = "13800138001", "284915", "284916"


@pytest.fixture
async def club(works: Works, tenant: TenantId, clock: StoppedClock) -> Club:
    return await open_club(await open_shop(works, tenant), clock)


@pytest.fixture
def kit(database: Database, keyring: Keyring, tmp_path: Path) -> Kit:
    return made_kit(database, keyring, Settings(data=tmp_path), Columns.embedded("", 9, ""))


async def chosen(kit: Kit, club: Club, password: str = RIGHT) -> None:
    async with kit.works.open(club.shop.tenant) as work:
        code = await customers.make_code(work, PHONE, "203.0.113.9")
    assert await pay_password.choose(
        kit, club.shop.tenant, club.anna, code=code.digits, password=password
    )


async def tried(kit: Kit, club: Club, password: str) -> str:
    try:
        await pay_password.must_fit(kit, club.shop.tenant, club.anna, password)
    except (loyalty.NoPassword, loyalty.WrongPassword, loyalty.PasswordLocked) as refused:
        return refused.code
    return "right"


async def test_only_the_right_code_sets_it(kit: Kit, club: Club) -> None:
    assert await tried(kit, club, RIGHT) == "loyalty.no_password"
    assert not await pay_password.choose(
        kit, club.shop.tenant, club.anna, code="000000", password=RIGHT
    )
    assert await tried(kit, club, RIGHT) == "loyalty.no_password"
    await chosen(kit, club)
    assert await tried(kit, club, RIGHT) == "right"


@pytest.mark.parametrize(
    "weak", ["123456", "987654", "111111", "28491", "2849156", "28491a", "２８４９１５"]
)
async def test_what_is_soon_guessed_is_refused(kit: Kit, club: Club, weak: str) -> None:
    with pytest.raises(loyalty.WeakPassword):
        await pay_password.choose(kit, club.shop.tenant, club.anna, code="000000", password=weak)


async def test_tries_made_at_once_count_as_well_and_a_new_code_ends_the_wait(
    kit: Kit, club: Club, clock: StoppedClock
) -> None:
    await chosen(kit, club)
    found = await asyncio.gather(*(tried(kit, club, WRONG) for _ in range(9)))
    assert sorted(found) == ["loyalty.password_locked"] * 4 + ["loyalty.wrong_password"] * 5
    assert await tried(kit, club, RIGHT) == "loyalty.password_locked"
    clock.move(timedelta(minutes=31))
    assert await tried(kit, club, RIGHT) == "right"
    assert await tried(kit, club, WRONG) == "loyalty.wrong_password"
    await chosen(kit, club, WRONG)
    assert await tried(kit, club, WRONG) == "right"


async def test_a_right_one_lets_tries_be_counted_anew(kit: Kit, club: Club) -> None:
    await chosen(kit, club)
    for _ in range(3):
        for _ in range(4):
            assert await tried(kit, club, WRONG) == "loyalty.wrong_password"
        assert await tried(kit, club, RIGHT) == "right"
