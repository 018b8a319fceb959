"""Killed at random moments, again and again: every fact is somewhere, and none is met twice."""

import asyncio
import multiprocessing
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from siyu.kernel.archive import LEASE, list_kept, list_missing, mend
from siyu.kernel.columns import Columns
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from siyu.kernel.owners import Owners
from siyu.kernel.tests import archive_child
from siyu.kernel.tests.archive_ground import Ground, ground
from tests.house.columns import ColumnsProcess
from tests.house.database import Server

MONTHS = range(1, 8)
FACTS = 60


@pytest.fixture
async def old(
    database: Database, columns: Columns, tmp_path: Path, server: Server
) -> AsyncIterator[Ground]:
    async with ground(database, columns, tmp_path / "archive", server) as made:
        yield made


class Child:
    """A mover, forked from a server that has imported everything."""

    def __init__(self, *to: Any) -> None:
        self._to = to
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([archive_child.__name__])
        self._process: Any = None

    def start(self) -> None:
        self._process = self._context.Process(target=archive_child.move, args=self._to)
        self._process.start()

    def has_ended(self) -> bool:
        return self._process.exitcode is not None

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


async def moved(old: Ground, by: str) -> int:
    """How far it is: months that are listed, or files on the shelf."""
    if by == "months":
        return len(await list_kept(old.database.relay))
    return len(list(old.shelf.folder.glob("*"))) if old.shelf.folder.exists() else 0


async def killed_at_work(old: Ground, child: Child, chance: random.Random) -> bool:
    """Kill it a little after it got on; false when it came to its end."""
    by, more = chance.choice(["months", "files", "files"]), chance.randrange(1, 3)
    before = await moved(old, by)
    await asyncio.to_thread(child.start)
    while await moved(old, by) < before + more and not child.has_ended():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await asyncio.sleep(chance.choice([0, 0.02, 0.05, 0.1, 0.2, 0.5]))
    at_work = not child.has_ended()
    await asyncio.to_thread(child.kill)
    return at_work


async def test_whatever_moment_it_is_killed_at_no_fact_is_lost_or_doubled(
    old: Ground, server: Server, columns_process: ColumnsProcess, tenant: TenantId
) -> None:
    chance = random.Random(11)
    await old.make(*MONTHS)
    for month in MONTHS:
        await old.note(tenant, old.at(month), *[old.at(month, d % 27 + 1) for d in range(FACTS)])
    whole = await old.read(tenant)
    lease = await Owners(old.database.relay, "tester").take(LEASE)
    assert lease is not None
    to = (old.columns.database, old.year, lease.fence)
    place = (server.urls("relay"), columns_process.port, columns_process.secret)
    child, killed = Child(*place, str(old.shelf.folder), to), 0
    while await killed_at_work(old, child, chance):
        killed += 1
        months = await moved(old, "months")
        assert await old.read(tenant) == whole
        assert len(await old.in_postgres(tenant)) == FACTS * (len(MONTHS) - months)
    assert killed >= 4
    assert await old.in_postgres(tenant) == set()
    assert await old.read(tenant) == whole
    await old.columns.execute(f"DROP DATABASE {old.columns.database}")
    missing = await list_missing(old.database.relay, old.columns)
    assert await mend(old.columns, old.shelf, missing) == len(MONTHS)
    assert await old.read(tenant) == whole
