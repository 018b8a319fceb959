"""Pay passwords: six digits, hashed with argon2id, few tries.

So few digits are soon tried out, so what is hashed is keyed with what is not in the database.
"""

import asyncio
import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from siyu.kernel.db import Command, Query, Work
from siyu.modules.loyalty.errors import NoPassword, PasswordLocked, WeakPassword
from siyu.modules.loyalty.queries.balance import Secret, find_secret

DIGITS = 6
TRIES = 5
LOCKED = timedelta(minutes=30)

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_RUNS = {"0123456789", "9876543210"}

_SET = Command(
    """
    insert into loyalty.balance_password (tenant_id, customer_id, hashed, tries, set_at)
    values ($1, $2, $3, 0, $4)
    on conflict (tenant_id, customer_id)
      do update set hashed = excluded.hashed, tries = 0, tried_at = null, set_at = excluded.set_at
    """
)
# Every try counts before it is looked at, so that tries made at once count as well.
_TRY = Query(
    Secret,
    """
    update loyalty.balance_password
    set tries = case when tried_at <= $3 then 1 else tries + 1 end, tried_at = $4
    where tenant_id = $1 and customer_id = $2 and (tries < $5 or tried_at <= $3)
    returning customer_id, hashed, tries, tried_at
    """,
)
_RIGHT = Command(
    """
    update loyalty.balance_password set tries = 0, tried_at = null
    where tenant_id = $1 and customer_id = $2
    """
)


def must_be_strong(password: str) -> None:
    """WeakPassword unless it is six digits that neither repeat nor run on."""
    plain = len(password) == DIGITS and password.isascii() and password.isdigit()
    if not plain or len(set(password)) == 1 or any(password in run for run in _RUNS):
        raise WeakPassword


def keyed(work: Work, customer: UUID, password: str) -> str:
    key = work.keyring.key(f"tenant/{work.tenant}/loyalty/passwords")
    return hmac.new(key, f"{customer}/{password}".encode(), hashlib.sha256).hexdigest()


async def hash_password(keyed_: str) -> str:
    """Some 50 ms of one core; never call it inside a unit of work."""
    return await asyncio.to_thread(_hasher.hash, keyed_)


async def fits(keyed_: str, hashed: str) -> bool:
    """Whether it is the hashed one; takes as long as hashing."""
    try:
        return await asyncio.to_thread(_hasher.verify, hashed, keyed_)
    except VerifyMismatchError:
        return False


async def set_password(work: Work, customer: UUID, hashed: str) -> None:
    """From now on; whoever was locked out may try again."""
    await _SET.run(work, work.tenant, customer, hashed, work.now)


async def begin_try(work: Work, customer: UUID) -> str:
    """Count a try, and what to hold it against; commit before it is looked at."""
    tried = await _TRY.first(work, work.tenant, customer, work.now - LOCKED, work.now, TRIES)
    if tried is not None:
        return tried.hashed
    known = await find_secret(work, customer)
    if known is None or known.tried_at is None:
        raise NoPassword
    raise PasswordLocked(after_s=int((known.tried_at + LOCKED - work.now).total_seconds()) + 1)


async def was_right(work: Work, customer: UUID) -> None:
    """Tries are counted anew."""
    await _RIGHT.run(work, work.tenant, customer)
