"""One installation for the tests of a file; whoever stops it starts it again."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crashes.installation import Installation


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    # A space in the path is what a folder of a person has.
    folder = tmp_path_factory.mktemp("home")
    folder.chmod(0o755)
    folder.parent.chmod(0o755)
    folder.parent.parent.chmod(0o755)
    one = Installation(folder / "my data")
    one.start()
    yield one
    if one.process is not None and one.process.poll() is None:
        one.stop(signal.SIGTERM)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "other"
