"""The unit of work: one tenant, one actor, one instant, one transaction.

Everything a story changes, the facts it tells, the audit of what it changed and the jobs it
leaves behind are committed together or not at all.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Container, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import asyncpg
import msgspec

from siyu.kernel.clock import Clock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import outgoing
from siyu.kernel.facts.envelope import Fact
from siyu.kernel.ids import IdSource, TenantId

if TYPE_CHECKING:
    from siyu.kernel.facts.older import Older

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy


class Actor(msgspec.Struct, frozen=True):
    """Who acts: a kind (staff, key, system, vendor …) and, where they have one, an id."""

    kind: str
    id: UUID | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @classmethod
    def read(cls, text: str) -> "Actor":
        """Of what `str` gave."""
        kind, _, id_ = text.partition(":")
        return cls(kind, UUID(id_) if id_ else None)


SYSTEM = Actor("system")


class Work:
    """One open transaction of one tenant; made by `Works.open` only."""

    def __init__(
        self,
        conn: Connection,
        tenant: TenantId,
        *,
        actor: Actor,
        now: datetime,
        cause: UUID | None,
        keyring: Keyring,
        older: "Older | None" = None,
        hears: Container[str] = (),
    ) -> None:
        self.conn = conn
        self.older = older
        self.keyring = keyring
        self.tenant = tenant
        self.actor = actor
        self.now = now
        self.cause = cause
        self.request_id: str | None = None
        self._ids = IdSource(now)
        self._facts: list[outgoing.FactRow] = []
        self._audits: list[outgoing.AuditRow] = []
        self._jobs: list[outgoing.JobRow] = []
        self._under_way: asyncio.Task[str] | None = None
        self._hears = hears
        self.heard: list[Fact] = []
        """What was told that somebody in this process waits for."""

    async def idle(self) -> Connection:
        """The connection, once what was posted is written; raises what went wrong with it."""
        if self._under_way is not None:
            task, self._under_way = self._under_way, None
            await task
        return self.conn

    async def post(self, text: str, *args: object) -> None:
        """Start a write and come back while it is under way; writes keep their order."""
        conn = await self.idle()
        self._under_way = asyncio.create_task(conn.execute(text, *args))
        await asyncio.sleep(0)  # Lets it leave before the caller computes on.

    async def given_up(self) -> None:
        """Nothing is under way any more, whatever came of it."""
        if self._under_way is not None:
            task, self._under_way = self._under_way, None
            await asyncio.gather(task, return_exceptions=True)

    def new_id(self) -> UUID:
        """A fresh id; ids of one unit of work sort in the order they were made."""
        return self._ids.new()

    def tell(self, fact: Fact, *, subject: UUID | None = None, at: datetime | None = None) -> UUID:
        """Record that something happened `at` (default: now), about `subject` (a person's id)."""
        row = outgoing.fact_row(self.new_id(), fact, subject=subject, at=at or self.now)
        self._facts.append(row)
        if fact.NAME in self._hears:
            self.heard.append(fact)
        return row.id

    def audit(
        self, verb: str, kind: str, object_id: UUID | None, **changes: Mapping[str, object] | None
    ) -> None:
        """Keep who changed what; give `before=` and `after=` as the fields that differ.

        Personal data stays out: name the field and write "changed".
        """
        before, after = changes.get("before"), changes.get("after")
        self._audits.append(
            outgoing.audit_row(self.new_id(), verb, kind, object_id, before=before, after=after)
        )

    def enqueue(
        self,
        job: str,
        args: Mapping[str, object],
        *,
        run_at: datetime | None = None,
        once: str | None = None,
    ) -> UUID:
        """Leave a job that runs after the commit; with `once`, only if none with that key waits."""
        row = outgoing.job_row(self.new_id(), job, args, run_at=run_at or self.now, once=once)
        self._jobs.append(row)
        return row.id

    async def flush(self) -> None:
        """Write the facts, audits and jobs gathered so far; the commit does it by itself.

        Facts are posted: they may still be under way when this returns.
        """
        facts, self._facts = self._facts, []
        audits, self._audits = self._audits, []
        jobs, self._jobs = self._jobs, []
        if facts:
            await outgoing.write_facts(self, facts)
        if audits:
            await outgoing.write_audits(self, audits)
        if jobs:
            await outgoing.write_jobs(self, jobs)


class Works:
    """Opens units of work on one pool, one clock and one keyring."""

    def __init__(self, pool: asyncpg.Pool, clock: Clock, keyring: Keyring) -> None:
        self.pool = pool
        self.clock = clock
        self.keyring = keyring
        self.older: Older | None = None
        """Who reads archived months of facts; plugged in where the columns are known."""
        self.hearers: dict[str, Callable[[TenantId, Fact], None]] = {}
        """Whom to call after the commit of a fact of this name, in this process alone: for what is
        remembered for a moment only. Whoever must not miss one reads the log."""

    @asynccontextmanager
    async def open(
        self, tenant: TenantId, *, actor: Actor = SYSTEM, cause: UUID | None = None
    ) -> AsyncIterator[Work]:
        """Commit at the end of the block, roll back when it raises."""
        async with self.pool.acquire() as conn, begun(conn, tenant):
            work = self._made(conn, tenant, actor, cause)
            try:
                yield work
                await work.flush()
                await work.idle()
            except BaseException:
                await work.given_up()
                raise
        for fact in work.heard:
            self.hearers[fact.NAME](tenant, fact)

    def look(self, tenant: TenantId) -> AbstractAsyncContextManager[Work]:
        """A unit of work that only reads: PostgreSQL refuses a write in it."""
        return self._look(tenant)

    @asynccontextmanager
    async def _look(self, tenant: TenantId) -> AsyncIterator[Work]:
        async with self.pool.acquire() as conn, begun(conn, tenant, "READ ONLY"):
            yield self._made(conn, tenant, SYSTEM, None)

    def _made(self, conn: Connection, tenant: TenantId, actor: Actor, cause: UUID | None) -> Work:
        now, keyring = self.clock.now(), self.keyring
        return Work(
            conn,
            tenant,
            actor=actor,
            now=now,
            cause=cause,
            keyring=keyring,
            older=self.older,
            hears=self.hearers,
        )


@asynccontextmanager
async def begun(conn: Connection, tenant: TenantId, mode: str = "") -> AsyncIterator[None]:
    """A transaction with the tenant's wall around it; opening it costs one round trip."""
    # An int formats to digits only, so nothing of the caller's can end up in the statement.
    await conn.execute(f"BEGIN {mode}; SET LOCAL siyu.tenant = '{int(tenant):d}'")
    try:
        yield
    except BaseException:
        if not conn.is_closed():
            await conn.execute("ROLLBACK")
        raise
    await conn.execute("COMMIT")
