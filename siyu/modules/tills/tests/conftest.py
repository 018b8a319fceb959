"""What the tests of this room share: written files, and a reader with a fixed day."""

import importlib.util
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from siyu.modules.tills.reading import (
    Mapping,
    Row,
    RowProblem,
    RowReader,
    find_shape,
    guess_mapping,
    open_records,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 1, tzinfo=UTC)

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str, *, encoding: str = "utf-8", name: str = "小票.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture(scope="session")
def cdnow() -> Path:
    """The CDNOW purchase log, 1997 to 1998, as distributed with the package `lifetimes`."""
    package = importlib.util.find_spec("lifetimes")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "datasets" / "CDNOW_master.txt"


def read_all(path: Path, mapping: Mapping | None = None) -> list[Row | RowProblem]:
    shape = find_shape(path)
    mapping = mapping or guess_mapping(path, shape)
    reader = RowReader(shape, mapping, exponent=2, zone=SHANGHAI, now=NOW)
    return list(reader.read(open_records(path, shape)))
