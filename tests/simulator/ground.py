"""A database of its own for a simulation that no test started."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import asyncpg
from msgspec import Struct

from siyu import migrations
from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.facts import calendar
from siyu.kernel.postgres import Embedded, Options
from siyu.kernel.tests.postgres_grounds import PROGRAMS

PREFIX = "siyu"


class Ground(Struct, frozen=True):
    """What a simulation stands on."""

    database: Database
    keyring: Keyring
    clock: StoppedClock
    folder: Path


@asynccontextmanager
async def own_ground(*, start: datetime) -> AsyncIterator[Ground]:
    """Until the block ends; a power cut is not what is simulated, so nothing waits for a disk."""
    keyring, clock = Keyring(b"a master secret that only simulations know"), StoppedClock(start)
    tuned = {"fsync": "off", "synchronous_commit": "off", "max_connections": "60"}
    tuned |= {"autovacuum": "off", "jit": "off", "wal_level": "minimal", "max_wal_senders": "0"}
    options = Options(bin_folder=PROGRAMS, settings=tuned)
    with tempfile.TemporaryDirectory(prefix="siyu-simulator-") as name:
        Path(name).chmod(0o755)
        at = Path(name) / "data"
        async with Embedded(at, password_of=keyring.password, options=options) as embedded:
            await embedded.furnish(prefix=PREFIX)

            def url(role: str) -> str:
                return embedded.url(f"{PREFIX}_{role}", "siyu")

            await migrations.upgrade(url("owner"), prefix=PREFIX)
            conn = await asyncpg.connect(url("owner"))
            await calendar.open_epoch(conn, start)
            await conn.close()
            urls = url("app"), url("relay")
            async with Database.connected(*urls, clock, keyring, size=20) as database:
                await calendar.make_months(database.relay, start)
                yield Ground(database, keyring, clock, Path(name))
