"""Console doors of the program itself: how it is, what got stuck, and how to move it on."""

import os
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import Parameter

from siyu import __version__
from siyu.kernel import jobs
from siyu.kernel.clock import SystemClock
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.kernel.facts.reactor import ask_replay
from siyu.kernel.kit import Kit
from siyu.kernel.processes import read_report, resident_mb
from siyu.views import system
from siyu.views.system import JobState, QueuedJob


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """A process of this installation; without a pid it is down."""

    name: str
    state: str
    since: str | None
    pid: int | None
    rss_mb: int | None


class ColumnsShape(msgspec.Struct, frozen=True):
    lag_facts: int
    rows: int


class DatabaseShape(msgspec.Struct, frozen=True):
    bytes: int


class System(msgspec.Struct, frozen=True, kw_only=True):
    """How the program is; `outbox_age_s` is the age of the oldest fact nobody has reacted to."""

    version: str
    processes: list[Process]
    outbox_age_s: int
    columns: ColumnsShape
    database: DatabaseShape
    sandbox: bool


class FactShape(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    at: datetime
    subject: UUID | None


class Parked(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that `consumer` could not take; later facts of its subject wait behind it."""

    id: UUID
    consumer: str
    fact: FactShape
    error: str
    parked_at: datetime
    tries: int


@door.get("/system", permit="system.read")
async def show_system(kit: Kit) -> System:
    """Processes, queues and engines of this installation."""
    queues = await system.get_queues(kit)
    columned = await system.get_columned(kit)
    return System(
        version=__version__,
        processes=_processes(kit),
        outbox_age_s=system.age_s(queues.oldest_at, kit.clock.now()),
        columns=ColumnsShape(columned.lag_facts, columned.rows),
        database=DatabaseShape(await system.get_database_bytes(kit)),
        sandbox=kit.settings.sandbox,
    )


@door.get("/facts/parked", permit="system.read")
async def list_parked(ask: Ask, paging: Paging) -> Page[Parked]:
    """Facts that a reaction could not take, the latest first."""
    async with ask.look() as work:
        rows, count = await system.list_parked(work, limit=paging.limit, offset=paging.offset)
    return paging.of([_parked(row) for row in rows], count)


@door.post("/facts/parked/{id:uuid}/replay", permit="system.write", status_code=204)
async def replay_fact(ask: Ask, id: UUID) -> None:
    """Try a parked fact again, and after it those of its subject that wait behind it."""
    async with ask.work() as work:
        if not await ask_replay(work, id):
            raise NotFound
        work.audit("system.replay", "parked_fact", id)


@door.get("/jobs", permit="system.read")
async def list_jobs(
    ask: Ask,
    paging: Paging,
    which: Annotated[JobState | None, Parameter(query="state")] = None,
) -> Page[QueuedJob]:
    """Jobs that have not ended, the latest first."""
    now = SystemClock().now()
    async with ask.look() as work:
        rows, count = await system.list_jobs(
            work, which, now=now, limit=paging.limit, offset=paging.offset
        )
    return paging.of(rows, count)


@door.post("/jobs/{id:uuid}/retry", permit="system.write", status_code=204)
async def retry_job(ask: Ask, id: UUID) -> None:
    """Let a job that failed for good run anew."""
    async with ask.work() as work:
        if not await jobs.again(work, id):
            raise NotFound
        work.audit("system.retry", "job", id)


def _processes(kit: Kit) -> list[Process]:
    """Those that `up` keeps, or this one alone where nobody supervises."""
    seen = read_report(kit.settings.data / "processes.json")
    if not seen:
        pid = os.getpid()
        return [Process(name="web", state="running", since=None, pid=pid, rss_mb=resident_mb(pid))]
    return [
        Process(
            name=one.name,
            state=one.state,
            since=one.since,
            pid=one.pid,
            rss_mb=resident_mb(one.pid) if one.pid else None,
        )
        for one in seen
    ]


def _parked(row: system.ParkedFact) -> Parked:
    return Parked(
        id=row.id,
        consumer=row.consumer,
        fact=FactShape(id=row.fact_id, name=row.fact_name, at=row.fact_at, subject=row.subject),
        error=row.error,
        parked_at=row.parked_at,
        tries=row.tries,
    )


DOORS = [show_system, list_parked, replay_fact, list_jobs, retry_job]
