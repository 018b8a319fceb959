"""A customer's life goes on where PostgreSQL's months end."""

from pathlib import Path

import pytest

from siyu.kernel.archive import Archive
from siyu.kernel.columns import Columns
from siyu.kernel.db import Database
from siyu.kernel.errors import Trouble
from siyu.kernel.tests.archive_ground import ground
from siyu.views.timeline import PAGE, get_timeline
from tests.house.database import Server
from tests.house.facts import note
from tests.house.merchant import Merchant, buy


async def test_a_timeline_is_read_on_in_the_archive_or_says_why_not(
    database: Database, columns: Columns, tmp_path: Path, server: Server, merchant: Merchant
) -> None:
    async with ground(database, columns, tmp_path, server) as old:
        await old.make(1, 2)
        async with old.works.open(merchant.tenant) as work:
            anna = await buy(work, merchant, "13800138001", work.now, 100)
        await note(old.works, merchant.tenant, database.clock.now(), old.at(1, 5), subject=anna)
        for month in (1, 2):
            days = [old.at(month, day) for day in range(1, 21)]
            await old.note(merchant.tenant, old.at(month, 28), *days, subject=anna)
        async with old.works.look(merchant.tenant) as work:
            first = await get_timeline(work, anna, "zh")
            second = await get_timeline(work, anna, "zh", before=first.next)
        await old.archive()
        async with old.works.look(merchant.tenant) as work:
            assert await get_timeline(work, anna, "zh") == first
            assert await get_timeline(work, anna, "zh", before=first.next) == second
        assert (len(first.items), len(second.items), second.next) == (PAGE, 14, None)

        old.works.older = Archive(Columns.embedded("127.0.0.1", 9, "nobody"))
        async with old.works.look(merchant.tenant) as work:
            known = await get_timeline(work, anna, "zh")
            assert known.items == first.items[:3]
            assert known.next is not None
            with pytest.raises(Trouble):
                await get_timeline(work, anna, "zh", before=known.next)
