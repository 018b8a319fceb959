"""Processes that run alone, as on hosts of their own: PostgreSQL, columns, worker and web."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from siyu.bootstrap.ground import environment
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.postgres import Embedded, Options
from siyu.modules import developers
from tests.crashes.installation import Installation, found, wait_until
from tests.house.street import free_port

SECRET = "one master secret for every host of this installation"
READY_S = 90


@pytest.fixture
async def url(keyring: Keyring) -> AsyncIterator[str]:
    """A superuser's address on a server that has nothing of ours yet."""
    with tempfile.TemporaryDirectory(prefix="siyu-far-") as name:
        Path(name).chmod(0o755)
        options = Options(settings={"fsync": "off"})
        data = Path(name) / "data"
        async with Embedded(data, password_of=keyring.password, options=options) as server:
            yield server.url()


@contextmanager
def alone(settings: Settings, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """One process of Siyu's with a folder of its own, stopped at the end."""
    settings.data.mkdir()
    with (settings.data / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "siyu", *command],
            env=environment(settings),
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        os.kill(process.pid, signal.SIGTERM)
        ended = process.wait(40)
        # A web process ends in order first, and then by the signal it was given.
        assert ended in {0, -signal.SIGTERM}, (settings.data / "log").read_text()[-2000:]


async def sells(web: str, key: str, number: int) -> None:
    """A till sends a receipt of ten yuan to a web process."""
    line = {"amount_minor": 1000, "means": "奶粉"}
    receipt = {
        "store": "E1",
        "receipt_no": f"R{number}",
        "at": "2026-03-02T10:00:00+08:00",
        "lines": [line],
    }
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": f"receipt {number}"}
    async with httpx.AsyncClient(base_url=web, headers=headers, trust_env=False) as till:
        answer = await till.post("/open/v1/receipts", json={"receipts": [receipt]}, timeout=30)
    assert answer.status_code == 201, answer.text
    assert answer.json()["receipts"][0]["status"] == "recorded"


async def reports(web: str, key: str, minor: int) -> None:
    """Insight of a web process comes to that amount."""
    asked = {"from": "2026-03-01", "to": "2026-03-31"}
    seen: Any = None
    end = time.monotonic() + READY_S
    async with httpx.AsyncClient(
        base_url=web, headers={"Authorization": f"Bearer {key}"}, trust_env=False, timeout=30
    ) as client:
        while time.monotonic() < end:
            answer = await client.get("/open/v1/insight/sales", params=asked)
            seen = answer.json()
            if answer.status_code == 200 and seen["totals"]["amount_minor"] == minor:
                return
            await asyncio.sleep(0.5)
    raise AssertionError(f"insight never came to {minor}: {seen}")


async def test_a_receipt_flows_to_insight_over_processes_that_run_alone(
    url: str, tmp_path: Path
) -> None:
    far = free_port()
    settings = Settings(
        data=tmp_path / "far",
        secret=SECRET,
        database_url=url,
        columns_url=f"http://127.0.0.1:{far}",
    )
    home = Installation(
        tmp_path / "home", secret=SECRET, database_url=url, columns_url=settings.columns_url
    )
    with alone(settings, "columns", "--port", str(far)):
        home.start()
        assert set(home.pids()) == {"worker", "web"}
        try:
            async with home.kit() as kit:
                merchant = await found(kit)
                async with kit.works.open(merchant.tenant) as work:
                    new = developers.NewKey(name="till", permits=developers.OPEN_PERMITS)
                    _, key = await developers.make_key(work, new, most=developers.OPEN_PERMITS)
            await sells(home.url, key, 1)
            await reports(home.url, key, 1000)
        finally:
            assert home.stop() == 0
        other = msgspec.structs.replace(settings, data=tmp_path / "web", port=free_port())
        address = f"http://127.0.0.1:{other.port}"
        third = msgspec.structs.replace(settings, data=tmp_path / "worker")
        with alone(other, "web"), alone(third, "worker"):
            wait_until(lambda: answers(address), READY_S, what="the lone web process to answer")
            await sells(address, key, 2)
            await reports(address, key, 2000)


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ops/ready", trust_env=False, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
