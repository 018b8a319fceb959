"""The worker: reactions, inbox, jobs and schedule, taken a little at a time for ever."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

import asyncpg
import structlog

from siyu.kernel import schedule
from siyu.kernel.facts.reactor import Reaction, Reactor
from siyu.kernel.facts.relay import Relay
from siyu.kernel.inbox import Handle, Inbox
from siyu.kernel.jobs import Handler, Runner
from siyu.kernel.kit import Kit
from siyu.kernel.owners import Lease
from siyu.kernel.schedule import Entry

_logger = structlog.get_logger()

IDLE_S = 0.3
TROUBLE_S = 1.0
SCHEDULE = "schedule"


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
        self._runner = Runner(kit.database, handlers, kit.holder)
        self._inbox = Inbox(kit.database, kit.keyring, letters)
        self._entries = tuple(entries)
        self._lease: Lease | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then what is running may finish."""
        parts = (self._react, self._runner.run, self._inbox.run, self._keep_time)
        loops = [asyncio.create_task(self._loop(part, stop)) for part in parts]
        await asyncio.gather(*loops)
        await self._runner.finish()

    async def drain(self) -> int:
        """Take everything there is now, jobs included; how much was taken. For stories."""
        taken = 0
        while True:
            moved = await self._react() + await self._runner.run() + await self._inbox.run()
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
        for tenant in await self._relay.fresh():
            while moved := await self._reactor.run(tenant):
                taken += moved
        return taken

    async def _keep_time(self) -> int:
        """Only the owner of the schedule runs it; its lease is renewed here each time."""
        self._lease = await self._kit.owners.take(SCHEDULE)
        if self._lease is not None:
            await schedule.run(self._kit.database, self._entries, self._lease)
        return 0
