"""A process's kit, opened and closed; and the database brought to where the program is."""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg

from siyu import migrations
from siyu.bootstrap import addresses
from siyu.bootstrap.ports import plugged
from siyu.kernel import world
from siyu.kernel.clock import Clock, ShiftedClock, SystemClock
from siyu.kernel.config import Settings, master_secret
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.facts import calendar
from siyu.kernel.kit import Kit
from siyu.kernel.owners import Owners
from siyu.kernel.postgres import furnish
from siyu.kernel.postgres.roles import Roles


def keyring(settings: Settings) -> Keyring:
    return Keyring(master_secret(settings))


@asynccontextmanager
async def opened(settings: Settings, *, size: int = 10) -> AsyncIterator[Kit]:
    """The kit of this process, with its clock kept at the sandbox's time where there is one."""
    keys = keyring(settings)
    urls = addresses.urls(settings, keys)
    clock = ShiftedClock()
    async with Database.connected(urls.app, urls.relay, clock, keys, size=size) as database:
        columns = addresses.columns(settings, keys)
        holder = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(3)}"
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


async def furnish_database(settings: Settings) -> None:
    """Roles, database, newest revision, months of facts, and a new epoch where one is due."""
    keys = keyring(settings)
    urls = addresses.urls(settings, keys)
    prefix = settings.database_role_prefix
    if settings.database_url is not None:
        await furnish(
            settings.database_url,
            names=Roles.of(prefix),
            database=addresses.DATABASE,
            password_of=keys.password,
        )
    await migrations.upgrade(urls.owner, prefix=prefix)
    await open_epoch(urls, SystemClock())


async def open_epoch(urls: addresses.Urls, clock: Clock, *, restored: bool = False) -> None:
    conn = await asyncpg.connect(urls.owner)
    try:
        await calendar.open_epoch(conn, clock.now(), restored=restored)
    finally:
        await conn.close()
    relay = await asyncpg.create_pool(urls.relay, min_size=0, max_size=1)
    async with relay:
        await calendar.make_months(relay, clock.now())
