"""Sign-in codes asked for, and sessions that last."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.crypto import token_digest
from siyu.kernel.db import Query, Scalar, Work


class Session(Struct, frozen=True, kw_only=True):
    id: UUID
    customer_id: UUID


class _Living(Session, frozen=True, kw_only=True):
    digest: bytes


ASKED_BY_PHONE = Scalar(
    """
    select made_at from customers.sign_in_code
    where tenant_id = $1 and phone = $2 and made_at > $3
    """
)

ASKED_FROM_ADDRESS = Scalar(
    """
    select made_at from customers.sign_in_code
    where tenant_id = $1 and address = $2 and made_at > $3
    """
)

_SESSIONS = Query(
    _Living,
    """
    select s.id, s.customer_id, s.digest from customers.session s
    join customers.customer c on c.tenant_id = $1 and c.id = s.customer_id
    where s.tenant_id = $1 and s.digest = any($2::bytea[]) and s.until > $3 and s.ended_at is null
      and c.forgotten_at is null
    """,
)


async def list_asked(
    work: Work, phone: bytes, address: bytes, since: datetime
) -> tuple[list[datetime], list[datetime]]:
    """When codes were asked for: for this phone, and from this address."""
    by_phone = await ASKED_BY_PHONE.column(work, work.tenant, phone, since)
    return by_phone, await ASKED_FROM_ADDRESS.column(work, work.tenant, address, since)


async def find_session(work: Work, token: str) -> Session | None:
    """The living session of a token."""
    return (await find_sessions(work, [token]))[0]


async def find_sessions(work: Work, tokens: Sequence[str]) -> list[Session | None]:
    """The living session of each token, in order."""
    digests = [token_digest(token) for token in tokens]
    rows = await _SESSIONS.all(work, work.tenant, digests, work.now)
    living = {row.digest: row for row in rows}
    return [living.get(digest) for digest in digests]
