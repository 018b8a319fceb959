"""Signing in, and the sessions that follow.

Nothing tells whether an account exists: the same sentence, the same time. Failures are rows, so
that throttling survives a restart; a password is verified between two units of work, never in one.
"""

import secrets
import unicodedata
from datetime import timedelta
from uuid import UUID

import msgspec
import pyotp

from siyu.kernel.crypto import blind_index, new_key, seal, token_digest, unseal
from siyu.kernel.db import Actor, Command, Query, Scalar, Work, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules.staff.actions import HASH
from siyu.modules.staff.errors import (
    AlreadyEnrolled,
    CodeNeeded,
    Locked,
    NotAtThisDoor,
    WrongCode,
    WrongCredentials,
)
from siyu.modules.staff.passwords import fits
from siyu.modules.staff.permits import CONSOLE_ROLES
from siyu.modules.staff.queries import KEY
from siyu.modules.staff.seals import Seals
from siyu.modules.staff.values import Audience, Credentials, Enrolment, Role, Signed

WINDOW = timedelta(minutes=15)
ACCOUNT_TRIES = 5
ADDRESS_TRIES = 50
LASTS = {"console": timedelta(hours=12), "guide": timedelta(days=30)}
OLDEST = timedelta(days=30)
"""However often it is used: NIST SP 800-63B asks for signing in anew once in thirty days."""
KEPT = timedelta(days=180)
"""How long an ended session is still shown: logs are kept six months (网络安全法 Art. 21)."""
SEEN_EVERY = timedelta(minutes=1)
STEP_S = 30
RECOVERY_CODES = 8


class _Account(msgspec.Struct, frozen=True):
    id: UUID
    role: Role
    password_hash: str
    totp: bytes | None
    totp_step: int | None
    totp_since_set: bool


_FIND = Query(
    _Account,
    """
    select id, role, password_hash, totp, totp_step, totp_since is not null as totp_since_set
    from staff.person where tenant_id = $1 and account = $2 and left_at is null
    """,
)
_BY_ID = Query(
    _Account,
    """
    select id, role, password_hash, totp, totp_step, totp_since is not null as totp_since_set
    from staff.person where tenant_id = $1 and id = $2 and left_at is null
    """,
)
_ONE_BY_ONE = Scalar(
    "select pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 0)) is null"
)
_TRY = Command(
    """
    insert into staff.attempt (tenant_id, id, account, address, at) values ($1, $2, $3, $4, $5)
    """
)
_TAKE_BACK = Command("delete from staff.attempt where tenant_id = $1 and id = $2")
_TRIES_OF_ACCOUNT = Scalar(
    "select at from staff.attempt where tenant_id = $1 and account = $2 and at > $3 order by at"
)
_TRIES_OF_ADDRESS = Scalar(
    "select at from staff.attempt where tenant_id = $1 and address = $2 and at > $3 order by at"
)
_FORGET = Command("delete from staff.attempt where tenant_id = $1 and (account = $2 or at < $3)")
_OPEN = Command(
    """
    insert into staff.session
      (tenant_id, digest, id, person_id, audience, device, place, made_at, seen_at, until)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)
    """
)
_DROP_OLD = Command(
    "delete from staff.session where tenant_id = $1 and person_id = $2 and until < $3"
)
_SIGNED_IN = Command(
    "update staff.person set last_sign_in_at = $3 where tenant_id = $1 and id = $2"
)
_SESSION = Query(
    Signed,
    """
    select s.id as session, p.id as person, p.name, p.account, p.role,
           p.totp_since is not null as has_totp, p.region_id, o.store_id, s.seen_at, s.until
    from staff.session s
    join staff.person p on p.tenant_id = s.tenant_id and p.id = s.person_id
    left join staff.post o on o.tenant_id = p.tenant_id and o.person_id = p.id and o.until is null
    where s.tenant_id = $1 and s.digest = $2 and s.audience = $3 and s.until > $4
      and s.ended_at is null and s.made_at > $5 and p.left_at is null
    """,
)
_SEEN = Command(
    "update staff.session set seen_at = $3, until = $4 where tenant_id = $1 and digest = $2"
)
_CLOSE = Command(
    """
    update staff.session set ended_at = $3, ended_by = person_id, ended_why = 'signed_out'
    where tenant_id = $1 and digest = $2 and ended_at is null
    """
)
_STEP = Command(
    """
    update staff.person set totp_step = $3
    where tenant_id = $1 and id = $2 and (totp_step is null or totp_step < $3)
    """
)
_ENROL = Command(
    """
    update staff.person set totp = $3, totp_step = null
    where tenant_id = $1 and id = $2 and totp_since is null
    """
)
_CONFIRM = Command("update staff.person set totp_since = $3 where tenant_id = $1 and id = $2")
_DROP = Command(
    """
    update staff.person set totp = null, totp_step = null, totp_since = null
    where tenant_id = $1 and id = $2
    """
)
_ADD_CODE = Command(
    """
    insert into staff.recovery_code (tenant_id, person_id, digest, made_at)
    select $1, $2, unnest($3::bytea[]), $4
    """
)
_USE_CODE = Command(
    "delete from staff.recovery_code where tenant_id = $1 and person_id = $2 and digest = $3"
)
_DROP_CODES = Command("delete from staff.recovery_code where tenant_id = $1 and person_id = $2")


