"""Reading the log of facts: in position order, only below what every running writer has passed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db.sql import Query
from siyu.kernel.db.work import Work
from siyu.kernel.errors import NotFound
from siyu.kernel.facts import older
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


class StoredTold(msgspec.Struct, frozen=True):
    """A fact of the log with its tenant."""

    tenant_id: int
    fact: StoredFact


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
LAST_ID = UUID(int=2**128 - 1)


async def read(
    work: Work, after: Position, *, names: Sequence[str] = (), limit: int = 500
) -> tuple[list[StoredFact], Position]:
    """The next facts and where to read on; an empty list means there are none yet.

    Archived months are read as well, by `work.older`; without it ArchiveAway tells of them.
    """
    horizon = await HORIZON.one(work)
    bounds = (after.epoch, after.xid, after.id, horizon.epoch, horizon.xid)
    rows = await AFTER.all(work, work.tenant, *bounds, list(names), limit)
    end = Position(horizon.epoch, horizon.xid - 1, LAST_ID)
    if months := await older.months_beyond(work, after):
        archive = older.must_read(work.older)
        told = await archive.between(
            months, work.tenant, after, end, names=list(names), limit=limit
        )
        parts = [[one.fact for one in told], rows]
        rows = older.merged(parts, id_of=lambda r: r.id, by=position_of, limit=limit)
    if len(rows) == limit:
        return rows, position_of(rows[-1])
    return rows, max(after, end)


async def about(
    work: Work,
    subjects: Sequence[UUID],
    *,
    before: tuple[datetime, UUID] | None = None,
    names: Sequence[str] = (),
    limit: int = 50,
) -> list[StoredFact]:
    """What happened to a person, latest first: `subjects` are all ids she is known by.

    Where PostgreSQL's months end, archived ones go on.
    """
    at, id_ = before or (datetime.max.replace(tzinfo=work.now.tzinfo), LAST_ID)
    rows = await ABOUT.all(work, work.tenant, list(subjects), at, id_, list(names), limit)
    since = rows[-1].at if len(rows) == limit else None
    months = await older.BEFORE.all(work, at, since)
    if not months:
        return rows
    archive = older.must_read(work.older)
    told = await archive.about(
        months, work.tenant, list(subjects), (at, id_), names=list(names), limit=limit
    )
    return older.merged(
        [[one.fact for one in told], rows],
        id_of=lambda r: r.id,
        by=lambda r: (r.at, r.id),
        limit=limit,
        latest_first=True,
    )


async def recent(
    work: Work,
    subjects: Sequence[UUID],
    *,
    before: tuple[datetime, UUID] | None = None,
    names: Sequence[str] = (),
    limit: int = 50,
) -> list[StoredFact]:
    """As `about`, up to the latest instant in the archive: whole up to there without asking it."""
    at, id_ = before or (datetime.max.replace(tzinfo=work.now.tzinfo), LAST_ID)
    rows = await ABOUT.all(work, work.tenant, list(subjects), at, id_, list(names), limit)
    months = await older.BEFORE.all(work, at, None)
    return [row for row in rows if not months or row.at > months[0].latest_at]


async def get(work: Work, recorded_at: datetime, id_: UUID) -> StoredFact:
    """One fact, wherever it lies; NotFound when it was never told."""
    row = await BY_ID.first(work, work.tenant, recorded_at, id_)
    if row is not None:
        return row
    if months := await older.OF_INSTANT.all(work, recorded_at):
        for told in await older.must_read(work.older).find(months, work.tenant, id_):
            return told.fact
    raise NotFound


def position_of(row: StoredFact) -> Position:
    return Position(row.epoch, row.xid, row.id)
