"""The embedded server: prepared, started, watched and stopped."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import asyncpg

from siyu.kernel.postgres import ground, orphans, roles, sockets
from siyu.kernel.postgres.child import Child
from siyu.kernel.postgres.errors import NotRunning, SecretForeign, StartFailed
from siyu.kernel.postgres.pidfile import find_postmaster, who_is
from siyu.kernel.postgres.settings import get_arguments
from siyu.kernel.postgres.values import PORT, SUPERUSER, Options, Waited


class Embedded:
    """One PostgreSQL on one folder, dying with us; a second start on that folder is refused.

    Start it from a thread that lives as long as the server shall: Linux ties a child to the
    thread that made it.
    """

    def __init__(
        self,
        data: Path,
        *,
        password_of: Callable[[str], str],
        options: Options | None = None,
        report: Callable[[Waited], None] | None = None,
    ) -> None:
        """`password_of` gives a role's password: the same one for as long as the folder lives."""
        self.data = data.absolute()
        self._password_of = password_of
        self._options = options or Options()
        self._report = report or (lambda _: None)
        self._ground: ground.Ground | None = None
        self._child: Child | None = None
        self._sockets: Path | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def pid(self) -> int | None:
        """Of the server, while it runs as our child."""
        return self._child.pid if self._child is not None else None

    async def prepare(self) -> None:
        """Takes the folder and makes the database in it unless it is there; `stop` lets go."""
        if self._ground is not None:
            return
        work = asyncio.to_thread(ground.settle, self.data, self._options, self._password_of)
        settling = asyncio.ensure_future(work)
        try:
            self._ground = await asyncio.shield(settling)
        except asyncio.CancelledError:  # a thread goes on, and holds the lock when it is done
            self._ground = await settling
            raise

    async def start(self) -> None:
        """Returns when the server takes connections, however long its recovery lasts."""
        if self.pid is not None:
            return
        try:
            await self._leave()  # what a crash left
            await self.prepare()
            await self._clear()
            await self._launch()
        except BaseException:
            await self.stop()
            raise

    async def wait(self) -> int | None:
        """Returns the exit code when the server ends, by itself or by `stop`."""
        if self._child is None:
            raise NotRunning(folder=self.data)
        return await self._child.wait()

    async def stop(self) -> None:
        """Ends sessions and writes all out; rudely (recovery follows) when that takes too long."""
        try:
            await self._leave()
        finally:
            if self._ground is not None:
                self._ground.lock.free()
            self._ground = None

    def url(self, role: str = SUPERUSER, database: str = SUPERUSER) -> str:
        """For asyncpg and libpq alike; also of a server that another process of ours runs."""
        folder = quote(str(self._sockets or self._find_sockets()), safe="")
        login = f"{quote(role, safe='')}:{quote(self._password_of(role), safe='')}"
        return f"postgresql://{login}@/{quote(database, safe='')}?host={folder}&port={PORT}"

    async def furnish(self, *, prefix: str = "siyu", database: str = "siyu") -> roles.Roles:
        """Makes the four roles and the database, or leaves them be; see `roles.furnish`."""
        names = roles.Roles.of(prefix)
        try:
            await roles.furnish(
                self.url(), names=names, database=database, password_of=self._password_of
            )
        except asyncpg.InvalidPasswordError:
            raise SecretForeign(folder=self.data) from None
        return names

    async def _leave(self) -> None:
        if self._child is not None:
            await self._child.end(self._options.stop_within_s)
        if self._sockets is not None and self._ground is not None:
            sockets.sweep(self._sockets, self._ground.account)
        self._child = self._sockets = None

    async def _clear(self) -> None:
        assert self._ground is not None
        home, folder = self._ground.home, ""
        found = find_postmaster(self._ground.cluster)
        if found is not None:
            await orphans.clear(found, self._ground.cluster, self._options, self._report)
            folder = found.socket_folder
        sockets.sweep(Path(folder) if folder else home, self._ground.account)

    async def _launch(self) -> None:
        assert self._ground is not None
        self._sockets = sockets.choose(self._ground.home, self._ground.account)
        arguments = get_arguments(
            sockets=self._sockets, logs=self._ground.home / "log", chosen=self._options.settings
        )
        began = time.monotonic()
        while True:
            self._child = Child(self._ground, arguments)
            try:
                return await self._child.await_ready(self._options, self._report)
            except StartFailed:
                # sessions of a crashed server may still be dying; it starts when the last is gone
                patient = time.monotonic() - began < self._options.stop_within_s
                if not (patient and self._child.left_behind):
                    raise
                await self._child.end(0)
                await asyncio.sleep(0.2)

    def _find_sockets(self) -> Path:
        cluster = self.data.resolve() / "cluster"
        found = find_postmaster(cluster)
        if found is None or who_is(found.pid, cluster) != "ours":
            raise NotRunning(folder=self.data)
        return Path(found.socket_folder)
