"""Reading archived months: in columns, where each month has a table made from its files."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from siyu.kernel.archive.table import NAMES, table_of
from siyu.kernel.columns.client import Columns
from siyu.kernel.columns.errors import NotThere
from siyu.kernel.facts.envelope import Position
from siyu.kernel.facts.log import StoredFact, StoredTold, position_of
from siyu.kernel.facts.older import ArchiveAway, Month, merged

# A UNION of that many months is asked at once; most timelines end within the first.
AT_ONCE = 12
_LATEST = datetime(2260, 1, 1, tzinfo=UTC)
"""Later than any fact, and early enough for ClickHouse."""


class _Row(msgspec.Struct, frozen=True):
    tenant_id: int
    id: str
    epoch: int
    xid: int
    recorded_at: datetime
    at: datetime
    name: str
    version: int
    subject: str
    cause: str
    actor: str
    body: str

    def told(self) -> StoredTold:
        fact = StoredFact(
            id=UUID(self.id),
            epoch=self.epoch,
            xid=self.xid,
            recorded_at=self.recorded_at,
            at=self.at,
            name=self.name,
            version=self.version,
            subject=UUID(self.subject) if self.subject else None,
            cause=UUID(self.cause) if self.cause else None,
            actor=self.actor,
            body=self.body,
        )
        return StoredTold(self.tenant_id, fact)


class _Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of each month's table alike."""

    where: str
    values: dict[str, Any]
    names: Sequence[str] = ()
    order: str
    limit: int

    @property
    def every(self) -> str:
        return f"{self.where} AND name IN {{names:Array(String)}}" if self.names else self.where

    @property
    def end(self) -> str:
        return f"ORDER BY {self.order} LIMIT {self.limit:d}"

    def parameters(self) -> dict[str, Any]:
        return {**self.values, "names": list(self.names)} if self.names else self.values

    def sql(self, months: Sequence[Month]) -> str:
        parts = [
            f"(SELECT {NAMES} FROM {table_of(month.month, month.generation)}"
            f" WHERE {self.every} {self.end})"
            for month in months
        ]
        return f"SELECT {NAMES} FROM ({' UNION ALL '.join(parts)}) {self.end}"


class Archive:
    """What goes on where PostgreSQL's months end; ArchiveAway while a month is being loaded."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    async def between(
        self,
        months: Sequence[Month],
        tenant: int | None,
        after: Position,
        to: Position,
        *,
        names: Sequence[str],
        limit: int,
    ) -> list[StoredTold]:
        where = (
            "(epoch, xid, id) > ({e:UInt32}, {x:UInt64}, {i:String})"
            " AND (epoch, xid, id) <= ({to_e:UInt32}, {to_x:UInt64}, {to_i:String})"
        )
        values = {
            "e": after.epoch,
            "x": after.xid,
            "i": str(after.id),
            "to_e": to.epoch,
            "to_x": to.xid,
            "to_i": str(to.id),
        }
        if tenant is not None:
            where, values = (
                f"{where} AND tenant_id = {{tenant:UInt32}}",
                values | {"tenant": tenant},
            )
        asked = _Question(
            where=where, values=values, names=names, order="epoch, xid, id", limit=limit
        )
        found: list[StoredTold] = []
        for month in sorted(months, key=lambda m: m.first):
            # Months hardly overlap, so most pages need one of them.
            if month.first > to or (
                len(found) == limit and position_of(found[-1].fact) < month.first
            ):
                break
            parts = [found, await self._ask([month], asked)]
            found = merged(
                parts, id_of=lambda t: t.fact.id, by=lambda t: position_of(t.fact), limit=limit
            )
        return found

    async def about(
        self,
        months: Sequence[Month],
        tenant: int,
        subjects: Sequence[UUID],
        before: tuple[datetime, UUID],
        *,
        names: Sequence[str],
        limit: int,
    ) -> list[StoredTold]:
        where = (
            "tenant_id = {tenant:UInt32} AND subject IN {subjects:Array(String)}"
            " AND (at, id) < (fromUnixTimestamp64Micro({at:Int64}, 'UTC'), {id:String})"
        )
        values = {
            "tenant": tenant,
            "subjects": [str(subject) for subject in subjects],
            "at": _micros(min(before[0], _LATEST)),
            "id": str(before[1]),
        }
        asked = _Question(
            where=where, values=values, names=names, order="at DESC, id DESC", limit=limit
        )
        found: list[StoredTold] = []
        latest_first = sorted(months, key=lambda m: m.latest_at, reverse=True)
        for start in range(0, len(latest_first), AT_ONCE):
            some = latest_first[start : start + AT_ONCE]
            if len(found) == limit and found[-1].fact.at > some[0].latest_at:
                break
            found = merged(
                [found, await self._ask(some, asked)],
                id_of=lambda t: t.fact.id,
                by=lambda t: (t.fact.at, t.fact.id),
                limit=limit,
                latest_first=True,
            )
        return found

    async def find(self, months: Sequence[Month], tenant: int, fact: UUID) -> list[StoredTold]:
        where = "tenant_id = {tenant:UInt32} AND id = {id:String}"
        values = {"tenant": tenant, "id": str(fact)}
        return await self._ask(months, _Question(where=where, values=values, order="id", limit=1))

    async def _ask(self, months: Sequence[Month], asked: _Question) -> list[StoredTold]:
        try:
            rows = await self._columns.rows(asked.sql(months), asked.parameters(), _Row)
        except NotThere as why:
            raise ArchiveAway from why
        return [row.told() for row in rows]


def _micros(at: datetime) -> int:
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds
