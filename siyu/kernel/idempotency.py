"""A write asked again under the same key gets the same answer, and happens once."""

import hashlib
from uuid import UUID

import msgspec

from siyu.kernel.db.sql import Command, Query
from siyu.kernel.db.work import Work
from siyu.kernel.errors import KeyReused

MAX_KEY = 128


class Answered(msgspec.Struct, frozen=True):
    """An answer that was given before."""

    request: bytes
    status: int
    body: bytes


_FIND = Query(
    Answered,
    """
    select request, status, body from kernel.idempotency
    where tenant_id = $1 and caller = $2 and key = $3
    """,
)
_KEEP = Command(
    """
    insert into kernel.idempotency (tenant_id, caller, key, request, status, body, at)
    values ($1, $2, $3, $4, $5, $6, $7)
    """
)


def digest(method: str, path: str, body: bytes) -> bytes:
    """What makes two requests the same."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).digest()


async def earlier(work: Work, caller: UUID, key: str, request: bytes) -> Answered | None:
    """The answer given before under this key; KeyReused if it was for another request."""
    found = await _FIND.first(work, work.tenant, caller, key)
    if found is not None and found.request != request:
        raise KeyReused
    return found


async def keep(work: Work, caller: UUID, key: str, answered: Answered) -> None:
    """Keep the answer in the transaction that did the work; two at once: the second fails."""
    row = (answered.request, answered.status, answered.body)
    await _KEEP.run(work, work.tenant, caller, key, *row, work.now)
