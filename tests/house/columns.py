"""One columns process per test process, in a folder of its own; a database per test."""

import itertools
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest

from siyu.kernel.columns import Columns

_SERVE = """
import os, sys
from pathlib import Path
from siyu.kernel.columns.engine import Limits
from siyu.kernel.columns.server import serve
secret, limits = os.environ["COLUMNS_SECRET"], eval(sys.argv[3])
serve(Path(sys.argv[1]), port=int(sys.argv[2]), secret=secret, limits=limits)
"""
_READY_S = 60
_fences = itertools.count(1)


def next_fence() -> int:
    """Higher than any before in this test process: what a fresh lease would give a feeder."""
    return next(_fences)


class ColumnsProcess:
    """A columns process that a test may kill and start again on the same folder and port."""

    def __init__(self, folder: Path, limits: str = "Limits()") -> None:
        self.folder = folder
        self._limits = limits
        self.secret = secrets.token_hex(16)
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = os.environ | {"COLUMNS_SECRET": self.secret}
        program = [sys.executable, "-c", _SERVE, str(self.folder), str(self.port), self._limits]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder.parent / "columns.log").open("ab") as log:
            self.process = subprocess.Popen(program, env=environment, stdout=log, stderr=log)
        end = time.monotonic() + _READY_S
        while not self._listens(owner := self._owner()):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder.parent / "columns.log").read_text()[-2000:])
            time.sleep(0.02)
        self.port = owner["port"]

    def kill(self) -> None:
        """As a power cut would end the process."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def columns(self, database: str = "siyu") -> Columns:
        return Columns.embedded("127.0.0.1", self.port, self.secret, database=database)

    def _listens(self, owner: Mapping[str, int]) -> bool:
        if self.process is None or owner.get("pid") != self.process.pid or "port" not in owner:
            return False
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", owner["port"])) == 0

    def _owner(self) -> dict[str, int]:
        try:
            return json.loads((self.folder / "owner.json").read_text())
        except (OSError, ValueError):
            return {}


@pytest.fixture(scope="session")
def columns_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ColumnsProcess]:
    running = ColumnsProcess(tmp_path_factory.mktemp("columns") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def columns(columns_process: ColumnsProcess, alone: None) -> AsyncIterator[Columns]:
    """Columns with a database that no other test has; what others told is not fed into it."""
    mine = columns_process.columns(f"test_{secrets.token_hex(4)}")
    await mine.make_database()
    yield mine
    await mine.execute(f"DROP DATABASE {mine.database}")
    await mine.close()
