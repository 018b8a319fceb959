"""The columns process, spoken to by the driver as it is, and its few own promises."""

import asyncio
import json
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import clickhouse_connect
import httpx
import pytest
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError

from siyu.kernel.columns.requests import reader_secret
from tests.house.columns import ColumnsProcess

ENDLESS = "SELECT sum(sipHash64(number)) FROM numbers(100000000000)"
_PARENT = """
import sys, time
from pathlib import Path
from tests.house.columns import ColumnsProcess
process = ColumnsProcess(Path(sys.argv[1]))
process.start()
print(process.process.pid, flush=True)
time.sleep(60)
"""
NASTY = ["it's", "a\\b", "line\nline", "tab\t", "nul\0", "中文；；", "'; drop table t; --", ""]


def driver(process: ColumnsProcess, user: str = "siyu", **options: Any) -> Client:
    secret = process.secret if user == "siyu" else reader_secret(process.secret)
    return clickhouse_connect.get_client(
        host="127.0.0.1", port=process.port, username=user, password=secret, **options
    )


@pytest.fixture
def table(columns_process: ColumnsProcess) -> Iterator[str]:
    name = f"t_{uuid.uuid4().hex[:8]}"
    writer = driver(columns_process, database="siyu")
    writer.command(
        f"CREATE TABLE {name} (a UInt32, s String) ENGINE = MergeTree ORDER BY a "
        "SETTINGS non_replicated_deduplication_window = 100"
    )
    yield name
    writer.command(f"DROP TABLE {name}")


@pytest.mark.parametrize("compress", ["lz4", "zstd", "gzip", False])
def test_an_insert_counts_once_under_its_token(
    columns_process: ColumnsProcess, table: str, compress: str | bool
) -> None:
    writer = driver(columns_process, database="siyu", compress=compress)
    for _ in range(2):
        writer.insert(
            table,
            [[n, s] for n, s in enumerate(NASTY)],
            column_names=["a", "s"],
            settings={"insert_deduplication_token": "one"},
        )
    found = writer.query(f"SELECT s FROM {table} ORDER BY a").result_rows
    assert [s for (s,) in found] == NASTY


def test_values_travel_as_parameters(columns_process: ColumnsProcess) -> None:
    reader = driver(columns_process, "reader")
    asked = {"one": NASTY[6], "all": NASTY, "none": None, "long": "x" * 40_000}
    sql = "SELECT {one:String}, {all:Array(String)}, {none:Nullable(Int8)}, {long:String}"
    assert reader.query(sql, parameters=asked).result_rows == [tuple(asked.values())]


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("INSERT INTO {t} VALUES (1, 'a')", 164),
        ("DROP TABLE {t}", 164),
        ("SELECT * FROM file('/etc/passwd', 'LineAsString')", 164),
        ("SELECT 1 SETTINGS max_execution_time = 0", 164),
        ("SET readonly = 0", 164),
        ("KILL QUERY WHERE query_id = 'x'", 164),
        ("SELECT 1; DROP TABLE {t}", 62),
        ("SELECT 1 INTO OUTFILE '/tmp/never'", 62),
        ("SELECT * FROM nowhere", 60),
        ("SELECT FROM WHERE", 62),
    ],
)
def test_the_reader_only_reads(
    columns_process: ColumnsProcess, table: str, sql: str, code: int
) -> None:
    reader = driver(columns_process, "reader", database="siyu")
    with pytest.raises(DatabaseError) as refusal:
        reader.command(sql.format(t=table))
    assert refusal.value.code == code
    assert reader.command(f"SELECT count() FROM {table}") == 0


def test_strangers_are_turned_away(columns_process: ColumnsProcess) -> None:
    url = f"http://127.0.0.1:{columns_process.port}/"
    reader = reader_secret(columns_process.secret)
    for auth in [None, ("siyu", "x"), ("siyu", reader), ("default", columns_process.secret)]:
        answer = httpx.post(url, content="SELECT 1", auth=auth)
        assert (answer.status_code, answer.headers["X-ClickHouse-Exception-Code"]) == (403, "516")
    assert httpx.get(f"{url}ping").text == "Ok.\n"


def test_nothing_a_client_sends_ends_up_in_a_header_unread(columns_process: ColumnsProcess) -> None:
    url = f"http://127.0.0.1:{columns_process.port}/"
    auth = ("reader", reader_secret(columns_process.secret))
    split = {"query_id": "a\r\nX-Own: 1", "query": "SELECT 1"}
    assert "X-Own" not in httpx.get(url, params=split, auth=auth).headers
    assert "X-Own" not in httpx.get(url, params=split).headers
    split = {"default_format": "CSV\r\nX-Own: 1", "query": "SELECT 1"}
    assert httpx.get(url, params=split, auth=auth).status_code == 400


def test_a_form_that_cannot_be_read_is_an_answer(columns_process: ColumnsProcess) -> None:
    url = f"http://127.0.0.1:{columns_process.port}/"
    auth = ("reader", reader_secret(columns_process.secret))
    form = {"query": (None, b"SELECT \xff")}
    answer = httpx.post(url, files=form, auth=auth)
    assert (answer.status_code, answer.headers["X-ClickHouse-Exception-Code"]) == (500, "1002")
    file = {"external": ("rows.tsv", b"1")}
    answer = httpx.post(url, files=file, params={"query": "SELECT 1"}, auth=auth)
    assert answer.headers["X-ClickHouse-Exception-Code"] == "48"


