"""Child processes: started in order, started again when they die, stopped in the other order."""

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

import msgspec
import structlog

from siyu.kernel.clock import SystemClock

_logger = structlog.get_logger()

PAUSES_S = (0.2, 1, 2, 5, 10, 30)
QUIET_S = 60
"""A child that lived this long starts again without a long pause."""
STOP_S = 25
REPORT_S = 2
LOG_BYTES = 20 * 1024 * 1024
_PR_SET_PDEATHSIG = 1


class Seen(msgspec.Struct, frozen=True):
    """A process as the system page shows it."""

    name: str
    pid: int | None
    state: str
    since: str
    starts: int


class Child:
    """One command of ours kept running; `log` takes what it says, else it speaks for itself."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        env: Mapping[str, str],
        *,
        fds: Sequence[int] = (),
        log: Path | None = None,
    ) -> None:
        self.name = name
        self._command = [sys.executable, "-m", "siyu", *command]
        self._env = dict(env)
        self._fds = tuple(fds)
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self._since = ""
        self.starts = 0

    @property
    def pid(self) -> int | None:
        """None while it is down."""
        alive = self._process is not None and self._process.poll() is None
        return self._process.pid if self._process is not None and alive else None

    def seen(self) -> Seen:
        pid = self.pid
        return Seen(self.name, pid, "running" if pid else "down", self._since, self.starts)

    def spawn(self) -> None:
        """Called from the main thread: Linux ends the child with the thread that made it.

        A session of its own keeps Ctrl-C from it, so that the stop goes in our order.
        """
        said = self._opened()
        self._process = subprocess.Popen(
            self._command,
            env=self._env,
            pass_fds=self._fds,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        if said is not None:
            said.close()
        self._since = SystemClock().now().isoformat(timespec="seconds")
        self.starts += 1

    async def keep(self) -> None:
        """Start again whenever it ends, with growing pauses while it ends quickly."""
        quick = 0
        while not self._stopping:
            began = time.monotonic()
            while self.pid is not None:  # noqa: ASYNC110 - no event tells of a child's end
                await asyncio.sleep(0.2)
            if self._stopping or self._process is None:
                return
            quick = 0 if time.monotonic() - began > QUIET_S else quick + 1
            _logger.warning("processes.died", name=self.name, code=self._process.returncode)
            await asyncio.sleep(PAUSES_S[min(quick, len(PAUSES_S)) - 1] if quick else 0)
            if not self._stopping:
                self.spawn()

    def let_go(self) -> None:
        """From now on its end is final."""
        self._stopping = True

    async def stop(self) -> None:
        """Politely, then not."""
        self.let_go()
        await self._end()

    async def restart(self) -> None:
        """End it; whoever keeps it starts it again."""
        await self._end()

    def trim(self) -> None:
        """Keep what was said last: a log that grew too long becomes the one before."""
        if self._log is None or not self._log.exists() or self._log.stat().st_size < LOG_BYTES:
            return
        before = self._log.with_suffix(".before.log")
        before.write_bytes(self._log.read_bytes())
        os.truncate(self._log, 0)

    def _opened(self) -> IO[bytes] | None:
        if self._log is None:
            return None
        self._log.parent.mkdir(parents=True, exist_ok=True)
        return self._log.open("ab", buffering=0)

    async def _end(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        for _ in range(STOP_S * 20):
            if process.poll() is not None:
                return
            await asyncio.sleep(0.05)
        _logger.warning("processes.killed", name=self.name)
        process.kill()
        process.wait(5)


class Supervisor:
    """Keeps children and writes down how they are, for the system page."""

    def __init__(self, report: Path) -> None:
        self._report = report
        self._children: list[Child] = []
        self._keepers: list[asyncio.Task[None]] = []
        self._others: list[Callable[[], Seen]] = []

    def start(self, child: Child) -> None:
        child.spawn()
        self._children.append(child)
        self._keepers.append(asyncio.create_task(child.keep()))

    def also(self, seen: Callable[[], Seen]) -> None:
        """Report a process that somebody else keeps."""
        self._others.append(seen)

    async def restart(self) -> None:
        """All children anew, because what they were told at their start no longer holds."""
        for child in reversed(self._children):
            await child.restart()

    async def watch(self) -> None:
        """Write the report every few seconds, for ever."""
        while True:
            self.write()
            for child in self._children:
                child.trim()
            await asyncio.sleep(REPORT_S)

    def write(self) -> None:
        draft = self._report.with_suffix(".new")
        seen = [of() for of in self._others] + [child.seen() for child in self._children]
        draft.write_bytes(msgspec.json.encode(seen))
        draft.replace(self._report)

    async def stop(self) -> None:
        """Stop all, the last started first."""
        for child in self._children:
            child.let_go()
        for child in reversed(self._children):
            await child.stop()
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        self._report.unlink(missing_ok=True)


def read_report(report: Path) -> list[Seen]:
    """What `Supervisor` wrote last; empty when nothing supervises."""
    try:
        return msgspec.json.decode(report.read_bytes(), type=list[Seen])
    except (OSError, msgspec.DecodeError):
        return []


def resident_mb(pid: int) -> int | None:
    """Memory a process holds, what it shares with others included; None where it can't be read."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def follow(parent: int) -> None:
    """Be sent SIGTERM when the parent ends, kill -9 included, so that nothing of us is left."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
