import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from siyu.modules.loyalty.passwords import fits, hash_password

pytestmark = pytest.mark.usefixtures("real_passwords")


async def test_a_pay_password_costs_as_much_as_one_of_staff() -> None:
    hashed = await hash_password("keyed")
    assert extract_parameters(hashed) == RFC_9106_LOW_MEMORY
    assert await fits("keyed", hashed)
    assert not await fits("other", hashed)
