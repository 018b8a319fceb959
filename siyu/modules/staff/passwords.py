"""Passwords: argon2id with the parameters of RFC 9106's second recommended option."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from siyu.modules.staff.errors import WeakPassword

LEAST = 10
MOST = 200
_COMMON = {"1234567890", "0123456789", "password123", "qwertyuiop", "aaaaaaaaaa", "1111111111"}

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
# Verified when there is no such account, so that the answer takes as long as for a real one. What
# was hashed is not kept; hashing something at every start would take as long as a sign-in does.
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$eibi1abkRzu9bgsmB7sVBA"
    "$kKxRBDZpVINIgbEiD1Yl7Y0kIkD5II5I+K6BV6ZFmeo"
)


def must_be_strong(account: str, password: str) -> None:
    """WeakPassword unless it is long enough and neither the account nor a common one."""
    lowered = password.lower()
    if not LEAST <= len(password) <= MOST or lowered == account.lower() or lowered in _COMMON:
        raise WeakPassword(least=LEAST)


async def hash_password(password: str) -> str:
    """Some 50 ms of one core; never call it inside a unit of work."""
    return await asyncio.to_thread(_hasher.hash, password)


async def fits(password: str, hashed: str | None) -> bool:
    """Whether the password is the hashed one; takes equally long when there is none."""
    try:
        right = await asyncio.to_thread(_hasher.verify, hashed or NOBODY, password[:MOST])
    except VerifyMismatchError:
        return False
    return right and hashed is not None
