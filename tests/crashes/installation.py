"""A whole installation, started by `siyu up` as anybody would, whose processes a test may kill."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from siyu.bootstrap import addresses, discover
from siyu.bootstrap.ground import environment
from siyu.bootstrap.house import opened
from siyu.kernel import columns as engine
from siyu.kernel.config import Settings
from siyu.kernel.kit import Kit
from siyu.kernel.tests.postgres_grounds import PROGRAMS
from siyu.modules import tenants
from tests.house.merchant import Merchant, buy, furnish
from tests.house.street import free_port

READY_S = 180
BACK_S = 90


def siyu(*arguments: str, data: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "siyu", *arguments, "--data", str(data)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(Settings(data=data, postgres_bin=PROGRAMS)),
        **more,
    )


def wait_until(true: Callable[[], Any], within_s: float = BACK_S, *, what: str = "it") -> Any:
    end = time.monotonic() + within_s
    while not (value := true()):
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen within {within_s} s")
        time.sleep(0.1)
    return value


class Installation:
    """One data folder, and the `up` that may run on it."""

    def __init__(self, data: Path, **more: Any) -> None:
        self.data = data
        self.settings = Settings(data=data, port=free_port(), postgres_bin=PROGRAMS, **more)
        self.process: subprocess.Popen[str] | None = None
        self.said: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def start(self, *more: str) -> float:
        """Seconds until it told its address."""
        began = time.monotonic()
        command = [sys.executable, "-m", "siyu", "up", "--json", *more]
        with (self.data.parent / "up.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=environment(self.settings),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(json.loads(line))
            if "url" in self.said[-1]:
                return time.monotonic() - began
        raise AssertionError((self.data.parent / "up.log").read_text()[-3000:])

    def stop(self, with_signal: int = signal.SIGINT) -> int:
        """Its exit code."""
        assert self.process is not None
        self.process.send_signal(with_signal)
        code = self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def pids(self) -> dict[str, int]:
        """Every process that runs, by its name."""
        try:
            seen = json.loads((self.data / "processes.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return {one["name"]: one["pid"] for one in seen if one["pid"] and alive(one["pid"])}

    def kill(self, name: str) -> None:
        """As a power cut would end it; returns when another runs in its place."""
        before = wait_until(lambda: self.pids().get(name), what=f"{name} to run")
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: self.pids().get(name, before) != before, what=f"{name} to come back")

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/ops/ready", timeout=5, trust_env=False).json()["database"]
        except (httpx.HTTPError, KeyError, ValueError):
            return False

    @asynccontextmanager
    async def kit(self) -> AsyncIterator[Kit]:
        """Beside the running processes, as one more of them."""
        async with opened(addresses.beside(self.settings), size=3) as kit:
            yield kit


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except OSError:
        return False
    return state != "Z"


async def found(kit: Kit) -> Merchant:
    return await furnish(kit.works, await tenants.next_tenant(kit.works))


async def sell(kit: Kit, merchant: Merchant, cards: Sequence[str]) -> None:
    """A receipt of ten yuan for each card, each in a unit of work of its own."""
    for card in cards:
        async with kit.works.open(merchant.tenant) as work:
            await buy(work, merchant, card, datetime(2026, 3, 2, 2, 0, tzinfo=UTC), 1000)


async def settled(kit: Kit) -> None:
    """All facts are in columns, each once: nothing waits, and no day differs."""
    end = time.monotonic() + BACK_S
    while not await _agrees(kit):
        assert time.monotonic() < end, f"columns and facts still differ after {BACK_S} s"
        await asyncio.sleep(0.5)


async def _agrees(kit: Kit) -> bool:
    projections = discover.projections()
    names = sorted({name for one in projections for name in one.by})
    if (await engine.get_lag(kit.database.relay, names)).facts:
        return False
    try:
        return (
            await engine.audit(kit.database.relay, kit.columns, projections, kit.works.older) == []
        )
    except (engine.ColumnsDown, engine.ColumnsBusy, LookupError):
        return False
