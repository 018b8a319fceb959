"""Reactions: lists of facts in one transaction that also moves the cursor.

A list that fails is bisected until the fact that breaks it stands alone; that one is parked with
its error, and while it is parked only the facts about the same subject wait behind it.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import structlog

from siyu.kernel.db.pool import AWAY
from siyu.kernel.db.sql import Command, Query
from siyu.kernel.db.work import SYSTEM, Work, Works
from siyu.kernel.facts import log
from siyu.kernel.facts.envelope import Position, Told
from siyu.kernel.ids import TenantId

_logger = structlog.get_logger()

BATCH = 500

React = Callable[[Work, Sequence[Told]], Awaitable[None]]


class Reaction(msgspec.Struct, frozen=True):
    """After facts named in `on`, run `react`; idempotent by fact id, for a fact may come twice."""

    name: str
    on: tuple[str, ...]
    react: React


class ParkedFact(msgspec.Struct, frozen=True):
    """A fact that a reaction could not take."""

    id: UUID
    consumer: str
    fact_id: UUID
    fact_recorded_at: datetime
    subject: UUID | None
    error: str
    tries: int
    parked_at: datetime
    asked_at: datetime | None


class _Cursor(msgspec.Struct, frozen=True):
    epoch: int
    xid: int
    fact_id: UUID


class _Subject(msgspec.Struct, frozen=True):
    subject: UUID


class _Standing(msgspec.Struct, frozen=True):
    """Whether there is something for a consumer up to a horizon: new facts, or replays asked."""

    consumer: str
    epoch: int
    xid: int
    fresh: bool
    asked: bool


# One question for all: most facts concern few reactions, and a unit of work for each of the others
# would cost a flush to disk only to write down that there was nothing.
_STANDING = Query(
    _Standing,
    """
    select c.consumer, h.epoch, h.xid,
      exists (select from facts.fact f where f.tenant_id = $1
          and (f.epoch, f.xid, f.id) > (c.epoch, c.xid, c.fact_id)
          and (f.epoch, f.xid) < (h.epoch, h.xid)
          and (w.names = '' or f.name = any(string_to_array(w.names, ','))))
        or exists (select from facts.archived a
          where (a.last_epoch, a.last_xid, a.last_id) > (c.epoch, c.xid, c.fact_id)) as fresh,
      exists (select from facts.parked p where p.tenant_id = $1 and p.consumer = c.consumer
        and p.asked_at is not null and p.settled_at is null) as asked
    from facts.cursor c
    join unnest($2::text[], $3::text[]) as w (consumer, names) on w.consumer = c.consumer
    cross join (select (select max(number) from facts.epoch) as epoch,
                       (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid) h
    where c.tenant_id = $1 order by c.consumer for update of c skip locked
    """,
)
_PASS = Command(
    """
    update facts.cursor set epoch = $3, xid = $4, fact_id = $5, moved_at = $6
    where tenant_id = $1 and consumer = any($2::text[]) and (epoch, xid, fact_id) < ($3, $4, $5)
    """
)
_CLAIM = Query(
    _Cursor,
    """
    select epoch, xid, fact_id from facts.cursor
    where tenant_id = $1 and consumer = $2 for update skip locked
    """,
)
_BEGIN = Command(
    """
    insert into facts.cursor (tenant_id, consumer, epoch, xid, fact_id, moved_at)
    values ($1, $2, 0, 0, '00000000-0000-0000-0000-000000000000', $3) on conflict do nothing
    """
)
_MOVE = Command(
    """
    update facts.cursor set epoch = $3, xid = $4, fact_id = $5, moved_at = $6
    where tenant_id = $1 and consumer = $2
    """
)
_HELD = Query(
    _Subject,
    """
    select distinct subject from facts.parked
    where tenant_id = $1 and consumer = $2 and settled_at is null and subject = any($3::uuid[])
    """,
)
_PARK = Command(
    """
    insert into facts.parked
      (tenant_id, id, consumer, epoch, xid, fact_id, fact_recorded_at, subject, error, tries,
       parked_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)
    """
)
_PARKED = "id, consumer, fact_id, fact_recorded_at, subject, error, tries, parked_at, asked_at"
LIST_PARKED = Query(
    ParkedFact,
    f"""
    select {_PARKED} from facts.parked where tenant_id = $1 and settled_at is null
    order by epoch, xid, fact_id limit $2 offset $3
    """,
)
_ASKED = Query(
    ParkedFact,
    f"""
    select {_PARKED} from facts.parked p
    where tenant_id = $1 and consumer = $2 and settled_at is null and (asked_at is not null
      or exists (select 1 from facts.parked q where q.tenant_id = p.tenant_id
        and q.consumer = p.consumer and q.subject = p.subject and q.asked_at is not null
        and q.settled_at is null))
    order by epoch, xid, fact_id limit $3 for update skip locked
    """,
)
_ASK = Command(
    """
    update facts.parked set asked_at = $3
    where tenant_id = $1 and id = $2 and settled_at is null
    """
)
_SETTLE = Command("update facts.parked set settled_at = $3 where tenant_id = $1 and id = $2")
_FAIL = Command(
    """
    update facts.parked set error = $3, tries = tries + 1, asked_at = null
    where tenant_id = $1 and id = $2
    """
)


async def ask_replay(work: Work, parked: UUID) -> bool:
    """Ask that a parked fact, and those waiting behind it, be tried again; false if it is gone."""
    return await _ASK.run(work, work.tenant, parked, work.now) == 1


class Reactor:
    """Runs the reactions of one tenant at a time; safe to run in several processes at once."""

    def __init__(self, works: Works, reactions: Sequence[Reaction]) -> None:
        self._works = works
        self.reactions = tuple(reactions)

    async def run(self, tenant: TenantId) -> int:
        """Take what is there for every reaction, once; how many facts were taken."""
        taken = 0
        for reaction, asked in await self._due(tenant):
            if asked:
                taken += await self._replay(tenant, reaction)
            taken += await self._advance(tenant, reaction)
        return taken

    async def _due(self, tenant: TenantId) -> list[tuple[Reaction, bool]]:
        """Who has something to take, and whether a replay was asked; the others read on from here.

        Who was never begun is among them, and so is whom another worker holds right now.
        """
        names = [one.name for one in self.reactions]
        on = [",".join(one.on) for one in self.reactions]
        async with self._works.open(tenant, actor=SYSTEM) as work:
            found = {s.consumer: s for s in await _STANDING.all(work, tenant, names, on)}
            idle = [one for one in found.values() if not one.fresh]
            if idle:
                upto = (idle[0].epoch, idle[0].xid - 1, log.LAST_ID)
                await _PASS.run(work, tenant, [one.consumer for one in idle], *upto, work.now)
        standing = [(one, found.get(one.name)) for one in self.reactions]
        return [
            (one, said is not None and said.asked)
            for one, said in standing
            if said is None or said.fresh or said.asked
        ]

    async def _advance(self, tenant: TenantId, reaction: Reaction) -> int:
        try:
            async with self._works.open(tenant, actor=SYSTEM) as work:
                return await self._take(work, reaction, BATCH)
        except AWAY:
            raise
        except Exception:
            _logger.warning("facts.reaction_failed", reaction=reaction.name, exc_info=True)
            return await self._bisect(tenant, reaction, BATCH)

    async def _bisect(self, tenant: TenantId, reaction: Reaction, limit: int) -> int:
        """Halve the list until it passes; the single fact that does not is parked."""
        limit //= 2
        while limit >= 1:
            try:
                async with self._works.open(tenant, actor=SYSTEM) as work:
                    return await self._take(work, reaction, limit)
            except AWAY:
                raise
            except Exception as why:  # noqa: BLE001 - whatever breaks it gets parked
                if limit == 1:
                    return await self._park_next(tenant, reaction, why)
                limit //= 2
        return 0

    async def _take(self, work: Work, reaction: Reaction, limit: int) -> int:
        cursor = await self._claim(work, reaction)
        if cursor is None:
            return 0
        rows, onward = await log.read(work, cursor, names=reaction.on, limit=limit)
        free = await self._hold_back(work, reaction, rows)
        if free:
            await reaction.react(work, [row.told() for row in free])
        await self._move(work, reaction, onward)
        return len(rows)

    async def _park_next(self, tenant: TenantId, reaction: Reaction, why: Exception) -> int:
        async with self._works.open(tenant, actor=SYSTEM) as work:
            cursor = await self._claim(work, reaction)
            if cursor is None:
                return 0
            rows, onward = await log.read(work, cursor, names=reaction.on, limit=1)
            for row in rows:
                await self._park(work, reaction, row, error(why))
            await self._move(work, reaction, onward)
            return len(rows)

    async def _hold_back(
        self, work: Work, reaction: Reaction, rows: Sequence[log.StoredFact]
    ) -> list[log.StoredFact]:
        """Facts about a subject whose earlier fact is parked wait behind it."""
        subjects = list({row.subject for row in rows if row.subject is not None})
        held = await _HELD.all(work, work.tenant, reaction.name, subjects) if subjects else []
        waiting = {h.subject for h in held}
        for row in rows:
            if row.subject in waiting:
                await self._park(work, reaction, row, "an earlier fact of this subject is parked")
        return [row for row in rows if row.subject not in waiting]

    async def _replay(self, tenant: TenantId, reaction: Reaction) -> int:
        """Try parked facts that an operator asked for, in order, until one of a subject fails."""
        async with self._works.open(tenant) as work:
            asked = await _ASKED.all(work, tenant, reaction.name, BATCH)
        stuck: set[UUID | None] = set()
        for parked in asked:
            if parked.subject is not None and parked.subject in stuck:
                continue
            try:
                await self._retry(tenant, reaction, parked)
            except AWAY:
                raise
            except Exception as why:  # noqa: BLE001 - it stays parked with this error
                stuck.add(parked.subject)
                async with self._works.open(tenant) as work:
                    await _FAIL.run(work, tenant, parked.id, error(why))
        return len(asked)

    async def _retry(self, tenant: TenantId, reaction: Reaction, parked: ParkedFact) -> None:
        async with self._works.open(tenant, actor=SYSTEM) as work:
            row = await log.get(work, parked.fact_recorded_at, parked.fact_id)
            await reaction.react(work, [row.told()])
            await _SETTLE.run(work, tenant, parked.id, work.now)

    async def _claim(self, work: Work, reaction: Reaction) -> Position | None:
        found = await _CLAIM.first(work, work.tenant, reaction.name)
        if found is None:
            # Either it was never begun, or another worker holds it right now.
            await _BEGIN.run(work, work.tenant, reaction.name, work.now)
            found = await _CLAIM.first(work, work.tenant, reaction.name)
        return None if found is None else Position(found.epoch, found.xid, found.fact_id)

    async def _move(self, work: Work, reaction: Reaction, to: Position) -> None:
        place = (to.epoch, to.xid, to.id)
        await _MOVE.run(work, work.tenant, reaction.name, *place, work.now)

    async def _park(self, work: Work, reaction: Reaction, row: log.StoredFact, error_: str) -> None:
        fact = (row.epoch, row.xid, row.id, row.recorded_at, row.subject)
        await _PARK.run(
            work, work.tenant, work.new_id(), reaction.name, *fact, error_[:500], work.now
        )


def error(why: Exception) -> str:
    """The kind of an error and its code, without its message: a message may quote what it read."""
    return getattr(why, "code", None) or type(why).__name__
