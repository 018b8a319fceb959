"""The database under everything: awake, furnished and at this program's revision."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg

from siyu.bootstrap import addresses
from siyu.bootstrap.places import PACKAGE
from siyu.kernel.clock import Clock, SystemClock
from siyu.kernel.config import PREFIX, BadSetting, Settings, master_secret
from siyu.kernel.crypto import Keyring
from siyu.kernel.facts import calendar
from siyu.kernel.postgres import Waited, furnish
from siyu.kernel.postgres.errors import NotRunning
from siyu.kernel.postgres.roles import Roles

Report = Callable[[Waited], None]


def keyring(settings: Settings) -> Keyring:
    return Keyring(master_secret(settings))


def make_folder(settings: Settings) -> None:
    """The data folder: others may pass through (a database run for root lies in it), not look.

    What people gave us is closed to them altogether.
    """
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o711)
    (settings.data / "uploads").mkdir(exist_ok=True, mode=0o700)


@asynccontextmanager
async def awake(settings: Settings, *, report: Report | None = None) -> AsyncIterator[None]:
    """The database answers within the block: one that `up` runs, or started for us alone."""
    make_folder(settings)
    if settings.database_url is not None or _runs(settings):
        yield
        return
    async with addresses.embedded(settings, keyring(settings), report=report) as server:
        await server.furnish(prefix=settings.database_role_prefix, database=addresses.DATABASE)
        yield


def _runs(settings: Settings) -> bool:
    try:
        addresses.urls(settings, keyring(settings))
    except NotRunning:
        return False
    return True


def head() -> str:
    """The newest revision; named here too, because Alembic takes a second to load."""
    return max(p.stem for p in (PACKAGE / "migrations" / "versions").glob("[0-9]*.py"))


async def get_revision(owner_url: str) -> str | None:
    """The database's revision; None in an empty one."""
    conn = await asyncpg.connect(owner_url)
    try:
        if await conn.fetchval("select to_regclass('public.alembic_version')") is None:
            return None
        return await conn.fetchval("select version_num from public.alembic_version")
    finally:
        await conn.close()


async def bring_up_to_date(settings: Settings) -> None:
    """As `furnish_database`, in a process of its own where there is something to migrate.

    Migrations load what only they need, and `up` would keep it for as long as it runs.
    """
    urls = addresses.urls(settings, keyring(settings))
    if settings.database_url is None and await get_revision(urls.owner) == head():
        await open_epoch(urls, SystemClock())
        return
    migrating = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "siyu",
        "migrate",
        "--json",
        env=environment(settings),
        stdout=asyncio.subprocess.DEVNULL,
    )
    if await migrating.wait() != 0:
        raise BadSetting("the database could not be brought up to date; see above")


async def furnish_database(settings: Settings) -> str:
    """Roles, database, newest revision, months of facts, a new epoch where one is due."""
    from siyu import migrations  # noqa: PLC0415 - loads SQLAlchemy and Alembic

    keys = keyring(settings)
    prefix = settings.database_role_prefix
    if settings.database_url is not None:
        await furnish(
            settings.database_url,
            names=Roles.of(prefix),
            database=addresses.DATABASE,
            password_of=keys.password,
        )
    urls = addresses.urls(settings, keys)
    await migrations.upgrade(urls.owner, prefix=prefix)
    await open_epoch(urls, SystemClock())
    return head()


async def open_epoch(urls: addresses.Urls, clock: Clock, *, restored: bool = False) -> None:
    """The next epoch if this database is new, another than before, or restored; and months."""
    conn = await asyncpg.connect(urls.owner)
    try:
        await calendar.open_epoch(conn, clock.now(), restored=restored)
    finally:
        await conn.close()
    relay = await asyncpg.create_pool(urls.relay, min_size=0, max_size=1)
    async with relay:
        await calendar.make_months(relay, clock.now())


def environment(settings: Settings) -> dict[str, str]:
    """The environment that gives a child the same settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    for field in settings.__struct_fields__:
        value = getattr(settings, field)
        if value is not None:
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            kept[f"{PREFIX}{field.upper()}"] = shown
    kept[f"{PREFIX}DATA"] = str(settings.data.absolute())
    if settings.archive is not None:
        kept[f"{PREFIX}ARCHIVE"] = str(settings.archive.absolute())
    return kept
