"""A mover in a process of its own, for the test that kills it."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

from siyu.kernel.archive import Awaited, Mover, Shelf
from siyu.kernel.columns import Columns
from siyu.kernel.db.pool import open_pool
from tests.house import facts

__all__ = ["facts", "move"]

NOBODY = Awaited(reactions=[], tables=[], names=[])


def move(relay_url: str, port: int, secret: str, folder: str, to: tuple[str, int, int]) -> None:
    """Archive every month of a year into files of a few facts, or until killed."""
    database, year, fence = to
    columns = Columns.embedded("127.0.0.1", port, secret, database=database)
    asyncio.run(_move(relay_url, columns, folder, year, fence))


async def _move(relay_url: str, columns: Columns, folder: str, year: int, fence: int) -> None:
    relay = await open_pool(relay_url, size=2)
    mover = Mover(relay, columns, Shelf(Path(folder)), NOBODY, fence=fence, part_rows=40)
    await mover.run(date(year + 1, 1, 1), datetime.now(UTC))
