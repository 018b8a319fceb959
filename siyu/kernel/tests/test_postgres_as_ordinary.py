"""An ordinary account runs the server as itself; root, coming later, runs it as that account."""

import subprocess
import sys
from pathlib import Path

from siyu.kernel.postgres.binaries import bin_dir_for
from siyu.kernel.postgres.errors import FolderForeign
from siyu.kernel.postgres.pidfile import who_is
from siyu.kernel.tests.postgres_grounds import (
    CHILD,
    NOBODY,
    PROGRAMS,
    Grounds,
    ask,
    runnable_python,
)


def as_nobody(grounds: Grounds, data: Path) -> subprocess.Popen[str]:
    """A process that is nobody when it starts its server."""
    programs = bin_dir_for(NOBODY, PROGRAMS, grounds.place / "shelter")
    ordinary = [NOBODY.uid, runnable_python(NOBODY), programs]
    command = [sys.executable, str(CHILD), str(data), *map(str, ordinary)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd="/")


async def test_an_ordinary_account_runs_it_as_itself_and_root_takes_over(grounds: Grounds) -> None:
    home = grounds.place / "home of nobody"
    home.mkdir()
    NOBODY.own(home)
    data = home / "data"
    with as_nobody(grounds, data) as ordinary:
        assert ordinary.stdout is not None
        assert ordinary.stderr is not None
        line = ordinary.stdout.readline()
        assert line, ordinary.stderr.read()
        assert Path(f"/proc/{int(line)}").stat().st_uid == NOBODY.uid
        ordinary.kill()
    async with grounds.server(data) as server:
        assert who_is(int(line), data / "cluster") != "ours"
        assert await ask(server, "select count(*) from shop.receipt") == 1000
        assert Path(f"/proc/{server.pid}").stat().st_uid == NOBODY.uid


async def test_an_ordinary_account_is_told_whose_the_folder_is(grounds: Grounds) -> None:
    data = grounds.copy()
    async with grounds.server(data):
        owner = (data / "cluster").owner()
    with as_nobody(grounds, data) as ordinary:
        assert ordinary.stderr is not None
        said = ordinary.stderr.read()
    assert FolderForeign.__name__ in said
    assert owner in said
