"""The world that sandboxed vendors live in: what happened to them, kept sealed per tenant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from siyu.kernel.crypto import blind_index, seal, unseal
from siyu.kernel.db.sql import Command, Query, Scalar
from siyu.kernel.db.work import Work

Shape = TypeVar("Shape", bound=msgspec.Struct)


class Happening(msgspec.Struct, frozen=True):
    """Something a resident took or did; `body` is sealed in the database."""

    id: UUID
    kind: str
    at: datetime
    body: bytes


_ADD = Command(
    """
    insert into sandbox.happening (tenant_id, id, resident, kind, at, key, body)
    values ($1, $2, $3, $4, $5, $6, $7)
    """
)
_PUT = Command("update sandbox.happening set body = $3 where tenant_id = $1 and id = $2")
_LIST = Query(
    Happening,
    """
    select id, kind, at, body from sandbox.happening
    where tenant_id = $1 and resident = $2 and kind = $3
    order by at desc, id desc limit $4 offset $5
    """,
)
_COUNT = Scalar(
    """
    select count(*) from (select 1 from sandbox.happening
    where tenant_id = $1 and resident = $2 and kind = $3 limit 10001) n
    """
)
_GET = Query(
    Happening,
    "select id, kind, at, body from sandbox.happening where tenant_id = $1 and id = $2",
)
_FIND = Query(
    Happening,
    """
    select id, kind, at, body from sandbox.happening
    where tenant_id = $1 and resident = $2 and kind = $3 and key = $4
    order by at desc, id desc limit 1
    """,
)
_ALONE = Command("select pg_advisory_xact_lock(hashtextextended($1, $2))")
_SINCE = Scalar(
    """
    select at from sandbox.happening
    where tenant_id = $1 and resident = $2 and kind = $3 and key = $4 and at > $5 order by at
    """
)


class World:
    """One resident's view of the world, inside one unit of work."""

    def __init__(self, work: Work, resident: str) -> None:
        self.work = work
        self.resident = resident
        self._key = work.keyring.tenant_key(work.tenant)

    async def remember(self, kind: str, body: msgspec.Struct, *, by: str | None = None) -> UUID:
        """Keep what happened; `by` is what `times` counts by, kept only as a blind index."""
        id_ = self.work.new_id()
        sealed = self._sealed(msgspec.json.encode(body))
        row = (self.resident, kind, self.work.now, self._blind(kind, by), sealed)
        await _ADD.run(self.work, self.work.tenant, id_, *row)
        return id_

    async def change(self, id_: UUID, body: msgspec.Struct) -> None:
        await _PUT.run(self.work, self.work.tenant, id_, self._sealed(msgspec.json.encode(body)))

    async def get(self, id_: UUID, shape: type[Shape]) -> Shape:
        row = await _GET.one(self.work, self.work.tenant, id_)
        return self._opened(row, shape)

    async def find(self, kind: str, shape: type[Shape], *, by: str) -> tuple[UUID, Shape] | None:
        """The latest that was remembered `by` this, and its id; None if nothing was."""
        which = (self.work.tenant, self.resident, kind, self._blind(kind, by))
        row = await _FIND.first(self.work, *which)
        return None if row is None else (row.id, self._opened(row, shape))

    async def alone(self, by: str) -> None:
        """Until this unit of work ends, whoever else asks to be alone with `by` waits."""
        await _ALONE.run(self.work, f"sandbox/{self.resident}/{by}", self.work.tenant)

    async def list(
        self, kind: str, shape: type[Shape], *, limit: int, offset: int = 0
    ) -> tuple[list[tuple[Happening, Shape]], int]:
        """The latest first, and a capped count."""
        which = (self.work.tenant, self.resident, kind)
        rows = await _LIST.all(self.work, *which, limit, offset)
        return [(row, self._opened(row, shape)) for row in rows], await _COUNT.get(
            self.work, *which
        )

    async def times(self, kind: str, by: str, since: datetime) -> Sequence[datetime]:
        """When this happened to `by` after `since`, oldest first: for the vendor's limits."""
        key = self._blind(kind, by)
        which = (self.work.tenant, self.resident, kind, key)
        return await _SINCE.column(self.work, *which, since)

    def _blind(self, kind: str, by: str | None) -> bytes | None:
        return None if by is None else blind_index(self._key, f"sandbox/{kind}", by)

    def _sealed(self, body: bytes) -> bytes:
        return seal(self._key, body, f"sandbox/{self.resident}".encode())

    def _opened(self, row: Happening, shape: type[Shape]) -> Any:
        body = unseal(self._key, row.body, f"sandbox/{self.resident}".encode())
        return msgspec.json.decode(body, type=shape)
