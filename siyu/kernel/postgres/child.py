"""The running server: our child process, from its first breath to its last."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from siyu.kernel.postgres.account import ENVIRONMENT
from siyu.kernel.postgres.errors import StartFailed, StartSlow, StopFailed
from siyu.kernel.postgres.ground import Ground
from siyu.kernel.postgres.pidfile import find_postmaster
from siyu.kernel.postgres.serverlog import read_early, read_tail
from siyu.kernel.postgres.values import Options, Waited

LAUNCH = Path(__file__).with_name("launch.py")
KILLS_AFTER_S = 10.0
"""An immediate shutdown kills its own children after 5 s; killed sooner, it would leave them."""
LEFT_BEHIND = "pre-existing shared memory block"


def stages(within_s: float) -> list[tuple[signal.Signals, float]]:
    """Ever ruder signals to a server, with the seconds that each may take."""
    rude = max(within_s, KILLS_AFTER_S)
    return [(signal.SIGINT, within_s), (signal.SIGQUIT, rude), (signal.SIGKILL, rude)]


class Child:
    def __init__(self, ground: Ground, arguments: list[str]) -> None:
        """Spawns it; a session of its own, so that Ctrl-C reaches us and we stop it in order."""
        self.ground = ground
        self._early = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has ended
        account = ground.account
        become = [sys.executable, "-I", "-S", LAUNCH, os.getpid(), account.uid, account.gid]
        server = [ground.programs / "postgres", "-D", ground.cluster, *arguments]
        self._process = subprocess.Popen(
            [str(part) for part in (*become, *server)],
            stdin=subprocess.DEVNULL,
            stdout=self._early,
            stderr=self._early,
            start_new_session=True,
            env=ENVIRONMENT,
            cwd="/",
        )

    @property
    def pid(self) -> int | None:
        """None once it has ended."""
        return self._process.pid if self._process.poll() is None else None

    async def await_ready(self, options: Options, report: Callable[[Waited], None]) -> None:
        """Raises `StartFailed` when it ends before, `StartSlow` when patience does."""
        began = told = time.monotonic()
        while not self._is_ready():
            if self.pid is None:
                raise StartFailed(folder=self.ground.home, said=self._said(lines=5))
            now = time.monotonic()
            if now - began > options.start_within_s:
                seconds = round(now - began)
                raise StartSlow(folder=self.ground.home, seconds=seconds, said=self._said(lines=1))
            if now - told > options.report_every_s:
                told = now
                report(Waited(seconds=now - began, said=self._said(lines=1)))
            await asyncio.sleep(0.01 if now - began < 1 else 0.1)

    async def wait(self, within_s: float = float("inf")) -> int | None:
        """Its exit code, or None if it lives on after that many seconds."""
        ends_at = time.monotonic() + within_s
        while self._process.poll() is None and time.monotonic() < ends_at:  # noqa: ASYNC110
            await asyncio.sleep(0.01 if within_s < float("inf") else 0.25)
        return self._process.poll()

    async def end(self, within_s: float) -> None:
        """Fast shutdown, then immediate (crash recovery follows), then by force."""
        for rudeness, patience in stages(within_s):
            self._process.send_signal(rudeness)
            if await self.wait(patience) is not None:
                self._early.close()
                return
        raise StopFailed(pid=self._process.pid, folder=self.ground.home)

    @property
    def left_behind(self) -> bool:
        """It couldn't start because sessions of a crashed server are still dying."""
        return LEFT_BEHIND in read_early(self._early)

    def _is_ready(self) -> bool:
        found = find_postmaster(self.ground.cluster)
        return found is not None and (found.pid, found.state) == (self._process.pid, "ready")

    def _said(self, lines: int) -> str:
        if self.pid is None:
            return read_early(self._early) or read_tail(self.ground.cluster, lines=lines)
        return read_tail(self.ground.cluster, lines=lines) or read_early(self._early)
