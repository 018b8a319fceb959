"""How many orders a second one counter takes while everybody wants the same SKU.

An order here is the whole of it: priced, stock held, what is owed booked, order, line and step
written, its fact told, durable before the buyer hears of it. Buyers come in crowds of 500 who all
wait at the lane. Beside it, in the same rounds on the same server: *one by one*, the same verb in
a transaction for each buyer, eight at once; a *row lock*, the usual way (lock the row of stock,
look, write the same rows, set the row; eight at once); and *raw*, the limit: the same rows in
batches of 500, see rivals.py.

`python -m bench.orders [rounds]` prints one line of JSON.
"""

import asyncio
import json
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from bench.customers_meet import _migrate
from bench.ledger import TENANT, rate
from bench.rivals import BATCH, Rivals
from siyu.flows import place_orders, stock_goods
from siyu.flows.counter import Counter
from siyu.flows.order_drafts import Placing
from siyu.kernel.clock import SystemClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.facts import calendar
from siyu.kernel.postgres import Embedded
from siyu.modules import catalog, orders, tenants

CROWD = 500
BUYERS = 8


class Shop:
    """One store with one SKU that everybody wants."""

    def __init__(self, database: Database, store: UUID, sku: UUID) -> None:
        self.database, self.store, self.sku = database, store, sku
        self.counter = Counter(database.works)

    def asked(self) -> Placing:
        lines = ((self.sku, 1),)
        return Placing(customer=uuid4(), store=self.store, lines=lines, key=uuid4().hex)

    async def crowd(self) -> int:
        waiting = (self.counter.submit(TENANT, self.asked()) for _ in range(CROWD))
        answers = await asyncio.gather(*waiting)
        assert all(isinstance(one, orders.Order) for one in answers)
        return CROWD

    async def alone(self) -> int:
        async with self.database.works.open(TENANT) as work:
            await place_orders.place_one(work, self.asked())
        return 1


async def furnish(database: Database) -> Shop:
    async with database.works.open(TENANT) as work:
        await tenants.found(work, tenants.Found(code="bench", name="小店", hosts=("bench.test",)))
        opened = datetime(2025, 1, 1, tzinfo=UTC).date()
        opening = tenants.OpenStore(code="E1", name="东门店", opened_on=opened, city="苏州")
        store = await tenants.open_store(work, opening)
        tin = catalog.NewSku(code="M1", name="900g", price_minor=19900)
        new = catalog.NewProduct(code="M", name="羊奶粉", category_id=None, skus=[tin])
        await catalog.list_new(work, [new])
        sku = (await catalog.find_skus_by_code(work, ["M1"]))["M1"]
    async with database.works.open(TENANT) as work:
        await stock_goods.receive(work, uuid4(), store, [(sku, 1_000_000)])
    return Shop(database, store, sku)


async def measure(shop: Shop, owner: asyncpg.Pool, rounds: int) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    await shop.crowd()
    placed = await owner.fetch("select id from orders.order limit $1", BATCH)
    rivals = Rivals(owner, [row[0] for row in placed])
    await rivals.furnish()
    for _ in range(rounds):
        found.setdefault("orders_per_s", []).append(await rate(shop.crowd))
        alone = await rate(shop.alone, at_once=BUYERS)
        found.setdefault(f"one_by_one_per_s_by_{BUYERS}", []).append(alone)
        found.setdefault("raw_batch_per_s", []).append(await rate(rivals.write_raw))
        locked = await rate(rivals.lock_row, at_once=BUYERS)
        found.setdefault(f"row_lock_per_s_by_{BUYERS}", []).append(locked)
    return {name: statistics.median(rates) for name, rates in found.items()}


async def figures(rounds: int) -> dict[str, float]:
    """Medians of the rounds, and how the verb stands to its rivals."""
    keyring = Keyring(b"a master secret that only benches know")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "data"
        async with Embedded(place, password_of=keyring.password) as embedded:
            await embedded.furnish(prefix="siyu")
            owner = embedded.url("siyu_owner", "siyu")
            await _migrate(owner)
            urls = embedded.url("siyu_app", "siyu"), embedded.url("siyu_relay", "siyu")
            async with Database.connected(*urls, SystemClock(), keyring) as database:
                await calendar.make_months(database.relay, datetime.now(UTC))
                async with asyncpg.create_pool(embedded.url(database="siyu"), min_size=0) as pool:
                    found = await measure(await furnish(database), pool, rounds)
    rounded = {name: round(value, 1) for name, value in found.items()}
    for rival in (f"one_by_one_per_s_by_{BUYERS}", f"row_lock_per_s_by_{BUYERS}"):
        times = found["orders_per_s"] / found[rival]
        rounded[f"times_{rival.split('_per_s')[0]}"] = round(times, 2)
    rounded["of_raw_batch"] = round(found["orders_per_s"] / found["raw_batch_per_s"], 2)
    return rounded


async def main(rounds: int) -> None:
    print(json.dumps(await figures(rounds) | {"rounds": rounds, "crowd": CROWD}))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
