"""One installation for the tests of a file; whoever stops it starts it again."""

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crashes.installation import Installation


@pytest.fixture(scope="module")
def home() -> Iterator[Installation]:
    # Not pytest's own folder, which it closes to the account that PostgreSQL runs as for root.
    with tempfile.TemporaryDirectory(prefix="siyu-home-") as name:
        Path(name).chmod(0o755)
        # A space in the path is what a folder of a person has.
        one = Installation(Path(name) / "my data")
        one.start()
        yield one
        if one.process is not None and one.process.poll() is None:
            one.stop(signal.SIGTERM)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "other"
