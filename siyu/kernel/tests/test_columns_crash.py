"""Killed at random moments, again and again: nothing is lost, nothing counts twice."""

import asyncio
import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from siyu.kernel.clock import SystemClock
from siyu.kernel.columns import Feed, audit, digest, rebuild
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.tests import columns_child
from siyu.kernel.tests.columns_child import BUCKETS, DROPS, DropFallen
from tests.house.columns import ColumnsProcess, next_fence
from tests.house.database import Server
from tests.house.depth import times

VICTIMS = ["feeder", "feeder", "columns"] * times(2, 12)
SECONDS_BETWEEN = (0.02, 1.0)
WRITERS = 4


class Found(msgspec.Struct, frozen=True):
    rows: int
    facts: int
    ids: int


class Feeder:
    """A feeding process; every one started shows a higher fence than the one before.

    Forked from a server that has imported everything, so that a kill meets a feeder at work.
    """

    def __init__(self, relay_url: str, columns: ColumnsProcess) -> None:
        self._to = (relay_url, columns)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([columns_child.__name__])
        self._process: Any = None

    def start(self) -> None:
        url, columns = self._to
        to = (url, columns.port, columns.secret, next_fence())
        self._process = self._context.Process(target=columns_child.feed, args=to)
        self._process.start()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()


@pytest.fixture
def own_columns(tmp_path: Path) -> Iterator[ColumnsProcess]:
    process = ColumnsProcess(tmp_path / "data")
    process.start()
    yield process
    process.kill()


@pytest.fixture
def live(database: Database, keyring: Keyring) -> Works:
    """Works on the system's time: ids are as they would be."""
    return Works(database.app, SystemClock(), keyring)


async def write(works: Works, tenant: TenantId, seed: int, until: asyncio.Event) -> None:
    """Facts in transactions that commit after a random while, one in ten not at all."""
    chance = random.Random(seed)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    while not until.is_set():
        with suppress(ZeroDivisionError):
            async with works.open(tenant) as work:
                for _ in range(chance.choice([1, 5, 50])):
                    drop = DropFallen(bucket=chance.randrange(50))
                    work.tell(drop, at=start + timedelta(hours=chance.randrange(6000)))
                await work.flush()
                await asyncio.sleep(chance.choice([0.01, 0.02, 0.05, 0.3]))
                assert 1 // chance.randrange(10) >= 0


async def writing(works: Works, tenant: TenantId, until: asyncio.Event) -> None:
    await asyncio.gather(*(write(works, tenant, seed, until) for seed in range(WRITERS)))


async def told(works: Works, tenant: TenantId) -> list[UUID]:
    async with works.look(tenant) as work:
        rows = await work.conn.fetch(
            "select id from facts.fact where tenant_id = $1 and name = $2",
            tenant,
            DropFallen.NAME,
        )
    return [row["id"] for row in rows]


async def test_whatever_is_killed_every_fact_is_there_once(
    database: Database,
    live: Works,
    server: Server,
    own_columns: ColumnsProcess,
    tenant: TenantId,
) -> None:
    feeder, chance, over = (
        Feeder(server.urls("relay"), own_columns),
        random.Random(7),
        asyncio.Event(),
    )
    writers = asyncio.create_task(writing(live, tenant, over))
    await asyncio.to_thread(feeder.start)
    for number, victim in enumerate(VICTIMS):
        if number == len(VICTIMS) // 2:
            await rebuild(database.relay, DROPS)
        await asyncio.sleep(chance.uniform(*SECONDS_BETWEEN))
        process = feeder if victim == "feeder" else own_columns
        await asyncio.to_thread(process.kill)
        await asyncio.to_thread(process.start)
    over.set()
    await writers
    feeder.kill()
    columns = own_columns.columns()
    feed = Feed(database.relay, columns, [DROPS, BUCKETS], fence=next_fence())
    await feed.drain()
    facts = await told(live, tenant)
    sql = """
        SELECT count() AS rows, uniqExact(fact_id) AS facts, groupBitXor(toUInt128(fact_id)) AS ids
        FROM drop_fallen WHERE tenant_id = {tenant:UInt32}
    """
    (found,) = await columns.rows(sql, {"tenant": tenant}, Found)
    assert found == Found(len(facts), len(facts), xor(facts))
    assert await audit(database.relay, columns, [DROPS, BUCKETS]) == []
    assert (await digest(columns, BUCKETS)).rows == 50
    assert len(facts) > 500
    await columns.close()


async def test_a_reader_that_only_follows_ids_loses_facts(live: Works, tenant: TenantId) -> None:
    """The control: the same writers, nobody killed, and the reader that first comes to mind."""
    over = asyncio.Event()
    writers = asyncio.create_task(writing(live, tenant, over))
    seen: list[UUID] = []
    end = time.monotonic() + 4
    while time.monotonic() < end:
        seen += await after(live, tenant, seen[-1] if seen else UUID(int=0))
        await asyncio.sleep(0.02)
    over.set()
    await writers
    seen += await after(live, tenant, seen[-1])
    facts = await told(live, tenant)
    assert len(seen) == len(set(seen))
    assert len(facts) - len(seen) > 0


async def after(works: Works, tenant: TenantId, last: UUID) -> list[UUID]:
    async with works.look(tenant) as work:
        rows = await work.conn.fetch(
            "select id from facts.fact where tenant_id = $1 and name = $2 and id > $3 order by id",
            tenant,
            DropFallen.NAME,
            last,
        )
    return [row["id"] for row in rows]


def xor(ids: list[UUID]) -> int:
    total = 0
    for id_ in ids:
        total ^= id_.int
    return total
