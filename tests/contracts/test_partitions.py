"""Partitions of the log have no door of their own: facts are read through the walled table."""

import asyncpg
import pytest

from siyu.kernel.db import Database
from tests.house.database import Server

_PARTITIONS = """
select c.oid::regclass::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'facts.fact'::regclass and c.relkind = 'r'
"""


async def test_nobody_reads_a_partition_beside_the_wall(database: Database, server: Server) -> None:
    owner = await asyncpg.connect(server.urls("owner"))
    try:
        partitions = [row[0] for row in await owner.fetch(_PARTITIONS)]
    finally:
        await owner.close()
    assert "facts.fact_rest" in partitions
    for pool in (database.app, database.relay):
        async with pool.acquire() as conn:
            for partition in partitions:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await conn.fetchval(f"select count(*) from {partition}")
