"""Partitions of the log have no door of their own, and each stands behind the wall all the same."""

from collections.abc import AsyncIterator
from datetime import date

import asyncpg
import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Database, Works
from siyu.kernel.facts import log
from siyu.kernel.facts.calendar import months_from
from siyu.kernel.ids import TenantId
from tests.house.database import START, Server
from tests.house.facts import Noted, instant, note

_PARTITIONS = """
select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as walled,
  (select array_agg(pg_get_expr(p.polqual, c.oid)) from pg_policy p
   where p.polrelid = c.oid) as rules,
  (select array_agg(pg_get_expr(p.polwithcheck, c.oid)) from pg_policy p
   where p.polrelid = c.oid) as checks
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'facts.fact'::regclass and c.relkind = 'r' order by 1
"""
NO_TENANT = (asyncpg.UndefinedObjectError, asyncpg.InvalidTextRepresentationError)


@pytest.fixture
async def owner(database: Database, server: Server) -> AsyncIterator[asyncpg.Connection]:
    conn = await asyncpg.connect(server.urls("owner"))
    yield conn
    await conn.close()


async def test_every_partition_is_walled_by_the_tenant(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(_PARTITIONS)
    ready = {f"facts.fact_{month:%Y%m}" for month in months_from(START.date(), 4)}
    assert {row["name"] for row in rows} >= ready | {"facts.fact_rest"}
    for row in rows:
        assert row["walled"], row["name"]
        for rule in (*row["rules"], *row["checks"]):
            assert "siyu.tenant" in rule, row["name"]


async def test_the_owner_reads_one_tenant_only_in_a_partition(
    database: Database, owner: asyncpg.Connection, tenant: TenantId
) -> None:
    partition = f"facts.fact_{START:%Y%m}"
    then = Works(database.app, StoppedClock(START), database.works.keyring)
    other = TenantId(tenant + 1_000_000)
    for one, much in ((tenant, 2), (other, 3)):
        await note(then, one, *([START] * much))
    with pytest.raises(NO_TENANT):
        await owner.fetchval(f"select count(*) from {partition}")
    for one, much in ((tenant, 2), (other, 3)):
        async with owner.transaction():
            await owner.execute(f"set local siyu.tenant = '{one}'")
            assert await owner.fetchval(f"select count(*) from {partition}") == much


async def test_nobody_reads_a_partition_beside_the_wall(
    database: Database, owner: asyncpg.Connection
) -> None:
    partitions = [row["name"] for row in await owner.fetch(_PARTITIONS)]
    for pool in (database.app, database.relay):
        async with pool.acquire() as conn:
            for partition in partitions:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    async with conn.transaction():
                        await conn.execute("set local siyu.tenant = '1'")
                        await conn.fetchval(f"select count(*) from {partition}")


async def test_facts_of_a_month_nobody_made_move_when_it_is_made(
    database: Database, owner: asyncpg.Connection, tenant: TenantId
) -> None:
    """As the owner, whom the wall of the net binds as well."""
    early = Works(database.app, StoppedClock(instant(2019, 5, 7)), database.works.keyring)
    told = await note(early, tenant, START, START)
    async with database.relay.acquire() as conn:
        await conn.execute("select facts.make_month($1)", date(2019, 5, 1))
    async with owner.transaction():
        await owner.execute(f"set local siyu.tenant = '{tenant}'")
        assert await owner.fetchval("select count(*) from facts.fact_201905") == 2
        assert await owner.fetchval("select count(*) from facts.fact_rest") == 0
    async with database.works.look(tenant) as work:
        rows, _ = await log.read(work, log.START, names=[Noted.NAME])
    assert [row.id for row in rows] == told