def test_a_request_may_ask_for_less_time_but_not_for_more(columns_process: ColumnsProcess) -> None:
    reader = driver(columns_process, "reader")
    began = time.monotonic()
    with pytest.raises(DatabaseError) as refusal:
        reader.query(ENDLESS, settings={"max_execution_time": 1})
    assert refusal.value.code == 159
    assert time.monotonic() - began < 5
    limit = "SELECT getSetting('max_execution_time') < 100"
    assert reader.query(limit, settings={"max_execution_time": 100_000}).result_rows == [(True,)]


def test_a_query_that_outgrows_its_memory_ends_alone(columns_process: ColumnsProcess) -> None:
    reader = driver(columns_process, "reader")
    with pytest.raises(DatabaseError) as refusal:
        reader.query(
            "SELECT groupArray(number) FROM numbers(100000000)",
            settings={"max_memory_usage": 20_000_000},
        )
    assert refusal.value.code == 241
    assert reader.command("SELECT 1") == 1


def test_a_query_is_killed_by_its_id(columns_process: ColumnsProcess) -> None:
    name = str(uuid.uuid4())
    reader = driver(columns_process, "reader")
    with ThreadPoolExecutor(1) as thread:
        endless = thread.submit(reader.query, ENDLESS, settings={"query_id": name})
        time.sleep(0.5)
        driver(columns_process).command(f"KILL QUERY WHERE query_id = '{name}' SYNC")
        with pytest.raises(DatabaseError) as refusal:
            endless.result(10)
    assert refusal.value.code == 394


async def test_a_query_whose_client_has_gone_is_cancelled(
    columns_process: ColumnsProcess,
) -> None:
    url = f"http://127.0.0.1:{columns_process.port}/"
    auth = ("reader", reader_secret(columns_process.secret))
    async with httpx.AsyncClient(auth=auth) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post(url, content=ENDLESS, timeout=0.5)
        for _ in range(50):
            running = "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64(number)%'"
            if (await client.post(url, content=running)).text == "1\n":
                return
            await asyncio.sleep(0.1)
    pytest.fail("it still runs")


async def test_more_than_may_wait_are_told_so_at_once(tmp_path: Path) -> None:
    process = ColumnsProcess(tmp_path / "data", "Limits(reads=1, waiting=1)")
    process.start()
    url = f"http://127.0.0.1:{process.port}/"
    async with httpx.AsyncClient(auth=("reader", reader_secret(process.secret))) as client:
        slow = "SELECT sleep(1)"
        answers = await asyncio.gather(*(client.post(url, content=slow) for _ in range(5)))
    assert sorted(a.status_code for a in answers) == [200, 200, 503, 503, 503]
    assert process.stop() == 0


async def test_asked_to_stop_it_finishes_inserts_and_drops_reads(tmp_path: Path) -> None:
    process = ColumnsProcess(tmp_path / "a folder with spaces" / "data")
    process.start()
    driver(process, database="siyu").command("CREATE TABLE t (n UInt64) ENGINE = Log")
    url = f"http://127.0.0.1:{process.port}/"
    slow = "INSERT INTO siyu.t SELECT number FROM numbers(20) WHERE sleepEachRow(0.1) = 0"
    reader = httpx.AsyncClient(auth=("reader", reader_secret(process.secret)), timeout=30)
    async with httpx.AsyncClient(auth=("siyu", process.secret), timeout=30) as writer, reader:
        insert = asyncio.create_task(writer.post(url, content=slow))
        read = asyncio.create_task(reader.post(url, content=ENDLESS))
        await asyncio.sleep(0.7)
        code = await asyncio.to_thread(process.stop)
        assert (code, (await insert).status_code, (await read).status_code) == (0, 200, 500)
    process.start()
    assert driver(process, "reader", database="siyu").command("SELECT count() FROM t") == 20
    process.stop()


def test_a_second_process_on_the_folder_is_told_who_has_it(columns_process: ColumnsProcess) -> None:
    second = ColumnsProcess(columns_process.folder)
    with pytest.raises(RuntimeError) as refusal:
        second.start()
    assert columns_process.process is not None
    assert f"is open in process {columns_process.process.pid}" in str(refusal.value)
    assert f"127.0.0.1:{columns_process.port}" in str(refusal.value)


def test_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(tmp_path / "data")],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not _runs(child):
            return
        time.sleep(0.1)
    pytest.fail("it outlived its parent")


def test_idle_it_is_small(columns_process: ColumnsProcess) -> None:
    assert columns_process.process is not None
    status = Path(f"/proc/{columns_process.process.pid}/status").read_text()
    (resident,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    assert int(resident) < 500 * 1024


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_whoever_looks_while_it_comes_back_finds_where_it_will_be(tmp_path: Path) -> None:
    server = ColumnsProcess(tmp_path / "data")
    server.start()
    server.kill()
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(server.start)
        while not coming.done():
            owner = json.loads((server.folder / "owner.json").read_text() or "{}")
            assert not owner or owner["port"] == server.port
        coming.result()
    assert server.stop() == 0


def test_signals_at_once_and_one_upon_the_other_stop_it_in_order(tmp_path: Path) -> None:
    server = ColumnsProcess(tmp_path / "data")
    for _ in range(2):
        server.start()
        assert server.process is not None
        until = time.monotonic() + 0.05
        while time.monotonic() < until:
            server.process.send_signal(signal.SIGTERM)
        assert server.stop() == 0