async def sign_in(works: Works, tenant: TenantId, shown: Credentials, audience: Audience) -> str:
    """A session's token; WrongCredentials, CodeNeeded, WrongCode, Locked or NotAtThisDoor."""
    async with works.open(tenant) as work:
        attempt = await _begun(work, shown)
        account = await _FIND.first(work, tenant, shown.account.strip().lower())
    if not await fits(shown.password, account.password_hash if account else None) or not account:
        raise WrongCredentials
    async with works.open(tenant) as work:
        refusal = await _refusal(work, account, shown, audience)
        if refusal is None:
            return await _opened(work, account.id, shown, audience)
        if refusal is not WrongCode:
            await _TAKE_BACK.run(work, tenant, attempt)
    raise refusal


async def find_session(
    works: Works, tenant: TenantId, token: str, audience: Audience
) -> Signed | None:
    """Who holds this token; being seen moves its end on, at most once a minute."""
    digest = token_digest(token)
    async with works.look(tenant) as work:
        now = work.now
        found = await _SESSION.first(work, tenant, digest, audience, now, now - OLDEST)
    if found is not None and now - found.seen_at > SEEN_EVERY:
        async with works.open(tenant) as work:
            await _SEEN.run(work, tenant, digest, now, now + LASTS[audience])
    return found


async def sign_out(work: Work, token: str) -> None:
    """End the session of this token; ending it twice changes nothing."""
    await _CLOSE.run(work, work.tenant, token_digest(token), work.now)


async def must_know_password(works: Works, tenant: TenantId, person: UUID, password: str) -> None:
    """WrongCredentials unless the person's password is shown once more."""
    async with works.look(tenant) as work:
        hashed = await HASH.get(work, tenant, person)
    if not await fits(password, hashed):
        raise WrongCredentials


async def enrol(work: Work, person: UUID, *, account: str, merchant: str) -> Enrolment:
    """A secret for an authenticator app; it counts once a first code confirms it."""
    secret = pyotp.random_base32()
    key = work.keyring.tenant_key(work.tenant)
    sealed = seal(key, secret.encode(), _place(person))
    if not await _ENROL.run(work, work.tenant, person, sealed):
        raise AlreadyEnrolled
    uri = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=merchant)
    return Enrolment(secret=secret, uri=uri)


async def confirm(work: Work, person: UUID, code: str) -> list[str]:
    """Switch codes on; the recovery codes, shown once, each good for one sign-in."""
    account = await _BY_ID.one(work, work.tenant, person)
    if account.totp_since_set:
        raise AlreadyEnrolled
    if not await _totp_fits(work, account, code):
        raise WrongCode
    await _CONFIRM.run(work, work.tenant, person, work.now)
    codes = [new_key()[:5].hex() for _ in range(RECOVERY_CODES)]
    await _DROP_CODES.run(work, work.tenant, person)
    digests = [_recovery(work, one) for one in codes]
    await _ADD_CODE.run(work, work.tenant, person, digests, work.now)
    work.audit("staff.confirm_totp", "staff", person, after={"totp": "on"})
    return codes


