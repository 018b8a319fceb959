"""How long the funnel, the codes and the comparisons take on large data.

`python -m bench.insight_ways [millions of sale lines]` prints one line of JSON. For each five
million lines there are two million scans, four million letters and six million visits of 1.2
million customers, over a year and a half, made by the engine itself. Each question is asked five
times, of one month and of half a year; beside it the limit: one pass over the same tables that only
counts their customers.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from siyu.kernel.columns import Columns
from siyu.kernel.columns.tables import create_table, create_view
from siyu.kernel.ids import TenantId
from siyu.modules.insight.compared import Watch
from siyu.modules.insight.projections import PROJECTIONS
from siyu.modules.insight.queries.codes import codes_brought
from siyu.modules.insight.queries.compare import compare
from siyu.modules.insight.queries.funnel import funnel
from siyu.modules.insight.values import Merchant, Period, Within
from tests.house.columns import ColumnsProcess

MILLION = 1_000_000
ENDS = datetime(2026, 7, 1, tzinfo=UTC)
MERCHANT = Merchant(TenantId(1), "Asia/Shanghai")
TIMES = 5
_AT = (
    "toDateTime64('2026-07-01 00:00:00', 3, 'UTC') - toIntervalSecond(cityHash64(n, {salt}) % {s})"
)
_SPAN_S = 540 * 86_400
_WHO = "reinterpretAsUUID(toUInt128(cityHash64(n, {salt}) % {people} + 1))"
_ROW = "reinterpretAsUUID(toUInt128(n) + 1)"
_STORE = "reinterpretAsUUID(toUInt128(n % 12 + 1))"
_GUIDE = "reinterpretAsUUID(toUInt128(n % 60 + 1))"
_CODE = "reinterpretAsUUID(toUInt128(n % 120 + 1))"
_VISITOR = "reinterpretAsUUID(toUInt128(cityHash64(n % 1500000, 7)))"


class Rows(msgspec.Struct, frozen=True):
    n: int


def fills(people: int, lines: int) -> dict[str, tuple[int, dict[str, str]]]:
    """Table → how many rows, and each column as an expression of `n`."""
    her = _WHO.format(salt=1, people=people)
    by_number = "reinterpretAsUUID(toUInt128(n % {people} + 1))".replace("{people}", str(people))
    one_each = {"customer": by_number, "store": _STORE, "guide": _GUIDE}
    came_by = {"code": _CODE, "visit": _ROW, "visitor": _VISITOR}
    part = lines // 5
    return {
        "insight_code": (120, {"code": _CODE, "store": _STORE, "source": "'poster'"}),
        "insight_scan": (2 * part, {**came_by, "store": _STORE}),
        "insight_joined": (part, {**came_by, "customer": by_number, "is_new": "n < 1200000"}),
        "insight_letter": (4 * part, {"customer": her}),
        "insight_came": (6 * part, {"customer": her}),
        "insight_person": (people, one_each),
        "insight_bond": (people, one_each),
        "insight_newcomer": (people, {"customer": by_number, "store": _STORE}),
        "insight_sale_line": (
            lines,
            {
                "on": "toDate(at)",
                "channel": "if(n % 4 = 0, 'mall', 'store')",
                **one_each,
                "customer": her,
                "belonging_store": _STORE,
                "sale": _ROW,
                "line_no": "1",
                "is_return": "n % 25 = 0",
                "quantity_milli": "if(n % 25 = 0, -1000, 1000)",
                "amount_minor": "if(n % 25 = 0, -9900, 19900)",
            },
        ),
    }


async def fill(columns: Columns, lines: int) -> int:
    """Every table of insight, made and filled; how many rows in all."""
    rows = 0
    wanted = fills(int(1.2 * lines / 5), lines)
    for projection in PROJECTIONS:
        table = projection.table
        await columns.execute(create_table(table, "bench"))
        await columns.execute(create_view(table, "bench"))
        if table.name not in wanted:
            continue
        count, made = wanted[table.name]
        # Whoever signs in after a scan does so at once.
        salt = len("insight_scan" if table.name == "insight_joined" else table.name)
        at = _AT.format(salt=salt, s=_SPAN_S)
        given = {"tenant_id": "1", "at": at, "fact_id": _ROW, "place": "n", **made}
        picked = ", ".join(f"{sql} as {name}" for name, sql in given.items())
        for begin in range(0, count, MILLION):
            some = min(MILLION, count - begin)
            await columns.execute(
                f"insert into {table.stored_as('bench')} ({', '.join(given)})"
                f" select {picked} from (select number + {begin} as n from numbers({some}))"
            )
        rows += count
    return rows


async def took(ask: Callable[[], Awaitable[object]]) -> float:
    """Median milliseconds."""
    each = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await ask()
        each.append((time.perf_counter() - began) * 1000)
    return statistics.median(each)


async def measure(columns: Columns) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, days in (("month", 30), ("half_year", 180)):
        since = ENDS - timedelta(days=days)
        watch = Watch(since=since, until=ENDS, days=30, today=ENDS.date())
        period = Period(since.date(), ENDS.date())
        steps = await funnel(columns, MERCHANT, watch, Within())
        assert all(step.people for step in steps[:4]), "what is asked has no answer"
        found[f"people_{name}"] = steps[0].people
        questions: dict[str, Callable[[], Awaitable[object]]] = {
            "funnel": lambda w=watch: funnel(columns, MERCHANT, w, Within()),
            "codes": lambda p=period: codes_brought(columns, MERCHANT, p, Within(), source=None),
            "stores": lambda p=period, s=since: compare(
                columns, MERCHANT, p, Within(), by="store", since=s, until=ENDS
            ),
            "guides": lambda p=period, s=since: compare(
                columns, MERCHANT, p, Within(), by="guide", since=s, until=ENDS
            ),
        }
        for asked, ask in questions.items():
            found[f"{asked}_{name}_ms"] = await took(ask)
    tables = ("insight_scan", "insight_letter", "insight_came", "insight_sale_line")
    passes = " + ".join(
        f"(select uniq({'visitor' if t == 'insight_scan' else 'customer'}) from {t})"
        for t in tables
    )
    found["one_pass_ms"] = await took(
        lambda: columns.rows(f"select toInt64({passes}) as n", {}, Rows)
    )
    return found


async def main(lines: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        process = ColumnsProcess(Path(folder) / "data")
        process.start()
        columns = process.columns()
        rows = await fill(columns, lines)
        found = await measure(columns)
        await columns.close()
        process.stop()
    found["funnel_of_pass"] = found["funnel_half_year_ms"] / found["one_pass_ms"]
    print(json.dumps({"rows": rows, **{name: round(value, 1) for name, value in found.items()}}))


if __name__ == "__main__":
    asyncio.run(main(int(float(sys.argv[1]) * MILLION) if len(sys.argv) > 1 else 5 * MILLION))
