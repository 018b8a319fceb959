"""A writer killed between its statements leaves nothing, and keeps nobody waiting."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules.ledger.tests.books import Shelf, all_well, booked, stands
from tests.house.database import Server

CHILD = Path(__file__).with_name("writer_child.py")


@pytest.mark.parametrize("step", ["_lock", "_book", "_is_written", "_move", "_tell"])
async def test_a_killed_writer_leaves_nothing(
    works: Works, tenant: TenantId, server: Server, step: str
) -> None:
    shelf = Shelf()
    await booked(works, tenant, shelf.comes(1))
    at = [server.urls("app"), str(int(tenant)), str(shelf.sku), str(shelf.store), step]
    child = await asyncio.to_thread(
        subprocess.Popen, [sys.executable, str(CHILD), *at], stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        assert await asyncio.to_thread(child.stdout.readline) == "here\n"
        child.kill()
    async with works.look(tenant) as work:
        assert await stands(work, shelf.stock) == [(1, 0, 0)]
    assert await booked(works, tenant, shelf.goes(1)) == ["Granted"]
    await all_well(works, tenant)
