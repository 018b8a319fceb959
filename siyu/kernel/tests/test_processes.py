"""Children: started again when they die, stopped in order, gone with their parent."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from siyu.kernel.processes import Child, Supervisor, read_report, resident_mb

SLEEPER = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


class Program(Child):
    """A child that runs a few words of Python instead of a command of ours."""

    def __init__(self, name: str, words: str, *, log: Path | None = None) -> None:
        super().__init__(name, [], os.environ, log=log)
        self._command = [sys.executable, "-c", words]


@pytest.fixture
async def supervisor(tmp_path: Path):
    one = Supervisor(tmp_path / "processes.json")
    yield one
    await one.stop()


async def until(true: Callable[[], object], within_s: float = 20) -> None:
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110 - other processes set no event of ours
            await asyncio.sleep(0.02)


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] == "Z"
    except OSError:
        return True


async def test_a_child_that_dies_is_started_again(supervisor: Supervisor) -> None:
    child = Program("sleeper", SLEEPER)
    supervisor.start(child)
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until(lambda: child.pid not in (None, first))
    assert child.starts == 2


async def test_a_child_that_keeps_dying_is_started_less_and_less_often(
    supervisor: Supervisor,
) -> None:
    child = Program("faller", "raise SystemExit(3)")
    supervisor.start(child)
    await asyncio.sleep(3)
    assert 2 <= child.starts <= 4


async def test_the_report_tells_who_runs(supervisor: Supervisor, tmp_path: Path) -> None:
    child = Program("sleeper", SLEEPER)
    supervisor.start(child)
    supervisor.write()
    (seen,) = read_report(tmp_path / "processes.json")
    assert (seen.name, seen.pid, seen.state) == ("sleeper", child.pid, "running")
    assert read_report(tmp_path / "nobody.json") == []


async def test_stopping_ends_all_and_starts_none_again(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path / "processes.json")
    children = [Program(name, SLEEPER) for name in ("first", "second")]
    for child in children:
        supervisor.start(child)
    pids = [child.pid for child in children]
    await supervisor.stop()
    assert all(pid and gone(pid) for pid in pids)
    assert [child.starts for child in children] == [1, 1]
    assert not (tmp_path / "processes.json").exists()


async def test_a_child_that_will_not_go_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("siyu.kernel.processes.STOP_S", 1)
    supervisor, child = Supervisor(tmp_path / "processes.json"), Program("mule", STUBBORN)
    supervisor.start(child)
    await asyncio.sleep(0.5)
    pid = child.pid
    await supervisor.stop()
    assert pid is not None
    assert gone(pid)


async def test_ctrl_c_does_not_reach_children(supervisor: Supervisor) -> None:
    child = Program("sleeper", SLEEPER)
    supervisor.start(child)
    assert child.pid is not None
    assert os.getpgid(child.pid) != os.getpgid(0)


async def test_what_a_child_says_goes_to_its_log(supervisor: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "speaker.log"
    child = Program("speaker", f"print('hello', flush=True); {SLEEPER}", log=log)
    supervisor.start(child)
    await until(lambda: log.exists() and log.read_text() == "hello\n")


async def test_a_log_that_grew_too_long_becomes_the_one_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("siyu.kernel.processes.LOG_BYTES", 4)
    log = tmp_path / "speaker.log"
    log.write_text("hello")
    Program("speaker", SLEEPER, log=log).trim()
    assert (log.read_text(), log.with_suffix(".before.log").read_text()) == ("", "hello")


FOLLOWER = """
import os, sys, time
from siyu.kernel.processes import follow
follow(int(sys.argv[1]))
print("ok", flush=True)
time.sleep(60)
"""
PARENT = f"""
import json, os, subprocess, sys, time
command = [sys.executable, "-c", {FOLLOWER!r}, str(os.getpid())]
child = subprocess.Popen(command, stdout=subprocess.PIPE)
child.stdout.readline()
print(json.dumps(child.pid), flush=True)
time.sleep(60)
"""


def test_a_child_that_follows_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = json.loads(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 10
    while not gone(child):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_memory_is_read_for_living_processes_only() -> None:
    here = resident_mb(os.getpid())
    assert here is not None
    assert here > 10
    assert resident_mb(2**22 + 1) is None
