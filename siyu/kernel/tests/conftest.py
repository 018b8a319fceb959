"""Grounds for the tests that start their own PostgreSQL."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from siyu.kernel.postgres import Embedded, Options
from siyu.kernel.tests.postgres_grounds import (
    AS_ROOT,
    NOBODY,
    PROGRAMS,
    Grounds,
    password_of,
    runnable_python,
)

# Only root can become somebody else, and only where that one can run an interpreter.
collect_ignore = [] if AS_ROOT else ["test_postgres_as_root.py"]
if not (AS_ROOT and runnable_python(NOBODY)):
    collect_ignore.append("test_postgres_as_ordinary.py")


def enterable() -> Path:
    """pytest's own folders are closed to every account but ours."""
    place = Path(tempfile.mkdtemp(prefix="siyu-test-", dir="/tmp"))
    place.chmod(0o755)
    return place


@pytest.fixture(scope="session")
async def template() -> AsyncIterator[Path]:
    """Made once, at a path with blanks and Chinese; furnished and stopped."""
    place = enterable()
    data = place / "数据 文件夹" / "postgres"
    options = Options(bin_folder=PROGRAMS, settings={"fsync": "off"}, shelter=place / "shelter")
    async with Embedded(data, password_of=password_of, options=options) as server:
        await server.furnish()
    yield data
    shutil.rmtree(place)


@pytest.fixture(scope="session")
async def shared(template: Path) -> AsyncIterator[Embedded]:
    """One running server for the tests that don't mind each other, on a copy of the template."""
    place = enterable()
    grounds = Grounds(place, template)
    async with grounds.server(grounds.copy("共用 数据")) as server:
        yield server
    shutil.rmtree(place)


@pytest.fixture(scope="session")
def spare(template: Path) -> Iterator[Path]:
    """A stopped database for the tests that start one, don't harm it and stop it again."""
    place = enterable()
    yield Grounds(place, template).copy()
    shutil.rmtree(place)


@pytest.fixture
def grounds(template: Path) -> Iterator[Grounds]:
    place = enterable()
    yield Grounds(place, template)
    shutil.rmtree(place)
