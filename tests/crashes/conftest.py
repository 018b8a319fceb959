"""One installation for the tests of a file; whoever stops it starts it again.

Every file has a folder of its own: a copy of one that was started once and stopped.
"""

import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crashes.installation import Installation


@contextmanager
def folder() -> Iterator[Path]:
    """Not pytest's own, which it closes to the account that PostgreSQL runs as for root."""
    with tempfile.TemporaryDirectory(prefix="siyu-home-") as name:
        Path(name).chmod(0o755)
        # A space in the path is what a folder of a person has.
        yield Path(name) / "my data"


@contextmanager
def running(data: Path) -> Iterator[Installation]:
    one = Installation(data)
    one.start()
    yield one
    if one.process is not None and one.process.poll() is None:
        one.stop(signal.SIGTERM)


@pytest.fixture(scope="session")
def begun() -> Iterator[Path]:
    """A data folder after its first start: what every further start finds."""
    with folder() as data:
        with running(data):
            pass
        yield data


@pytest.fixture(scope="module")
def home(begun: Path) -> Iterator[Installation]:
    with folder() as data:
        # With its owner, who is PostgreSQL's account for root.
        subprocess.run(["cp", "-a", str(begun), str(data)], check=True)
        with running(data) as one:
            yield one


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "other"
