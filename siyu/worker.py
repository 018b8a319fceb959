"""The worker: reactions, inbox, jobs and schedule, taken a little at a time for ever."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from prometheus_client import Counter

from siyu.kernel import schedule
from siyu.kernel.facts.reactor import Reaction, Reactor
from siyu.kernel.facts.relay import Relay
from siyu.kernel.ids import TenantId
from siyu.kernel.inbox import Handle, Inbox
from siyu.kernel.jobs import Handler, Runner
from siyu.kernel.kit import Kit
from siyu.kernel.owners import Lease
from siyu.kernel.schedule import Entry

_logger = structlog.get_logger()

IDLE_S = 0.3
TROUBLE_S = 1.0
FINISH_S = 10.0
"""What a running job may take after the stop; one that takes longer is begun again later."""
SCHEDULE = "schedule"

_FACTS = Counter("siyu_facts_taken", "Facts that reactions have taken.")
_LETTERS = Counter("siyu_letters_seen", "Messages of vendors that were taken up.")
_JOBS = Counter("siyu_jobs_run", "Jobs run, by name and outcome.", ["job", "outcome"])


class Worker:
    """One process's share of the work; several may run side by side."""

    def __init__(
        self,
        kit: Kit,
        *,
        reactions: Sequence[Reaction],
        handlers: Mapping[str, Handler],
        letters: Mapping[str, Handle],
        entries: Sequence[Entry],
    ) -> None:
        self._kit = kit
        self._relay = Relay(kit.database.relay)
        self._reactor = Reactor(kit.works, reactions)
        counted = {name: _counted(name, handler) for name, handler in handlers.items()}
        self._runner = Runner(kit.database, counted, kit.holder)
        self._inbox = Inbox(kit.database, kit.keyring, letters)
        self._entries = tuple(entries)
        self._lease: Lease | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then what is running may finish, for a while."""
        parts = (self._react, self._runner.run, self._read, self._keep_time)
        loops = [asyncio.create_task(self._loop(part, stop)) for part in parts]
        await asyncio.gather(*loops)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._runner.finish(), FINISH_S)

    async def drain(self) -> int:
        """Take everything there is now, jobs included; how much was taken. For stories."""
        taken = 0
        while True:
            moved = await self._react() + await self._runner.run() + await self._read()
            await self._runner.finish()
            if not moved:
                return taken
            taken += moved

    async def _loop(self, part: Callable[[], Awaitable[int]], stop: asyncio.Event) -> None:
        while not stop.is_set():
            pause = IDLE_S
            try:
                if await part():
                    continue
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as why:
                _logger.warning("worker.waits", part=part.__name__, why=type(why).__name__)
                pause = TROUBLE_S
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)

    async def _react(self) -> int:
        taken = 0
        try:
            for tenant in await self._relay.fresh():
                while moved := await self._reactor.run(tenant):
                    taken += moved
        except BaseException:
            # What was seen and not taken would else wait for the tenant's next fact.
            self._relay = Relay(self._kit.database.relay)
            raise
        _FACTS.inc(taken)
        return taken

    async def _read(self) -> int:
        seen = await self._inbox.run()
        _LETTERS.inc(seen)
        return seen

    async def _keep_time(self) -> int:
        """Only the owner of the schedule runs it; its lease is renewed here each time."""
        self._lease = await self._kit.owners.take(SCHEDULE)
        if self._lease is not None:
            await schedule.run(self._kit.database, self._entries, self._lease)
        return 0


def _counted(name: str, handler: Handler) -> Handler:
    async def run(tenant: TenantId, job: UUID, args: Mapping[str, Any]) -> None:
        try:
            await handler(tenant, job, args)
        except BaseException:
            _JOBS.labels(name, "failed").inc()
            raise
        _JOBS.labels(name, "done").inc()

    return run
