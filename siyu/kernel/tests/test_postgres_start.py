"""The embedded server comes up, is alone on its folder, and goes away."""

import asyncio
import os
import signal
import stat
import time
from pathlib import Path

import asyncpg
import pytest
from msgspec import structs

from siyu.kernel.postgres import Embedded, FolderLock, Waited, bin_dir
from siyu.kernel.postgres.errors import (
    FolderBusy,
    NotRunning,
    ProgramsMissing,
    StartFailed,
    StartSlow,
    VersionForeign,
)
from siyu.kernel.postgres.pidfile import find_postmaster
from siyu.kernel.tests.postgres_grounds import PROGRAMS, Grounds, ask


def slow_programs(place: Path) -> Path:
    """Programs whose server thinks for a while before it begins, as in a long recovery."""
    programs = place / "slow bin"
    programs.mkdir()
    for name in ("postgres", "initdb"):
        real = bin_dir(PROGRAMS) / name
        (programs / name).write_text(
            f'#!/bin/sh\n[ "$1" = --version ] || sleep 0.6\nexec "{real}" "$@"\n'
        )
        (programs / name).chmod(0o755)
    return programs


async def test_a_path_may_have_blanks_and_chinese(shared: Embedded) -> None:
    assert " " in str(shared.data)
    assert not str(shared.data).isascii()
    assert await ask(shared, "select 1", role="siyu_app") == 1
    assert str(shared.data) in await ask(shared, "show unix_socket_directories")


async def test_what_was_committed_is_there_after_a_restart(grounds: Grounds) -> None:
    data = grounds.copy("a, comma")
    async with grounds.server(data) as server:
        await ask(server, "create table kept (word text)")
        await ask(server, "insert into kept values ('茶')")
    async with grounds.server(data) as server:
        assert await ask(server, "select word from kept") == "茶"


async def test_of_two_starts_at_once_one_wins_and_the_other_is_told_who(
    grounds: Grounds, spare: Path
) -> None:
    servers = [grounds.server(spare), grounds.server(spare)]
    outcomes = await asyncio.gather(*(s.start() for s in servers), return_exceptions=True)
    try:
        refused = [outcome for outcome in outcomes if outcome is not None]
        assert len(refused) == 1
        assert isinstance(refused[0], FolderBusy)
        assert refused[0].slots["pid"] == os.getpid()
        assert len([s for s in servers if s.pid is not None]) == 1
    finally:
        for server in servers:
            await server.stop()


async def test_a_refused_start_leaves_the_running_server_alone(
    grounds: Grounds, shared: Embedded
) -> None:
    with pytest.raises(FolderBusy, match=str(os.getpid())):
        await grounds.server(shared.data).start()
    assert await ask(shared, "select 1") == 1


async def test_another_process_finds_the_running_server(grounds: Grounds, shared: Embedded) -> None:
    assert grounds.server(shared.data).url("siyu_app") == shared.url("siyu_app")
    with pytest.raises(NotRunning):
        grounds.server(grounds.place / "none").url()


async def test_a_long_path_gets_a_short_private_socket(grounds: Grounds) -> None:
    data = grounds.copy("长" * 30)
    async with grounds.server(data) as server:
        assert await ask(server, "select 1") == 1
        sockets = Path(str(await ask(server, "show unix_socket_directories")).strip('"'))
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert not sockets.exists()


async def test_nothing_listens_on_the_network_whatever_is_set(
    grounds: Grounds, spare: Path
) -> None:
    options = grounds.options(listen_addresses="*", log_statement="all")
    async with grounds.server(spare, options=options) as server:
        assert await ask(server, "show listen_addresses") == ""
        assert await ask(server, "show log_statement") == "none"


async def test_a_folder_of_another_version_is_refused(grounds: Grounds) -> None:
    cluster = grounds.place / "data" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(VersionForeign, match=r"PostgreSQL 17 .*\(siyu restore\)"):
        await grounds.server(cluster.parent).start()


async def test_a_slow_start_is_waited_for_and_told(grounds: Grounds, spare: Path) -> None:
    told: list[Waited] = []
    options = grounds.options(bin_folder=slow_programs(grounds.place))
    async with grounds.server(spare, options=options, report=told.append) as server:
        assert await ask(server, "select 1") == 1
    assert len(told) >= 3
    assert told[0].seconds < told[-1].seconds


async def test_a_start_beyond_patience_is_given_up_and_leaves_nothing(
    grounds: Grounds, spare: Path
) -> None:
    hasty = structs.replace(grounds.options(), start_within_s=0)
    server = grounds.server(spare, options=hasty)
    with pytest.raises(StartSlow):
        await server.start()
    assert server.pid is None
    assert find_postmaster(spare / "cluster") is None


async def test_a_start_that_is_cancelled_leaves_nothing(grounds: Grounds, spare: Path) -> None:
    options = grounds.options(bin_folder=slow_programs(grounds.place))
    server = grounds.server(spare, options=options)
    starting = asyncio.create_task(server.start())
    await asyncio.sleep(0.3)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert server.pid is None
    await server.start()
    assert await ask(server, "select 1") == 1
    await server.stop()


async def test_a_making_that_is_cancelled_leaves_the_folder_free(grounds: Grounds) -> None:
    options = grounds.options(bin_folder=slow_programs(grounds.place))
    server = grounds.server(grounds.place / "new", options=options)
    making = asyncio.create_task(server.start())
    await asyncio.sleep(0.3)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    FolderLock(grounds.place / "new" / "lock").take("free again")


async def test_a_server_that_cannot_start_says_why(grounds: Grounds, spare: Path) -> None:
    options = grounds.options(shared_buffers="a lot")
    with pytest.raises(StartFailed, match="shared_buffers"):
        await grounds.server(spare, options=options).start()


def test_a_folder_without_programs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProgramsMissing):
        bin_dir(tmp_path)


async def test_whoever_waits_learns_that_the_server_ended(grounds: Grounds, spare: Path) -> None:
    async with grounds.server(spare) as server:
        waiting = asyncio.create_task(server.wait())
        assert server.pid is not None
        os.kill(server.pid, signal.SIGINT)
        assert await asyncio.wait_for(waiting, 10) == 0
        assert server.pid is None


async def test_a_session_that_hangs_delays_the_stop_but_not_forever(
    grounds: Grounds, spare: Path
) -> None:
    options = structs.replace(grounds.options(), stop_within_s=0.3)
    server = grounds.server(spare, options=options)
    await server.start()
    connection = await asyncpg.connect(server.url())
    session = await connection.fetchval("select pg_backend_pid()")
    os.kill(session, signal.SIGSTOP)
    began = time.monotonic()
    await server.stop()
    assert 0.3 < time.monotonic() - began < 10
    connection.terminate()
    assert not Path(f"/proc/{session}").exists()


def test_an_embedded_server_needs_no_folder_before_it_starts(tmp_path: Path) -> None:
    Embedded(tmp_path / "none" / "yet", password_of=str)
    assert not (tmp_path / "none").exists()
