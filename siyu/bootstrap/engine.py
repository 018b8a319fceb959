"""The embedded PostgreSQL as `up` keeps it: started, watched, started again."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import structlog

from siyu.bootstrap import addresses
from siyu.bootstrap.ground import keyring
from siyu.kernel.clock import SystemClock
from siyu.kernel.config import Settings
from siyu.kernel.postgres import Waited
from siyu.kernel.processes import Seen

_logger = structlog.get_logger()


class Database:
    """A server for as long as the block lasts."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._server = addresses.embedded(settings, keyring(settings), report=self._waits)
        self._since = ""
        self._starts = 0

    async def __aenter__(self) -> Self:
        await self._start()
        await self._server.furnish(
            prefix=self._settings.database_role_prefix, database=addresses.DATABASE
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._server.stop()

    def seen(self) -> Seen:
        pid = self._server.pid
        return Seen("postgres", pid, "running" if pid else "down", self._since, self._starts)

    async def keep(self, *, moved: Callable[[], Awaitable[None]]) -> None:
        """Start it again when it ends; `moved` is awaited when it answers elsewhere then."""
        while True:
            before = self._server.url()
            code = await self._server.wait()
            _logger.warning("processes.died", name="postgres", code=code)
            await self._start()
            if self._server.url() != before:
                await moved()

    async def _start(self) -> None:
        await self._server.start()
        self._since = SystemClock().now().isoformat(timespec="seconds")
        self._starts += 1

    def _waits(self, waited: Waited) -> None:
        self._say(f"PostgreSQL is recovering, {waited.seconds:.0f} s so far")


async def until(stop: asyncio.Event, ended: asyncio.subprocess.Process) -> bool:
    """Wait for the process or the stop, whichever is first; true if the process ended."""
    waits = [asyncio.create_task(ended.wait()), asyncio.create_task(stop.wait())]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    return ended.returncode is not None
