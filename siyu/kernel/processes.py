"""Child processes: started in order, started again when they die, stopped in the other order."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import structlog

from siyu.kernel.clock import SystemClock

_logger = structlog.get_logger()

PAUSES_S = (0.2, 1, 2, 5, 10, 30)
QUIET_S = 60
"""A child that lived this long starts again without a pause."""
STOP_S = 25


class Seen(msgspec.Struct, frozen=True):
    """A process as the system page shows it."""

    name: str
    pid: int | None
    state: str
    since: str
    starts: int


class Child:
    """One command kept running."""

    def __init__(
        self, name: str, command: Sequence[str], env: Mapping[str, str], fds: Sequence[int] = ()
    ) -> None:
        self.name = name
        self._command = [sys.executable, "-m", "siyu", *command]
        self._env = dict(env)
        self._fds = tuple(fds)
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self._since = ""
        self.starts = 0

    def seen(self) -> Seen:
        alive = self._process is not None and self._process.poll() is None
        pid = self._process.pid if self._process and alive else None
        return Seen(self.name, pid, "running" if alive else "down", self._since, self.starts)

    def spawn(self) -> None:
        """Called from the main thread: Linux ends the child with the thread that made it."""
        self._process = subprocess.Popen(
            self._command, env=self._env, pass_fds=self._fds, stdin=subprocess.DEVNULL
        )
        self._since = SystemClock().now().isoformat(timespec="seconds")
        self.starts += 1

    async def keep(self) -> None:
        """Start again whenever it ends, with growing pauses while it ends quickly."""
        quick = 0
        while not self._stopping:
            began = asyncio.get_running_loop().time()
            while self._process is not None and self._process.poll() is None:
                await asyncio.sleep(0.2)
            if self._stopping or self._process is None:
                return
            lived = asyncio.get_running_loop().time() - began
            quick = 0 if lived > QUIET_S else quick + 1
            _logger.warning("processes.died", name=self.name, code=self._process.returncode)
            await asyncio.sleep(PAUSES_S[min(quick, len(PAUSES_S) - 1)])
            if not self._stopping:
                self.spawn()

    async def stop(self) -> None:
        """Politely, then not."""
        self._stopping = True
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        for _ in range(STOP_S * 10):
            if process.poll() is not None:
                return
            await asyncio.sleep(0.1)
        _logger.warning("processes.killed", name=self.name)
        process.kill()
        process.wait(5)


class Supervisor:
    """Keeps children and writes down how they are, for the system page."""

    def __init__(self, report: Path) -> None:
        self._report = report
        self._children: list[Child] = []
        self._keepers: list[asyncio.Task[None]] = []

    def start(self, child: Child) -> None:
        child.spawn()
        self._children.append(child)
        self._keepers.append(asyncio.create_task(child.keep()))

    async def watch(self) -> None:
        """Write the report every few seconds, for ever."""
        while True:
            self.write()
            await asyncio.sleep(2)

    def write(self) -> None:
        draft = self._report.with_suffix(".new")
        draft.write_bytes(msgspec.json.encode([child.seen() for child in self._children]))
        draft.replace(self._report)

    async def stop(self) -> None:
        """Stop all, the last started first."""
        for child in reversed(self._children):
            await child.stop()
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        self.write()


def read_report(report: Path) -> list[Seen]:
    """What `Supervisor` wrote last; empty when nothing supervises."""
    try:
        return msgspec.json.decode(report.read_bytes(), type=list[Seen])
    except (OSError, msgspec.DecodeError):
        return []
