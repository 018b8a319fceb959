"""How many chains a second the ledger books, all on one hot SKU, each durable at its commit.

A chain is what an order does: hold one unit of stock that everybody wants, and post what is owed.
Beside it, in the same rounds on the same server: a *row lock*, the usual way (one transaction an
order: lock the row, look, write two lines, set the row; eight buyers at once, without ids to make
a repeat safe, without holds), and *raw*, the limit: the same lines into a table of the same
shape and indexes, in the same batches, with nothing decided and nothing locked.

`python -m bench.ledger [rounds]` prints one line of JSON.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from bench.customers_meet import _migrate
from siyu.kernel.clock import SystemClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.facts import calendar
from siyu.kernel.ids import TenantId
from siyu.kernel.postgres import Embedded
from siyu.modules import ledger
from siyu.modules.ledger import Account, Chain, Pend, Post

TENANT = TenantId(1)
BATCHES = (1, 50, 500)
BUYERS = 8
SECONDS = 2.0

_RIVAL = """
create schema rival;
create table rival.stock (id int primary key, quantity bigint not null check (quantity >= 0));
insert into rival.stock values (1, 1000000000);
create table rival.line
  (id uuid primary key, debit uuid, credit uuid, amount bigint, at timestamptz);
create index on rival.line (debit, at);
create index on rival.line (credit, at);
create table rival.raw (like ledger.transfer including all);
grant usage on schema rival to siyu_app;
grant all on all tables in schema rival to siyu_app;
"""
_RAW = """
insert into rival.raw
select 1, c, n, 2, d, e, 1, 'post', null, null, 'order', null, now(), null, b, n
from unnest($1::uuid[], $2::int2[], $3::uuid[], $4::uuid[], $5::int8[]) l (c, n, d, e, b)
"""


class Shop:
    """One SKU that everybody wants."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.stock = ledger.stock(uuid4(), uuid4())
        self.world = ledger.stock_world(self.stock.owner, self.stock.place)
        self.sales = ledger.sales(self.stock.place)
        self.batches = 0

    async def fill(self) -> None:
        steps = [Post(self.world, self.stock, 10**9)]
        async with self.database.works.open(TENANT) as work:
            await ledger.apply(work, [ledger.post(uuid4(), steps, reason="received")])

    def order(self) -> Chain:
        id_ = uuid4()
        owed: Account = ledger.due(id_)
        steps = (Pend(self.stock, self.world, 1), Post(self.sales, owed, 19900))
        return Chain(id=id_, steps=steps, reason="order", ref=id_)

    async def book(self, size: int) -> int:
        chains = [self.order() for _ in range(size)]
        async with self.database.works.open(TENANT) as work:
            outcomes = await ledger.apply(work, chains)
        assert all(isinstance(one, ledger.Granted) for one in outcomes)
        return size

    async def write_raw(self, size: int) -> int:
        self.batches += 1
        rows: list[tuple[UUID, int, UUID, UUID, int]] = []
        for n in range(size):
            chain, owed = uuid4(), uuid4()
            rows.append((chain, 1, self.stock.id, self.world.id, self.batches * size + n))
            rows.append((chain, 2, self.sales.id, owed, self.batches * size + n))
        async with self.database.app.acquire() as conn:
            await conn.execute(_RAW, *(list(column) for column in zip(*rows, strict=True)))
        return size

    async def lock_row(self) -> int:
        async with self.database.app.acquire() as conn, conn.transaction():
            left = await conn.fetchval("select quantity from rival.stock where id = 1 for update")
            assert left > 0
            lines = [(uuid4(), self.stock.id, self.world.id) for _ in range(2)]
            ids, debits, credits_ = (list(column) for column in zip(*lines, strict=True))
            await conn.execute(
                "insert into rival.line select i, d, c, 1, now()"
                " from unnest($1::uuid[], $2::uuid[], $3::uuid[]) l (i, d, c)",
                ids,
                debits,
                credits_,
            )
            await conn.execute("update rival.stock set quantity = quantity - 1 where id = 1")
        return 1


async def rate(act: Callable[[], Awaitable[int]], *, at_once: int = 1) -> float:
    """How many a second, by so many who each begin again when they are done."""
    began, done = time.perf_counter(), 0

    async def again() -> None:
        nonlocal done
        while time.perf_counter() - began < SECONDS:
            done += await act()

    await asyncio.gather(*(again() for _ in range(at_once)))
    return done / (time.perf_counter() - began)


async def measure(shop: Shop, rounds: int) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for size in BATCHES:
            booked = await rate(lambda size=size: shop.book(size))
            raw = await rate(lambda size=size: shop.write_raw(size))
            found.setdefault(f"chains_per_s_{size}", []).append(booked)
            found.setdefault(f"raw_per_s_{size}", []).append(raw)
        alone = await rate(lambda: shop.book(1), at_once=BUYERS)
        found.setdefault(f"chains_per_s_1_by_{BUYERS}", []).append(alone)
        locked = await rate(shop.lock_row, at_once=BUYERS)
        found.setdefault(f"row_lock_per_s_by_{BUYERS}", []).append(locked)
    return {name: statistics.median(rates) for name, rates in found.items()}


async def main(rounds: int) -> None:
    keyring = Keyring(b"a master secret that only benches know")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "data"
        async with Embedded(place, password_of=keyring.password) as embedded:
            await embedded.furnish(prefix="siyu")
            owner = embedded.url("siyu_owner", "siyu")
            await _migrate(owner)
            conn = await asyncpg.connect(owner)
            await conn.execute(_RIVAL)
            await conn.close()
            urls = embedded.url("siyu_app", "siyu"), embedded.url("siyu_relay", "siyu")
            async with Database.connected(*urls, SystemClock(), keyring) as database:
                await calendar.make_months(database.relay, datetime.now(UTC))
                shop = Shop(database)
                await shop.fill()
                found = await measure(shop, rounds)
    lock = found[f"row_lock_per_s_by_{BUYERS}"]
    figures: dict[str, float] = {k: round(v) for k, v in found.items()}
    figures["rounds"] = rounds
    for size in BATCHES:
        figures[f"times_row_lock_{size}"] = round(found[f"chains_per_s_{size}"] / lock, 1)
        of_raw = found[f"chains_per_s_{size}"] / found[f"raw_per_s_{size}"]
        figures[f"of_raw_{size}"] = round(of_raw, 2)
    print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
