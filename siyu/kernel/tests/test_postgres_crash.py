"""Whatever was killed, the next start works and what was committed is there."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from siyu.kernel.postgres import Waited, bin_dir
from siyu.kernel.postgres.account import Account, Dropped
from siyu.kernel.postgres.errors import ServerForeign
from siyu.kernel.postgres.pidfile import OURS, find_postmaster, who_is
from siyu.kernel.tests.postgres_grounds import CHILD, PROGRAMS, Grounds, ask

LONG = 20.0


def spawn(*arguments: object) -> subprocess.Popen[str]:
    """A process that starts a server and then waits to be killed."""
    command = [sys.executable, str(CHILD), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def read_pid(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    with process.stdout:
        return int(process.stdout.readline())


def await_true(holds: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < ends_at, "waited in vain"
        time.sleep(0.02)


def as_server(account: Account, command: list[str]) -> subprocess.Popen[bytes]:
    """Runs it as the account of the server, with nobody to stop it but us."""
    null = subprocess.DEVNULL
    drop: Dropped = {}
    if account.drops:
        drop = {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.Popen(command, stdout=null, stderr=null, cwd="/", **drop)


@pytest.fixture
def bystander(grounds: Grounds) -> Iterator[int]:
    """A process that has nothing to do with us, of the account that the server runs as."""
    process = as_server(grounds.account, ["/bin/sleep", "60"])
    yield process.pid
    process.kill()
    process.wait()


def put_pid_file(data: Path, pid: int) -> None:
    """As a killed server leaves it, when its number is given to another process later."""
    lines = (pid, data / "cluster", 1700000000, 5432, data, "", "  123456  7", "ready", "")
    (data / "cluster" / "postmaster.pid").write_text("\n".join(map(str, lines)))
    (data / ".s.PGSQL.5432.lock").write_text("\n".join(map(str, lines)))


async def test_the_server_dies_with_its_parent_and_keeps_what_was_committed(
    grounds: Grounds,
) -> None:
    data = grounds.copy()
    parent = spawn(data)
    pid = read_pid(parent)
    assert who_is(pid, data / "cluster") == "ours"
    parent.kill()
    parent.wait()
    await_true(lambda: who_is(pid, data / "cluster") != "ours")
    async with grounds.server(data) as server:
        assert await ask(server, "select count(*) from shop.receipt") == 1000


async def test_all_killed_at_once_recovers(grounds: Grounds) -> None:
    data = grounds.copy()
    parent = spawn(data)
    pid = read_pid(parent)
    os.kill(pid, signal.SIGKILL)
    parent.kill()
    parent.wait()
    async with grounds.server(data) as server:
        assert await ask(server, "select count(*) from shop.receipt") == 1000


async def test_an_orphan_is_waited_for_and_really_ended(grounds: Grounds) -> None:
    data, told = grounds.copy(), []
    parent = spawn(data)
    orphan = read_pid(parent)
    os.kill(orphan, signal.SIGSTOP)  # so that it outlives its parent
    parent.kill()
    parent.wait()
    server = grounds.server(data, report=told.append)
    starting = asyncio.create_task(server.start())
    while not told:
        assert not starting.done()
        await asyncio.sleep(0.02)
    assert str(orphan) in told[0].said
    os.kill(orphan, signal.SIGCONT)
    await starting
    assert who_is(orphan, data / "cluster") != "ours"
    assert await ask(server, "select count(*) from shop.receipt") == 1000
    await server.stop()
    assert find_postmaster(data / "cluster") is None


async def test_sessions_of_a_crashed_server_are_waited_for(grounds: Grounds) -> None:
    data = grounds.copy()
    server = grounds.server(data)
    await server.start()
    connection = await asyncpg.connect(server.url())
    session = await connection.fetchval("select pg_backend_pid()")
    assert server.pid is not None
    os.kill(session, signal.SIGSTOP)  # it can't see that its server is gone
    os.kill(server.pid, signal.SIGKILL)
    assert await server.wait() == -signal.SIGKILL
    starting = asyncio.create_task(server.start())
    await asyncio.sleep(0.5)
    assert not starting.done()
    os.kill(session, signal.SIGCONT)
    await starting
    assert await ask(server, "select 1") == 1
    connection.terminate()
    await server.stop()


async def test_a_server_that_another_hand_started_is_left_alone(
    grounds: Grounds, spare: Path
) -> None:
    async with grounds.server(spare):  # hands the copied files over to the server's account
        pass
    command = [str(bin_dir(PROGRAMS) / "postgres"), "-D", str(spare / "cluster"), "-c", "fsync=off"]
    other = as_server(grounds.account, [*command, "-k", str(spare), "-h", ""])
    try:
        await_true(lambda: getattr(find_postmaster(spare / "cluster"), "state", "") == "ready")
        assert OURS not in Path(f"/proc/{other.pid}/cmdline").read_text()
        with pytest.raises(ServerForeign, match=str(other.pid)):
            await grounds.server(spare).start()
        assert other.poll() is None
    finally:
        other.send_signal(signal.SIGINT)
        other.wait()


async def test_a_stale_pid_file_is_no_obstacle(grounds: Grounds, spare: Path) -> None:
    gone = await asyncio.create_subprocess_exec("/bin/true")
    await gone.wait()
    put_pid_file(spare, gone.pid)
    async with grounds.server(spare) as server:
        assert await ask(server, "select 1") == 1


async def test_a_pid_that_went_to_another_process_is_no_obstacle(
    grounds: Grounds, spare: Path, bystander: int
) -> None:
    put_pid_file(spare, bystander)
    async with grounds.server(spare) as server:
        assert await ask(server, "select 1") == 1
    assert Path(f"/proc/{bystander}").exists()


async def test_a_long_recovery_is_waited_for_and_told(grounds: Grounds) -> None:
    data, told = grounds.copy(), list[Waited]()
    settings = {"max_wal_size": "4GB", "checkpoint_timeout": "1h", "full_page_writes": "off"}
    options = grounds.options(**settings, log_startup_progress_interval="50ms")
    server = grounds.server(data, options=options, report=told.append)
    await server.start()
    connection = await asyncpg.connect(server.url())
    await connection.execute(
        "create table big (no int primary key, word text);"
        "insert into big select i, repeat('x', 40) from generate_series(1, 200000) i"
    )
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    await server.wait()
    connection.terminate()
    told.clear()
    await server.start()
    assert await ask_postgres(server.url(), "select count(*) from big") == 200000
    assert any("redo" in waited.said for waited in told), told
    await server.stop()


async def ask_postgres(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def test_a_database_killed_while_it_was_made_is_made_again(grounds: Grounds) -> None:
    data = grounds.place / "data"
    parent = spawn(data)
    await_true(lambda: any(data.glob("making-*/base/1")))
    parent.kill()
    parent.wait()
    assert parent.stdout is not None
    parent.stdout.close()
    assert not (data / "cluster").exists()
    async with grounds.server(data) as server:
        await server.furnish()
        assert await ask(server, "select 1") == 1
    async with grounds.server(data):
        assert sorted(found.name for found in data.iterdir() if "making" in found.name) == []
