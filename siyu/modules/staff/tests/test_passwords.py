from argon2 import extract_parameters

from siyu.modules.staff.passwords import NOBODY, fits, hash_password


async def test_nobody_takes_as_long_as_somebody() -> None:
    assert extract_parameters(NOBODY) == extract_parameters(await hash_password("a long password"))


async def test_nobody_is_let_in() -> None:
    for password in ("", "nobody has this password", NOBODY):
        assert not await fits(password, None)
