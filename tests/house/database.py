"""One embedded PostgreSQL per test process, migrated once; every test has its own tenant.

Tenants are walled from each other, so tests need no clean-up: a fresh number is a fresh world.
Set TEST_DATABASE_URL to a superuser's `postgresql://…/postgres` to run on another server, or
TEST_POSTGRES_BIN to run every server that the suite starts with another PostgreSQL's programs.
"""

import itertools
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from siyu import migrations
from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Actor, Database, Works
from siyu.kernel.facts import calendar
from siyu.kernel.ids import TenantId
from siyu.kernel.postgres import Embedded, Options, furnish
from siyu.kernel.postgres.roles import Roles
from siyu.kernel.tests.postgres_grounds import PROGRAMS

PREFIX = "siyu"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday, nine in the morning in Shanghai."""

_numbers = itertools.count(1000)
_over: list[TenantId] = []


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring(b"a master secret that only tests know")


class Server:
    """Where a test process keeps its databases."""

    def __init__(self, urls: "Urls", superuser_url: str) -> None:
        self.urls = urls
        self.superuser_url = superuser_url


class Urls:
    """Role and database → URL."""

    def __init__(self, make) -> None:
        self._make = make

    def __call__(self, role: str, database: str = "siyu") -> str:
        return self._make(f"{PREFIX}_{role}", database)


@pytest.fixture(scope="session")
async def server(keyring: Keyring) -> AsyncIterator[Server]:
    external = os.environ.get("TEST_DATABASE_URL")
    if external:
        yield await _external(external, keyring)
        return
    # What a power cut would lose is of no interest here; crash tests start their own server.
    # A table that is analyzed holds up readers of facts, which tests expect at once.
    tuned = {"fsync": "off", "max_connections": "60", "autovacuum": "off"}
    options = Options(bin_folder=PROGRAMS, settings=tuned)
    with tempfile.TemporaryDirectory(prefix="siyu-test-") as name:
        # As root the server runs under another account, which must be able to enter.
        Path(name).chmod(0o755)
        data = Path(name) / "data"
        async with Embedded(data, password_of=keyring.password, options=options) as embedded:
            await embedded.furnish(prefix=PREFIX)
            yield Server(Urls(embedded.url), embedded.url())


async def _external(url: str, keyring: Keyring) -> Server:
    """A database of its own name on a given server, made by its superuser."""
    name = f"siyu_test_{secrets.token_hex(4)}"
    names = Roles.of(PREFIX)
    await furnish(url, names=names, database=name, password_of=keyring.password)
    host = url.split("@", 1)[-1].rsplit("/", 1)[0]

    def make(role: str, database: str) -> str:
        real = name if database == "siyu" else database
        return f"postgresql://{role}:{keyring.password(role)}@{host}/{real}"

    return Server(Urls(make), url)


@pytest.fixture(scope="session")
async def database(
    server: Server, clock: StoppedClock, keyring: Keyring
) -> AsyncIterator[Database]:
    """The migrated database behind its app and relay roles."""
    owner = server.urls("owner")
    await migrations.upgrade(owner, prefix=PREFIX)
    conn = await asyncpg.connect(owner)
    await calendar.open_epoch(conn, START)
    await conn.close()
    urls = server.urls("app"), server.urls("relay")
    async with Database.connected(*urls, clock, keyring, size=20) as connected:
        await calendar.make_months(connected.relay, START)
        yield connected


@pytest.fixture(scope="session")
def clock() -> StoppedClock:
    """Stands still; a test that needs time to pass moves it, never back."""
    return StoppedClock(START)


@pytest.fixture
def works(database: Database) -> Works:
    return database.works


@pytest.fixture
def tenant() -> Iterator[TenantId]:
    """A number that no other test has; rooms' own fixtures furnish it."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    number = TenantId(next(_numbers) * 100 + worker)
    yield number
    _over.append(number)


@pytest.fixture
async def alone(server: Server, database: Database) -> None:
    """What tests that are over left to be done is gone, so that a worker finds only its own."""
    await sweep(server)


async def sweep(server: Server) -> None:
    """Delete what was told in tests that are over, and what was to follow from it."""
    name = urlsplit(server.urls("app")).path.lstrip("/")
    superuser = await asyncpg.connect(server.superuser_url, database=name)
    try:
        await superuser.execute("set session_replication_role = replica")
        for table in ("facts.fact", "facts.cursor", "facts.parked", "kernel.job", "kernel.inbox"):
            await superuser.execute(f"delete from {table} where tenant_id = any($1)", _over)
    finally:
        await superuser.close()
    _over.clear()


@pytest.fixture
def tester() -> Actor:
    return Actor("system")


@pytest.fixture
def repository() -> Path:
    return Path(__file__).parents[2]
