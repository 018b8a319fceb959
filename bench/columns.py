"""What the columns process costs: start, memory, a small question, rows a second.

`python -m bench.columns` prints one line of JSON; the limits are 350 MB at rest and 20 ms a
small question.
"""

import asyncio
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import msgspec

from siyu.kernel.columns import Columns
from siyu.kernel.columns.tables import Table, create_table
from tests.house.columns import ColumnsProcess

IDLE_MB = 350
QUESTION_MS = 20
ASKED = 300
TABLE = Table(name="sale", columns={"store": "UUID", "amount_minor": "Int64"}, order=("store",))


class Sum(msgspec.Struct, frozen=True):
    rows: int
    amount: int


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        process = ColumnsProcess(Path(folder) / "data")
        began = time.monotonic()
        process.start()
        figures: dict[str, float] = {"start_s": time.monotonic() - began}
        await asyncio.sleep(3)
        figures["idle_mb"] = resident_mb(process)
        columns = process.columns()
        await columns.execute(create_table(TABLE, "bench"))
        for size, times in ((1_000, 40), (10_000, 15)):
            figures[f"rows_per_s_{size}"] = await inserting(columns, size, times)
        figures |= await asking(columns)
        await columns.close()
        await asyncio.sleep(5)
        figures["mb_after"] = resident_mb(process)
        process.stop()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures["server_cpu_s"] = used.ru_utime + used.ru_stime
    limits = {
        "idle_of_limit": figures["idle_mb"] / IDLE_MB,
        "question_of_limit": figures["question_ms_p50"] / QUESTION_MS,
    }
    print(json.dumps({k: round(v, 2) for k, v in (figures | limits).items()}))


def resident_mb(process: ColumnsProcess) -> float:
    assert process.process is not None
    status = Path(f"/proc/{process.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def inserting(columns: Columns, size: int, times: int) -> float:
    """Rows a second over batches of one size, each acknowledged after fsync."""
    start, stores = datetime(2026, 1, 1, tzinfo=UTC), [uuid4() for _ in range(12)]
    rows = [
        [1, start + timedelta(minutes=n), uuid4(), 0, n, stores[n % 12], n] for n in range(size)
    ]
    began = time.monotonic()
    for n in range(times):
        token = f"{size}.{n}"
        await columns.insert(TABLE.stored_as("bench"), TABLE.every, rows, token=token)
    return size * times / (time.monotonic() - began)


async def asking(columns: Columns) -> dict[str, float]:
    """Milliseconds of a small question, one after the other and eight at a time."""
    sql = """
        SELECT count() AS rows, toInt64(sum(amount_minor)) AS amount FROM sale__bench
        WHERE tenant_id = {tenant:UInt32} AND store = {store:UUID}
    """

    async def ask() -> None:
        await columns.rows(sql, {"tenant": 1, "store": uuid4()}, Sum)

    each = sorted([await timed(ask) for _ in range(ASKED)])
    began = time.monotonic()
    await asyncio.gather(*(ask() for _ in range(ASKED)))
    return {
        "question_ms_p50": statistics.median(each),
        "question_ms_p95": each[int(ASKED * 0.95)],
        "question_ms_together": (time.monotonic() - began) * 1000 / ASKED,
    }


async def timed(do: Callable[[], Awaitable[None]]) -> float:
    began = time.monotonic()
    await do()
    return (time.monotonic() - began) * 1000


if __name__ == "__main__":
    asyncio.run(main())
