"""Signing in by a code that is sent to the phone, and the sessions that follow.

Nothing here tells whether a phone is known: codes are made for any phone, and every code that
does not fit is wrong in the same way.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from siyu.kernel import crypto
from siyu.kernel.db import Command, Query, Work
from siyu.kernel.ids import new_id
from siyu.modules.customers.actions.agree import agree
from siyu.modules.customers.actions.meet import meet
from siyu.modules.customers.errors import TooManyCodes, UnreadablePhone
from siyu.modules.customers.facts import SignedIn
from siyu.modules.customers.queries.access import list_asked
from siyu.modules.customers.rules import codes
from siyu.modules.customers.rules.consents import find_purpose
from siyu.modules.customers.rules.identities import normal_phone
from siyu.modules.customers.seals import Seals
from siyu.modules.customers.values import Code, Identity, Meet, Met, Token

STOREFRONT = "storefront"


class Tried(Struct, frozen=True):
    id: UUID
    digest: bytes


# Two requests for one phone at the same moment count one another.
QUEUE = Command("select pg_advisory_xact_lock(hashtextextended($1, $2))")

ADD_CODE = Command(
    """
    insert into customers.sign_in_code
      (tenant_id, id, phone, address, digest, made_at, until)
    values ($1, $2, $3, $4, $5, $6, $7)
    """
)

END_CODES = Command(
    """
    update customers.sign_in_code set ended_at = $3
    where tenant_id = $1 and phone = $2 and ended_at is null
    """
)

# Ids sort by time, so what is old is the beginning of the primary key.
DROP_OLD_CODES = Command("delete from customers.sign_in_code where tenant_id = $1 and id < $2")
DROP_OLD_SESSIONS = Command("delete from customers.session where tenant_id = $1 and id < $2")

# Every try counts before it is looked at, so that tries made at once count as well.
TRY = Query(
    Tried,
    """
    update customers.sign_in_code set tries = tries + 1
    where tenant_id = $1 and id = (
      select id from customers.sign_in_code
      where tenant_id = $1 and phone = $2 and ended_at is null and until > $3
      order by made_at desc, id desc limit 1)
      and tries < $4 and ended_at is null
    returning id, digest
    """,
)

END_CODE = Command(
    """
    update customers.sign_in_code set ended_at = $3
    where tenant_id = $1 and id = $2 and ended_at is null
    """
)

ADD_SESSION = Command(
    """
    insert into customers.session (tenant_id, id, customer_id, digest, made_at, until)
    values ($1, $2, $3, $4, $5, $6)
    """
)

END_SESSION = Command(
    """
    update customers.session set ended_at = $3
    where tenant_id = $1 and id = $2 and ended_at is null
    """
)


async def make_code(work: Work, phone: str, address: str) -> Code:
    """A code to be sent to the phone; earlier ones die. `address` is where it is asked from."""
    number = normal_phone(phone)
    if number is None:
        raise UnreadablePhone
    seals = Seals.of(work)
    whose, whence = seals.blind("phone", number), seals.blind("address", address)
    await QUEUE.run(work, whose.hex(), work.tenant)
    await _must_wait(work, whose, whence)
    await END_CODES.run(work, work.tenant, whose, work.now)
    await DROP_OLD_CODES.run(work, work.tenant, _first_id(work.now - codes.WATCHED))
    id_, digits = work.new_id(), f"{secrets.randbelow(10**codes.DIGITS):0{codes.DIGITS}d}"
    kept = (whose, whence, _digest(work, id_, digits), work.now, work.now + codes.LIVES)
    await ADD_CODE.run(work, work.tenant, id_, *kept)
    return Code(phone=number, digits=digits, again_in_s=int(codes.AGAIN_AFTER.total_seconds()))


async def _must_wait(work: Work, phone: bytes, address: bytes) -> None:
    by_phone, from_address = await list_asked(work, phone, address, work.now - codes.WATCHED)
    wait = max(
        codes.wait(by_phone, work.now, codes.PER_PHONE),
        codes.wait(from_address, work.now, codes.PER_ADDRESS),
    )
    if wait > timedelta():
        raise TooManyCodes(after_s=int(wait.total_seconds()) + 1)


async def try_code(work: Work, phone: str, digits: str) -> str | None:
    """The phone if the code is right, used up thereby; None if not, and the try is counted.

    Commit in either case: a refusal raised inside would give the try back.
    """
    number = normal_phone(phone) or ""
    whose = Seals.of(work).blind("phone", number)
    tried = await TRY.first(work, work.tenant, whose, work.now, codes.TRIES)
    # As much work for a code that was never sent as for one that was.
    id_, digest = (tried.id, tried.digest) if tried else (work.new_id(), bytes(32))
    right = crypto.same(_digest(work, id_, digits), digest)
    if not right or tried is None:
        return None
    return number if await END_CODE.run(work, work.tenant, id_, work.now) else None


async def begin_session(
    work: Work, phone: str, purposes: Sequence[str], *, source: str = STOREFRONT
) -> tuple[Token, Met]:
    """Whoever holds the phone is let in, met if she was unknown; she agrees to the purposes."""
    command = Meet(identity=Identity("phone", phone), source=source, at=work.now, asked=True)
    (met,) = await meet(work, [command])
    if met.customer is None:
        raise UnreadablePhone
    for code in dict.fromkeys(purposes):
        if find_purpose(code) is not None:
            await agree(work, met.customer, code, granted=True, source=STOREFRONT)
    await DROP_OLD_SESSIONS.run(work, work.tenant, _first_id(work.now - codes.SESSION_LIVES))
    session, secret = work.new_id(), secrets.token_urlsafe(32)
    text = f"{work.tenant}.{secret}"
    until = work.now + codes.SESSION_LIVES
    digest = crypto.token_digest(text)
    await ADD_SESSION.run(work, work.tenant, session, met.customer, digest, work.now, until)
    work.tell(SignedIn(session=session), subject=met.customer)
    return Token(text, session, met.customer), met


async def end_session(work: Work, session: UUID) -> None:
    """Sign out; signing out twice is no error."""
    await END_SESSION.run(work, work.tenant, session, work.now)


def _first_id(at: datetime) -> UUID:
    """Every id made before the instant is below it."""
    return new_id(at, entropy=bytes)


def _digest(work: Work, id_: UUID, digits: str) -> bytes:
    """Six digits are soon tried out, so the digest needs a key that is not in the database."""
    key = work.keyring.key(f"tenant/{work.tenant}/customers/codes")
    return hmac.digest(key, f"{id_}/{digits}".encode(), hashlib.sha256)
