"""Reading the log of facts: in position order, only below what every running writer has passed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db.sql import Query
from siyu.kernel.db.work import Work
from siyu.kernel.facts.envelope import Position, Told, decode


class StoredFact(msgspec.Struct, frozen=True):
    """A row of the log, its body not yet read."""

    id: UUID
    epoch: int
    xid: int
    recorded_at: datetime
    at: datetime
    name: str
    version: int
    subject: UUID | None
    cause: UUID | None
    actor: str
    body: str

    def told(self) -> Told:
        """The fact in its shape; KeyError if none is declared, ValidationError if it differs."""
        return Told(
            id=self.id,
            position=Position(self.epoch, self.xid, self.id),
            recorded_at=self.recorded_at,
            at=self.at,
            name=self.name,
            version=self.version,
            subject=self.subject,
            cause=self.cause,
            actor=self.actor,
            fact=decode(self.name, self.version, self.body),
        )


class Horizon(msgspec.Struct, frozen=True):
    """Everything below (epoch, xid) is committed or gone: no reader will be overtaken there."""

    epoch: int
    xid: int


FIELDS = "id, epoch, xid, recorded_at, at, name, version, subject, cause, actor, body::text"

HORIZON = Query(
    Horizon,
    """
    select (select max(number) from facts.epoch) as epoch,
           (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid
    """,
)

AFTER = Query(
    StoredFact,
    f"""
    select {FIELDS} from facts.fact
    where tenant_id = $1 and (epoch, xid, id) > ($2, $3, $4) and (epoch, xid) < ($5, $6)
      and (cardinality($7::text[]) = 0 or name = any($7))
    order by epoch, xid, id limit $8
    """,
)

BY_ID = Query(
    StoredFact,
    f"select {FIELDS} from facts.fact where tenant_id = $1 and recorded_at = $2 and id = $3",
)

ABOUT = Query(
    StoredFact,
    f"""
    select {FIELDS} from facts.fact
    where tenant_id = $1 and subject = any($2::uuid[]) and (at, id) < ($3, $4)
      and (cardinality($5::text[]) = 0 or name = any($5))
    order by at desc, id desc limit $6
    """,
)

START = Position(0, 0, UUID(int=0))
_LAST_ID = UUID(int=2**128 - 1)


async def read(
    work: Work, after: Position, *, names: Sequence[str] = (), limit: int = 500
) -> tuple[list[StoredFact], Position]:
    """The next facts and where to read on; an empty list means there are none yet."""
    horizon = await HORIZON.one(work)
    bounds = (after.epoch, after.xid, after.id, horizon.epoch, horizon.xid)
    rows = await AFTER.all(work, work.tenant, *bounds, list(names), limit)
    if len(rows) == limit:
        last = rows[-1]
        return rows, Position(last.epoch, last.xid, last.id)
    return rows, max(after, Position(horizon.epoch, horizon.xid - 1, _LAST_ID))


async def about(
    work: Work,
    subjects: Sequence[UUID],
    *,
    before: tuple[datetime, UUID] | None = None,
    names: Sequence[str] = (),
    limit: int = 50,
) -> list[StoredFact]:
    """What happened to a person, latest first: `subjects` are all ids she is known by."""
    at, id_ = before or (datetime.max.replace(tzinfo=work.now.tzinfo), _LAST_ID)
    return await ABOUT.all(work, work.tenant, list(subjects), at, id_, list(names), limit)
