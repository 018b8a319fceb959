"""How many rows a second become receipts, customers and facts, on a real disk with fsync.

`python -m bench.import_receipts [rows]` prints one line of JSON; the aim is 5,000 rows a second.
The rows are those of the CDNOW log that the package `lifetimes` carries. Three times, each on an
empty database; what counts is the median. The limit beside it: what the import left behind
(receipts, lines, customers, keys, facts …), copied by COPY into tables with the same indexes and no
row security on the same server. No program that writes the same rows can be faster.
"""

import asyncio
import importlib.util
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

import asyncpg

from siyu import migrations
from siyu.flows.import_file import Choices, Importer
from siyu.kernel.clock import SystemClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.facts import calendar
from siyu.kernel.ids import TenantId
from siyu.kernel.postgres import Embedded
from siyu.modules import tenants
from siyu.modules.tills.reading import RowReader, find_shape, guess_mapping, open_records

AIM = 5_000
RUNS = 3
TENANT = TenantId(1)
TABLES = (
    "customers.customer",
    "customers.person_key",
    "customers.identity",
    "customers.belonging",
    "customers.consent",
    "tills.receipt",
    "tills.line",
    "tills.customer_figures",
    "facts.fact",
)


class Rates(NamedTuple):
    """Rows of the file a second."""

    rows: int
    new: float
    known: float
    copied: float


def log_of(rows: int, folder: Path) -> Path:
    """The first rows of the log, with its header."""
    package = importlib.util.find_spec("lifetimes")
    if package is None or package.origin is None:
        sys.exit("the package lifetimes, which carries the CDNOW log, is not installed")
    log = Path(package.origin).parent / "datasets" / "CDNOW_master.txt"
    place = folder / "cdnow.txt"
    place.write_text("".join(log.read_text().splitlines(keepends=True)[: rows + 1]))
    return place


def reading_rate(log: Path) -> float:
    """Rows a second from bytes to strict rows, nothing else."""
    shape = find_shape(log)
    mapping, zone = guess_mapping(log, shape), ZoneInfo("Asia/Shanghai")
    reader = RowReader(shape, mapping, exponent=2, zone=zone, now=datetime.now(UTC))
    began = time.perf_counter()
    rows = sum(1 for _ in reader.read(open_records(log, shape)))
    return rows / (time.perf_counter() - began)


async def importing_rates(log: Path, folder: Path) -> Rates:
    """On a new database: all rows new, then all known, then what they left copied."""
    keyring = Keyring(b"a master secret that only benches know")
    async with Embedded(folder / "data", password_of=keyring.password) as embedded:
        await embedded.furnish(prefix="siyu")
        owner = embedded.url("siyu_owner", "siyu")
        await migrations.upgrade(owner, prefix="siyu")
        conn = await asyncpg.connect(owner)
        await calendar.open_epoch(conn, datetime.now(UTC))
        await conn.close()
        urls = embedded.url("siyu_app", "siyu"), embedded.url("siyu_relay", "siyu")
        async with Database.connected(*urls, SystemClock(), keyring) as database:
            await calendar.make_months(database.relay, datetime.now(UTC))
            async with database.works.open(TENANT) as work:
                await tenants.found(work, tenants.Found(code="bench", name="bench"))
            importer = Importer(database.works, folder / "uploads", TENANT)
            rows, new = await _rate(importer, log)
            _, known = await _rate(importer, log)
            return Rates(rows, new, known, rows / await _copying_s(owner, folder))


async def _rate(importer: Importer, log: Path) -> tuple[int, float]:
    began = time.perf_counter()
    run = await importer.run(log, Choices(None, "pos", "S01", create=True))
    return run.read, run.read / (time.perf_counter() - began)


async def _copying_s(owner: str, folder: Path) -> float:
    """Seconds to copy all that the import wrote into empty tables with the same indexes."""
    conn = await asyncpg.connect(owner)
    await conn.execute(f"create schema bench; set siyu.tenant = '{int(TENANT):d}'")
    took = 0.0
    for table in TABLES:
        file, name = folder / table, table.replace(".", "_")
        await conn.copy_from_query(f"select * from {table}", output=file, format="binary")
        await conn.execute(f"create table bench.{name} (like {table} including all)")
        began = time.perf_counter()
        await conn.copy_to_table(name, schema_name="bench", source=file, format="binary")
        took += time.perf_counter() - began
    await conn.close()
    return took


def main(rows: int) -> None:
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log = log_of(rows, folder)
        runs = []
        for run in range(RUNS):
            place = folder / str(run)
            place.mkdir()
            runs.append(asyncio.run(importing_rates(log, place)))
        new, copied = median(r.new for r in runs), median(r.copied for r in runs)
        figures = {
            "rows": runs[0].rows,
            "load_before": round(load, 1),
            "reading_per_s": round(reading_rate(log)),
            "importing_per_s": round(new),
            "each_per_s": [round(r.new) for r in runs],
            "again_per_s": round(median(r.known for r in runs)),
            "copying_per_s": round(copied),
            "of_copying": round(new / copied, 2),
            "aim_per_s": AIM,
            "ratio": round(new / AIM, 2),
        }
        print(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 69_659)