async def unenrol(work: Work, person: UUID) -> None:
    await _DROP.run(work, work.tenant, person)
    await _DROP_CODES.run(work, work.tenant, person)
    work.audit("staff.drop_totp", "staff", person, after={"totp": "off"})


async def _begun(work: Work, shown: Credentials) -> UUID:
    """Count the attempt as failed until it succeeds: guesses made at once are counted too."""
    account, address = _keys(work, shown)
    await _ONE_BY_ONE.get(work, account)
    await _must_not_be_locked(work, shown)
    attempt = work.new_id()
    await _TRY.run(work, work.tenant, attempt, account, address, work.now)
    return attempt


async def _must_not_be_locked(work: Work, shown: Credentials) -> None:
    since = work.now - WINDOW
    account, address = _keys(work, shown)
    for tries, most in (
        (await _TRIES_OF_ACCOUNT.column(work, work.tenant, account, since), ACCOUNT_TRIES),
        (await _TRIES_OF_ADDRESS.column(work, work.tenant, address, since), ADDRESS_TRIES),
    ):
        if len(tries) >= most:
            free_at = tries[-most] + WINDOW
            raise Locked(after_s=max(1, int((free_at - work.now).total_seconds()) + 1))


async def _opened(work: Work, person: UUID, shown: Credentials, audience: Audience) -> str:
    token = f"{work.tenant}.{secrets.token_urlsafe(32)}"
    until = work.now + LASTS[audience]
    seals = Seals(work, person, await KEY.get(work, work.tenant, person))
    whence = (shown.device, seals.seal("place", shown.address))
    row = (token_digest(token), work.new_id(), person, audience, *whence, work.now, until)
    await _OPEN.run(work, work.tenant, *row)
    await _DROP_OLD.run(work, work.tenant, person, work.now - KEPT)
    await _SIGNED_IN.run(work, work.tenant, person, work.now)
    await _FORGET.run(work, work.tenant, _keys(work, shown)[0], work.now - timedelta(days=1))
    work.actor = Actor("staff", person)
    work.audit("staff.sign_in", "staff", person, after={"audience": audience})
    return token


async def _refusal(
    work: Work, account: _Account, shown: Credentials, audience: Audience
) -> type[Refusal] | None:
    """Why somebody with the right password is not let in; None if they are."""
    if account.totp_since_set and not shown.code:
        return CodeNeeded
    if account.totp_since_set and not await _code_fits(work, account, shown.code or ""):
        return WrongCode
    return None if audience == "guide" or account.role in CONSOLE_ROLES else NotAtThisDoor


async def _code_fits(work: Work, account: _Account, code: str) -> bool:
    if await _totp_fits(work, account, code):
        return True
    digest = _recovery(work, code.strip().lower())
    return await _USE_CODE.run(work, work.tenant, account.id, digest) == 1


async def _totp_fits(work: Work, account: _Account, code: str) -> bool:
    """RFC 6238, one step of grace to either side; a step is accepted once."""
    if account.totp is None:
        return False
    key = work.keyring.tenant_key(work.tenant)
    totp = pyotp.TOTP(unseal(key, account.totp, _place(account.id)).decode())
    step = int(work.now.timestamp()) // STEP_S
    # A Chinese keyboard types full-width digits; they are the same digits.
    typed = unicodedata.normalize("NFKC", code).strip().encode()
    for near in (step, step - 1, step + 1):
        if secrets.compare_digest(totp.at(near * STEP_S).encode(), typed):
            return await _STEP.run(work, work.tenant, account.id, near) == 1
    return False


def _recovery(work: Work, code: str) -> bytes:
    """Forty bits are soon tried out, so their digest needs a key that is not in the database."""
    return blind_index(work.keyring.tenant_key(work.tenant), "staff/recovery", code)


def _keys(work: Work, shown: Credentials) -> tuple[bytes, bytes]:
    key = work.keyring.tenant_key(work.tenant)
    account = blind_index(key, "staff/account", shown.account.strip().lower())
    return account, blind_index(key, "staff/address", shown.address)


def _place(person: UUID) -> bytes:
    return b"staff.totp/" + person.bytes
