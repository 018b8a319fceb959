"""A write asked again under the same key gets the same answer, and happens once."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from siyu.kernel.db.sql import Command, Query, Scalar
from siyu.kernel.db.work import Work
from siyu.kernel.errors import KeyReused

MAX_KEY = 128


class Answered(msgspec.Struct, frozen=True):
    """An answer that was given before."""

    request: bytes
    status: int
    body: bytes


class Asked(NamedTuple):
    """A request as it is known again: who asks, under which key, and its digest."""

    caller: UUID
    key: str
    request: bytes


class _Kept(msgspec.Struct, frozen=True):
    caller: UUID
    key: str
    request: bytes
    status: int
    body: bytes


class KeptRow(NamedTuple):
    tenant_id: int
    caller: UUID
    key: str
    request: bytes
    status: int
    body: bytes
    at: datetime


# Whoever asks the same at the same moment waits here, and then finds the answer.
_QUEUE = Scalar(
    """
    select count(*) from (select pg_advisory_xact_lock(hashtextextended(k, $1))
    from unnest($2::text[]) k order by k) queued
    """
)
_FIND_MANY = Query(
    _Kept,
    """
    select k.caller, k.key, k.request, k.status, k.body
    from unnest($2::uuid[], $3::text[]) a (caller, key)
    join kernel.idempotency k on k.tenant_id = $1 and k.caller = a.caller and k.key = a.key
    """,
)
_KEEP_MANY = Command(
    "insert into kernel.idempotency select * from unnest($1::kernel.idempotency[])", takes=KeptRow
)
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


async def find_earlier(work: Work, asked: Sequence[Asked]) -> dict[Asked, Answered | KeyReused]:
    """For a batch: the answers given before; one asked beside us is waited for and found.

    KeyReused stands where the key was for another request, also within the batch.
    """
    keys = {(one.caller, one.key): one for one in reversed(asked)}
    queue = sorted(f"once {caller} {key}" for caller, key in keys)
    await _QUEUE.get(work, work.tenant, queue)
    columns = [list(column) for column in zip(*keys, strict=True)]
    kept = {(k.caller, k.key): k for k in await _FIND_MANY.all(work, work.tenant, *columns)}
    found: dict[Asked, Answered | KeyReused] = {}
    for one in asked:
        before = kept.get((one.caller, one.key), keys[one.caller, one.key])
        if before.request != one.request:
            found[one] = KeyReused()
        elif isinstance(before, _Kept):
            found[one] = Answered(before.request, before.status, before.body)
    return found


async def keep_all(work: Work, answers: Mapping[Asked, Answered]) -> None:
    """Keep a batch's answers in the transaction that did the work."""
    rows = (
        KeptRow(work.tenant, *asked, answered.status, answered.body, work.now)
        for asked, answered in answers.items()
    )
    await _KEEP_MANY.post(work, rows)
