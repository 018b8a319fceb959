"""The port that rooms use: rows as structs, values as parameters, errors as ours."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from siyu.kernel.columns import BadQuery, Columns, ColumnsDown, TooMuch, TooSlow
from siyu.kernel.columns.client import read_address
from tests.house.columns import ColumnsProcess

ID = UUID("0191a5c1-0000-7000-8000-000000000001")
AT = datetime(2026, 3, 1, 12, 0, 0, 123000, tzinfo=UTC)
ENDLESS = "SELECT sum(sipHash64(number)) AS n FROM numbers(100000000000)"


class Row(msgspec.Struct, frozen=True):
    id: UUID
    at: datetime
    text: str
    amount: int | None


class One(msgspec.Struct, frozen=True):
    n: int


@pytest.fixture
async def table(columns: Columns) -> str:
    await columns.execute(
        "CREATE TABLE row (id UUID, at DateTime64(3, 'UTC'), text String, amount Nullable(Int64)) "
        "ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 10"
    )
    return "row"


COLUMNS = {
    "id": "UUID",
    "at": "DateTime64(3, 'UTC')",
    "text": "String",
    "amount": "Nullable(Int64)",
}


async def test_rows_come_back_as_they_went(columns: Columns, table: str) -> None:
    for _ in range(2):
        await columns.insert(table, COLUMNS, [[ID, AT, "中'\\\n", None]], token="one")
    sql = "SELECT id, at, text, amount FROM row WHERE id = {id:UUID} AND text = {text:String}"
    found = await columns.rows(sql, {"id": ID, "text": "中'\\\n"}, Row)
    assert found == [Row(ID, AT, "中'\\\n", None)]


async def test_a_query_whose_columns_are_not_the_fields_is_a_defect(columns: Columns) -> None:
    with pytest.raises(BadQuery, match="One has"):
        await columns.rows("SELECT 1 AS m", {}, One)
    with pytest.raises(msgspec.ValidationError):
        await columns.rows("SELECT 'x' AS n", {}, One)


async def test_a_table_that_nobody_made_yet_is_asked_for_later(columns: Columns) -> None:
    with pytest.raises(ColumnsDown):
        await columns.rows("SELECT n FROM not_made_yet", {}, One)


async def test_rows_may_not_write(columns: Columns, table: str) -> None:
    with pytest.raises(BadQuery) as refusal:
        await columns.rows(f"INSERT INTO {table} (text) VALUES ('x')", {}, One)
    assert refusal.value.code == 164


async def test_a_slow_or_large_question_is_refused_in_words(columns: Columns) -> None:
    with pytest.raises(TooSlow) as slow:
        await columns.rows(ENDLESS, {}, One, seconds=1)
    assert "1 s" in slow.value.sentence("en")
    with pytest.raises(TooMuch):
        await columns.rows("SELECT number AS n FROM numbers(100000000)", {}, One)


async def test_a_caller_who_stops_waiting_stops_the_query(columns: Columns) -> None:
    asking = asyncio.create_task(columns.rows(ENDLESS, {}, One))
    await asyncio.sleep(0.5)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    running = "SELECT count() AS n FROM system.processes WHERE query LIKE '%sipHash64(number)%'"
    for _ in range(50):
        if await columns.rows(running, {}, One) == [One(1)]:
            return
        await asyncio.sleep(0.1)
    pytest.fail("it still runs")


async def test_a_read_outlives_a_restart_and_a_write_says_it_is_unsure(tmp_path: Path) -> None:
    process = ColumnsProcess(tmp_path / "data")
    process.start()
    columns = process.columns()
    assert await columns.rows("SELECT 1 AS n", {}, One) == [One(1)]
    process.kill()
    assert not await columns.ping()
    with pytest.raises(ColumnsDown):
        await columns.execute("SELECT 1")
    process.start()
    assert await columns.rows("SELECT 2 AS n", {}, One) == [One(2)]
    assert await columns.ping()
    process.stop()
    await columns.close()


async def test_many_questions_share_the_threads(columns: Columns) -> None:
    began = time.monotonic()
    rows = await asyncio.gather(
        *(columns.rows("SELECT {n:Int32} AS n", {"n": n}, One) for n in range(40))
    )
    assert [r[0].n for r in rows] == list(range(40))
    assert time.monotonic() - began < 20


def test_an_address_is_read_from_a_url_and_keeps_its_secret() -> None:
    address = read_address("https://siyu:p%40ss@ch.example/shop")
    assert (address.port, address.password, address.database) == (8443, "p@ss", "shop")
    assert "p@ss" not in repr(address)
