"""A PostgreSQL of one's own instead of the embedded one: migrated, checked, backed up, restored."""

import json
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from siyu.kernel.crypto import Keyring
from siyu.kernel.postgres import Embedded, Options
from siyu.kernel.tests.postgres_grounds import PROGRAMS
from tests.crashes.installation import siyu


@pytest.fixture
async def url(keyring: Keyring) -> AsyncIterator[str]:
    """A superuser's address on a server that has nothing of ours yet."""
    with tempfile.TemporaryDirectory(prefix="siyu-own-") as name:
        Path(name).chmod(0o755)
        options = Options(bin_folder=PROGRAMS, settings={"fsync": "off"})
        data = Path(name) / "data"
        async with Embedded(data, password_of=keyring.password, options=options) as server:
            yield server.url()


async def test_the_commands_work_on_a_database_of_ones_own(url: str, tmp_path: Path) -> None:
    one, other, kept = tmp_path / "one", tmp_path / "other", tmp_path / "kept.siyu"
    theirs = ["--database-url", url, "--json"]
    migrated = siyu("migrate", *theirs, data=one, timeout=120)
    assert migrated.returncode == 0, migrated.stderr
    checked = siyu("check", *theirs, data=one, timeout=120)
    assert checked.returncode == 0, checked.stdout
    states = {one["name"]: one["state"] for one in json.loads(checked.stdout)}
    assert (states["row security"], states["columns"]) == ("ok", "off")
    saved = siyu("backup", str(kept), *theirs, data=one, timeout=120)
    assert saved.returncode == 0, saved.stderr

    full = siyu("restore", str(kept), *theirs, data=other, timeout=120)
    assert full.returncode == 2
    assert list(other.iterdir()) == []
    conn = await asyncpg.connect(url)
    await conn.execute("drop database siyu with (force)")
    await conn.close()
    restored = siyu("restore", str(kept), *theirs, data=other, timeout=120)
    assert restored.returncode == 0, restored.stderr
    checked = siyu("check", *theirs, data=other, timeout=120)
    assert checked.returncode == 0, checked.stdout
    said = {one["name"]: one["said"] for one in json.loads(checked.stdout)}
    assert said["epoch"].startswith("number 2")
