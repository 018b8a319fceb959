"""A process's kit, opened and closed."""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from siyu.bootstrap import addresses
from siyu.bootstrap.ground import keyring
from siyu.bootstrap.ports import plugged
from siyu.kernel import world
from siyu.kernel.archive import Archive
from siyu.kernel.clock import ShiftedClock
from siyu.kernel.config import Settings
from siyu.kernel.db import Database
from siyu.kernel.kit import Kit
from siyu.kernel.owners import Owners


@asynccontextmanager
async def opened(settings: Settings, *, size: int = 10) -> AsyncIterator[Kit]:
    """The kit of this process, with its clock kept at the sandbox's time where there is one."""
    keys = keyring(settings)
    urls = addresses.urls(settings, keys)
    clock = ShiftedClock()
    async with Database.connected(urls.app, urls.relay, clock, keys, size=size) as database:
        columns = addresses.columns(settings, keys)
        holder = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(3)}"
        database.works.older = Archive(columns)
        owners = Owners(database.relay, holder)
        following = asyncio.create_task(_follow(settings, clock, database))
        try:
            yield plugged(Kit(settings, keys, clock, database, columns, owners, holder))
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
            await columns.close()


async def _follow(settings: Settings, clock: ShiftedClock, database: Database) -> None:
    if settings.sandbox:
        await world.follow(clock, database.relay)
