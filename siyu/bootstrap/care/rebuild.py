"""`siyu rebuild columns`: every columnar table filled anew from the facts."""

import asyncio

import msgspec

from siyu.bootstrap import addresses, discover
from siyu.bootstrap.ground import awake
from siyu.bootstrap.house import opened
from siyu.cli.program import Moved
from siyu.kernel import columns
from siyu.kernel.config import Settings
from siyu.kernel.db import On, Query
from siyu.kernel.kit import Kit

EVERY_S = 0.5


class _Filling(msgspec.Struct, frozen=True):
    generation: str
    served: bool
    rows: int


_FILLINGS = Query(
    _Filling,
    """
    select generation, served_at is not null as served, rows from facts.columns_table
    where generation = any($1::text[])
    """,
    role="relay",
)


async def rebuild(settings: Settings, *, wait: bool, moved: Moved) -> list[str]:
    """Names of the tables; the running worker fills them, or the one that runs next."""
    settings = addresses.beside(settings)
    async with awake(settings), opened(settings, size=2) as kit:
        asked = {
            await columns.rebuild(kit.database.relay, projection): projection.table.name
            for projection in discover.projections()
        }
        if wait and await kit.columns.ping():
            await _served(kit, list(asked), moved)
    return sorted(asked.values())


async def _served(kit: Kit, generations: list[str], moved: Moved) -> None:
    """A filling that is gone again was replaced by a later one, which counts as well."""
    while True:
        async with kit.database.relay.acquire() as conn:
            fillings = await _FILLINGS.all(On(conn), generations)
        waiting = [one for one in fillings if not one.served]
        done = len(generations) - len(waiting)
        moved("tables", done, len(generations))
        moved("rows", sum(one.rows for one in fillings), 0)
        if not waiting:
            return
        await asyncio.sleep(EVERY_S)
