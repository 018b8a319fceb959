"""`siyu up`: PostgreSQL, columns, worker and web as one thing that starts and stops."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Protocol

import msgspec

from siyu.bootstrap import furnishing
from siyu.bootstrap.engine import Database
from siyu.bootstrap.ground import bring_up_to_date, environment, make_folder
from siyu.kernel.config import PREFIX, BadSetting, Settings
from siyu.kernel.postgres import FolderLock
from siyu.kernel.processes import Child, Supervisor

READY_S = 180


class Voice(Protocol):
    """What `up` tells whoever started it."""

    def say(self, what: str) -> None:
        """What it is doing now."""
        ...

    def ready(self, url: str, *, logs: Path | None) -> None:
        """It answers; `logs` is the folder where its processes write."""
        ...

    def sign_ins(self, told: bytes) -> None:
        """The demo's merchants and who one may be there, as `siyu demo --json` tells them."""
        ...


async def run(settings: Settings, voice: Voice, *, demo: bool = False) -> None:
    """Everything up until SIGINT or SIGTERM; FolderBusy names the first one's address."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    make_folder(settings)
    async with AsyncExitStack() as stack:
        lock = FolderLock(settings.data / "up.lock")
        lock.take(address(settings, settings.port))
        stack.callback(lock.free)
        bound = stack.enter_context(_bound(settings))
        settings = msgspec.structs.replace(settings, port=bound.getsockname()[1])
        lock.say(address(settings, settings.port))
        house = _House(settings, voice, stop)
        await house.open(stack, bound)
        if not stop.is_set():
            voice.ready(address(settings, settings.port), logs=house.logs)
        if demo and settings.sandbox and not stop.is_set():
            await furnishing.furnish(settings, voice.sign_ins, stop)
        await stop.wait()
        voice.say("stopping")
    if house.broken is not None:
        raise house.broken


class _House:
    """The processes of one data folder."""

    def __init__(self, settings: Settings, voice: Voice, stop: asyncio.Event) -> None:
        self._settings = settings
        self._voice = voice
        self._stop = stop
        self._supervisor = Supervisor(report(settings))
        # In a terminal a person reads; elsewhere somebody collects what processes say.
        self.logs = settings.data / "logs" if sys.stderr.isatty() else None
        self.broken: Exception | None = None

    async def open(self, stack: AsyncExitStack, bound: socket.socket) -> None:
        """Start all; returns when web answers, or somebody wants to stop."""
        if self._settings.database_url is None:
            await self._start_database(stack)
        self._voice.say("bringing the database up to date")
        await bring_up_to_date(self._settings)
        stack.push_async_callback(self._supervisor.stop)
        self._start_children(bound)
        watching = asyncio.create_task(self._supervisor.watch())
        stack.callback(watching.cancel)
        self._voice.say("starting columns, worker and web")
        await self._answering()

    async def _start_database(self, stack: AsyncExitStack) -> None:
        self._voice.say("starting PostgreSQL")
        database = Database(self._settings, self._voice.say)
        await stack.enter_async_context(database)
        self._supervisor.also(database.seen)
        keeping = asyncio.create_task(self._keep(database))
        stack.callback(keeping.cancel)

    async def _keep(self, database: Database) -> None:
        try:
            await database.keep(moved=self._supervisor.restart)
        except Exception as why:  # noqa: BLE001 - told once everything else is stopped
            self.broken = why
            self._stop.set()

    def _start_children(self, bound: socket.socket) -> None:
        settings, env = self._settings, self._environment()
        family = ["--parent", str(os.getpid())]
        if settings.columns_url is None:
            self._supervisor.start(self._child("columns", ["columns"], env))
        self._supervisor.start(self._child("worker", ["worker", *family], env))
        for number in range(settings.web_processes):
            command = ["web", "--fd", str(bound.fileno()), *family]
            name = "web" if settings.web_processes == 1 else f"web-{number + 1}"
            self._supervisor.start(self._child(name, command, env, fds=[bound.fileno()]))

    def _child(
        self, name: str, command: list[str], env: Mapping[str, str], *, fds: list[int] | None = None
    ) -> Child:
        log = self.logs / f"{name}.log" if self.logs else None
        return Child(name, command, env, fds=fds or [], log=log)

    def _environment(self) -> dict[str, str]:
        env = environment(self._settings)
        env[f"{PREFIX}COLUMNS_PORT"] = str(_free_port())
        env["PROMETHEUS_MULTIPROC_DIR"] = str(_empty(self._settings.data / "metrics"))
        return env

    async def _answering(self) -> None:
        """Until the web process is ready to be asked, or somebody wants to stop."""
        host, port = loopback(self._settings.host), self._settings.port
        for _ in range(READY_S * 5):
            if self._stop.is_set() or await _is_ready(host, port):
                return
            await asyncio.sleep(0.2)
        where = f"see {self.logs}" if self.logs else "see the log above"
        raise BadSetting(f"the web process did not answer within {READY_S} s; {where}")


def loopback(host: str) -> str:
    """Where this machine itself reaches what listens there."""
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104


def address(settings: Settings, port: int) -> str:
    host = loopback(settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def report(settings: Settings) -> Path:
    return settings.data / "processes.json"


def listening(host: str, port: int) -> socket.socket:
    """A bound socket that children may inherit; OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(2048)
    except OSError:
        bound.close()
        raise
    bound.set_inheritable(True)
    return bound


def _bound(settings: Settings) -> socket.socket:
    try:
        return listening(settings.host, settings.port)
    except OSError as why:
        raise BadSetting(
            f"port {settings.port} on {settings.host} can't be had ({why.strerror}): "
            "choose another with --port or SIYU_PORT"
        ) from why


def _empty(folder: Path) -> Path:
    """Counters count from the start of `up`; those of processes before it are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        file.unlink()
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def _is_ready(host: str, port: int) -> bool:
    with suppress(OSError, asyncio.TimeoutError):
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"GET /ops/ready HTTP/1.1\r\nHost: siyu\r\nConnection: close\r\n\r\n")
            line = await reader.readline()
            writer.close()
            return b" 200 " in line
    return False
