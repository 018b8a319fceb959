"""How many orders a second the shop's own checkout door takes when everybody wants one SKU.

A whole installation runs as `siyu up` starts it, with one web process and with two. Buyers are
signed in, each on a connection of her own; a process beside (`bench.flash_buyers`, plain sockets)
plays 50, 500 and 2,000 of them, on the same cores: each asks for a quote once, then orders at the
total she saw under a fresh key, as soon as she has read the receipt of the one before. Then a
hundred pieces are all there is, and everybody wants one. Every receipt is looked for in the record
afterwards.

Beside it `bench.orders`: the same verb without HTTP, a row lock that writes the same rows, and the
limit, the same rows in raw batches.

`python -m bench.flash_sale [seconds per crowd]` prints one line of JSON.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from bench import orders as at_the_database
from siyu.flows import stock_goods
from siyu.kernel.db import Scalar
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import catalog, customers, tenants
from tests.crashes.installation import Installation, wait_until

CROWDS = (50, 500, 2_000)
PROCESSES = (1, 2)
SCARCE = 100
HOST = "bench.test"

_KEPT = Scalar("select count(*) from orders.order where tenant_id = $1 and id = any($2::uuid[])")
_PLACED = Scalar("select count(*) from orders.line where tenant_id = $1 and sku_id = $2")


class Ground:
    """A shop with plenty of one SKU, little of others, and people who are signed in."""

    def __init__(self, kit: Kit, tenant: TenantId, store: UUID, skus: dict[str, UUID]) -> None:
        self.kit, self.tenant, self.store, self.skus = kit, tenant, store, skus
        self.tokens: list[str] = []

    async def placed(self, sku: str) -> int:
        async with self.kit.works.look(self.tenant) as work:
            return await _PLACED.get(work, self.tenant, self.skus[sku])

    async def lost(self, ids: list[str]) -> int:
        """How many orders of which she has the receipt are not in the record."""
        async with self.kit.works.look(self.tenant) as work:
            return len(ids) - await _KEPT.get(work, self.tenant, ids)


async def furnish(kit: Kit) -> Ground:
    tenant = await tenants.next_tenant(kit.works)
    async with kit.works.open(tenant) as work:
        found = tenants.Found(code=f"b{tenant}", name="小店", hosts=(HOST,))
        await tenants.found(work, found)
        opening = tenants.OpenStore(
            code="E1", name="东门店", opened_on=work.now.date(), city="苏州"
        )
        store = await tenants.open_store(work, opening)
        codes = ["PLENTY", *(f"SCARCE{n}" for n in PROCESSES)]
        new = [
            catalog.NewProduct(
                code=code,
                name=code,
                category_id=None,
                skus=[catalog.NewSku(code=code, name="900g", price_minor=19900)],
            )
            for code in codes
        ]
        await catalog.list_new(work, new)
        skus = await catalog.find_skus_by_code(work, codes)
    async with kit.works.open(tenant) as work:
        lines = [(sku, 10**7 if code == "PLENTY" else SCARCE) for code, sku in skus.items()]
        await stock_goods.receive(work, uuid4(), store, lines)
    ground = Ground(kit, tenant, store, dict(skus))
    for first in range(0, max(CROWDS), 100):
        async with kit.works.open(tenant) as work:
            for n in range(first, first + 100):
                token, _ = await customers.begin_session(work, f"1380{n:07d}", [])
                ground.tokens.append(token.text)
    return ground


def drive(one: Installation, ground: Ground, crowd: int, sku: str, seconds: float) -> Any:
    """What the buyers saw; `seconds` 0: each orders once."""
    asked = {
        "port": one.settings.port,
        "host": HOST,
        "tokens": ground.tokens[:crowd],
        "store": str(ground.store),
        "sku": str(ground.skus[sku]),
        "seconds": seconds,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.flash_buyers"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(done.stdout)


async def measure(folder: Path, processes: int, seconds: float) -> dict[str, Any]:
    one = Installation(folder / f"data{processes}", web_processes=processes, sandbox=False)
    one.start()
    try:
        wait_until(one.is_ready, what="the shop to open")
        async with one.kit() as kit:
            ground = await furnish(kit)
            drive(one, ground, 50, "PLENTY", 1.0)
            crowds = {n: drive(one, ground, n, "PLENTY", seconds) for n in CROWDS}
            scarce = f"SCARCE{processes}"
            rush = drive(one, ground, max(CROWDS), scarce, 0)
            placed = await ground.placed(scarce)
            told = [id_ for seen in (*crowds.values(), rush) for id_ in seen.pop("ids")]
            lost = await ground.lost(told)
    finally:
        one.stop(signal.SIGTERM)
    return {
        "processes": processes,
        "crowds": crowds,
        "rush": rush | {"granted": rush["orders"], "in_the_record": placed},
        "receipts": len(told),
        "lost": lost,
        "oversold": max(0, placed - SCARCE),
        "unsold_while_demanded": max(0, SCARCE - placed),
    }


def open_folder() -> tempfile.TemporaryDirectory[str]:
    """One that the database's own user may enter."""
    folder = tempfile.TemporaryDirectory(prefix="siyu-flash-")
    Path(folder.name).chmod(0o755)
    return folder


async def main(seconds: float) -> None:
    with open_folder() as name:
        runs = [await measure(Path(name), processes, seconds) for processes in PROCESSES]
    figures = await at_the_database.figures(1)
    seen = [
        crowd | {"processes": run["processes"], "buyers": n}
        for run in runs
        for n, crowd in run["crowds"].items()
    ]
    best = max(seen, key=lambda one: one["orders_per_s"])
    print(
        json.dumps(
            {
                "bench": "flash_sale",
                "http_orders_per_s": best["orders_per_s"],
                "p99_ms": best["p99_ms"],
                "processes": best["processes"],
                "buyers": best["buyers"],
                "db_orders_per_s": figures["orders_per_s"],
                "row_lock_orders_per_s": figures["row_lock_per_s_by_8"],
                "raw_batch_orders_per_s": figures["raw_batch_per_s"],
                "of_raw_batch": figures["of_raw_batch"],
                "times_row_lock": figures["times_row_lock"],
                "oversold": sum(run["oversold"] for run in runs),
                "unsold_while_demanded": sum(run["unsold_while_demanded"] for run in runs),
                "receipts": sum(run["receipts"] for run in runs),
                "lost": sum(run["lost"] for run in runs),
                "runs": runs,
                "load_generator": "bench.flash_buyers: one process, plain asyncio sockets",
                "cores": os.cpu_count(),
                "load": round(os.getloadavg()[0], 1),
            }
        )
    )


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0))
