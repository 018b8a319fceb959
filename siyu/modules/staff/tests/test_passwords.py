import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from siyu.modules.staff.passwords import NOBODY, fits, hash_password

pytestmark = pytest.mark.usefixtures("real_passwords")


async def test_nobody_takes_as_long_as_somebody() -> None:
    somebody = await hash_password("a long password")
    assert extract_parameters(NOBODY) == extract_parameters(somebody) == RFC_9106_LOW_MEMORY


async def test_nobody_is_let_in() -> None:
    for password in ("", "nobody has this password", NOBODY):
        assert not await fits(password, None)
