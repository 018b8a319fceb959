"""How many receipts a second find their customer: strangers met, known ones found.

Tills know cards without names; a list of members has names, which are made searchable.

`python -m bench.customers_meet [cards]` prints one line of JSON; the aim is 10,000 a second.
"""

import asyncio
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import asyncpg

from siyu import migrations
from siyu.kernel.clock import SystemClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Works
from siyu.kernel.facts import calendar
from siyu.kernel.ids import TenantId
from siyu.kernel.postgres import Embedded
from siyu.modules import customers
from siyu.modules.customers import Meet

AIM = 10_000
BATCH = 2_000
TENANT = TenantId(1)


async def main(count: int) -> None:
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
                await _measure(database.works, count)


async def _migrate(owner: str) -> None:
    await migrations.upgrade(owner, prefix="siyu")
    conn = await asyncpg.connect(owner)
    await calendar.open_epoch(conn, datetime.now(UTC))
    await conn.close()


async def _measure(works: Works, count: int) -> None:
    store, now = uuid4(), datetime.now(UTC)
    figures = {"cards": count, "batch": BATCH, "aim_per_s": AIM}
    for who, prefix, name in (
        ("strangers", "86", None),
        ("known", "86", None),
        ("named_strangers", "87", "王小明"),
    ):
        cards = [customers.read_identity(f"{prefix}{n:08d}") for n in range(count)]
        commands = [
            Meet(identity=card, source="pos", at=now, store=store, name=name) for card in cards
        ]
        took = await _meet(works, commands)
        figures |= {
            f"{who}_per_s": round(count / took),
            f"{who}_ratio": round(count / took / AIM, 2),
        }
    print(json.dumps(figures))


async def _meet(works: Works, commands: list[Meet]) -> float:
    began = time.perf_counter()
    for start in range(0, len(commands), BATCH):
        async with works.open(TENANT) as work:
            await customers.meet(work, commands[start : start + BATCH])
    return time.perf_counter() - began


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
