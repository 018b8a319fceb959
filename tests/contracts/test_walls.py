"""Row security, for every table of the program: it fails closed, also for the owner."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from siyu.kernel.db import Database
from siyu.migrations.tables import metadata
from tests.house.database import PREFIX, Server

TENANT_TABLES = sorted(t.fullname for t in metadata.tables.values() if "tenant_id" in t.c)
SHARED = sorted(t.fullname for t in metadata.tables.values() if "tenant_id" not in t.c)
QUEUES = {
    "facts.fact",
    "facts.cursor",
    "facts.parked",
    "kernel.job",
    "kernel.inbox",
    "kernel.idempotency",
}
NOBODYS = {
    "facts.archived",
    "facts.epoch",
    "facts.columns_feed",
    "facts.columns_table",
    "facts.columns_batch",
    "kernel.lease",
    "kernel.schedule",
    "kernel.world",
}
"""Tables without a tenant: each is the installation's, and listed here on purpose."""


@pytest.fixture
async def owner(database: Database, server: Server) -> AsyncIterator[asyncpg.Connection]:
    conn = await asyncpg.connect(server.urls("owner"))
    yield conn
    await conn.close()


def test_a_table_without_a_tenant_is_listed() -> None:
    assert set(SHARED) == NOBODYS


@pytest.mark.parametrize("table", TENANT_TABLES)
async def test_without_a_tenant_there_is_an_error_and_not_all_rows(
    database: Database, table: str
) -> None:
    async with database.app.acquire() as conn:
        with pytest.raises((asyncpg.UndefinedObjectError, asyncpg.InvalidTextRepresentationError)):
            await conn.fetchval(f"select count(*) from {table}")


@pytest.mark.parametrize("table", TENANT_TABLES)
async def test_the_owner_is_bound_too(owner: asyncpg.Connection, table: str) -> None:
    row = await owner.fetchrow(
        "select relrowsecurity, relforcerowsecurity from pg_class where oid = $1::regclass", table
    )
    assert row is not None
    assert tuple(row) == (True, True)
    with pytest.raises((asyncpg.UndefinedObjectError, asyncpg.InvalidTextRepresentationError)):
        await owner.fetchval(f"select count(*) from {table}")


@pytest.mark.parametrize("table", TENANT_TABLES)
async def test_a_policy_names_the_tenant_for_the_app(owner: asyncpg.Connection, table: str) -> None:
    schema, name = table.split(".")
    rows = await owner.fetch(
        "select roles, qual, with_check from pg_policies where schemaname = $1 and tablename = $2",
        schema,
        name,
    )
    for row in rows:
        if f"{PREFIX}_app" in row["roles"]:
            assert "siyu.tenant" in row["qual"]
            assert "siyu.tenant" in (row["with_check"] or "")
    assert any(f"{PREFIX}_app" in row["roles"] for row in rows)


@pytest.mark.parametrize("table", sorted(set(TENANT_TABLES) - QUEUES))
async def test_the_relay_sees_queues_only(database: Database, table: str) -> None:
    async with database.relay.acquire() as conn:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.fetchval(f"select count(*) from {table}")


async def test_nobody_goes_around(database: Database, owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname like $1",
        f"{PREFIX}\\_%",
    )
    assert len(rows) == 4
    assert not any(row["rolsuper"] or row["rolbypassrls"] or row["rolcreaterole"] for row in rows)


@pytest.mark.parametrize(
    "statement",
    [
        "alter table staff.person disable row level security",
        "set role siyu_search",
        "set role siyu_owner",
        "set session authorization postgres",
        "create policy open on staff.person using (true)",
    ],
)
async def test_the_app_cannot_open_a_wall(database: Database, statement: str) -> None:
    async with database.app.acquire() as conn:
        with pytest.raises(
            (asyncpg.InsufficientPrivilegeError, asyncpg.InvalidParameterValueError)
        ):
            await conn.execute(statement)


async def test_a_row_cannot_be_written_for_another_tenant(database: Database) -> None:
    async with database.app.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        await conn.execute("set local siyu.tenant = '1'")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(
                "insert into catalog.category (tenant_id, id, code, name, made_at)"
                " values (2, gen_random_uuid(), 'x', 'x', now())"
            )
        await transaction.rollback()
