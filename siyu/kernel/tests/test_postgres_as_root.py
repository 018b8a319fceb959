"""Root may not run PostgreSQL: it drops to another account, and finds places which that reaches."""

import importlib
import os
import shutil
import stat
from pathlib import Path

import pytest

from siyu.kernel.postgres import Embedded, bin_dir
from siyu.kernel.postgres.binaries import bin_dir_for
from siyu.kernel.postgres.errors import FolderClosed, FolderLost
from siyu.kernel.postgres.place import settle
from siyu.kernel.tests.postgres_grounds import NOBODY, Grounds, ask


def mode(path: Path) -> str:
    return f"{path.owner()} {stat.S_IMODE(path.stat().st_mode):o}"


@pytest.fixture
def closed(grounds: Grounds) -> Path:
    """Like root's home."""
    home = grounds.place / "root"
    home.mkdir(mode=0o700)
    return home


async def test_the_server_is_not_root(grounds: Grounds, shared: Embedded) -> None:
    assert Path(f"/proc/{shared.pid}").stat().st_uid == grounds.account.uid != 0


async def test_below_a_closed_home_the_data_lie_in_the_shelter(
    grounds: Grounds, closed: Path
) -> None:
    data = closed / "siyu" / "postgres"
    async with grounds.server(data) as server:
        await server.furnish()
        await ask(server, "create table kept ()")
    assert data.is_symlink()
    assert data.readlink().parent == grounds.place / "shelter"
    assert mode(data.readlink()).endswith(" 700")
    assert mode(closed) == "root 700"
    async with grounds.server(data) as server:
        assert await ask(server, "select count(*) from kept") == 0


def test_data_made_anew_never_meet_the_sheltered_old_ones(grounds: Grounds, closed: Path) -> None:
    data, shelter = closed / "postgres", grounds.place / "shelter"
    old = settle(data, grounds.account, shelter)
    assert settle(data, grounds.account, shelter) == old
    data.unlink()
    assert settle(data, grounds.account, shelter) != old


def test_folders_that_we_make_are_open_whatever_the_umask(grounds: Grounds) -> None:
    data = grounds.place / "new" / "siyu" / "postgres"
    before = os.umask(0o077)
    try:
        home = settle(data, grounds.account, grounds.place / "shelter")
    finally:
        os.umask(before)
    assert home == data
    assert mode(home).endswith(" 700")


async def test_a_link_to_lost_data_is_not_taken_for_a_new_beginning(
    grounds: Grounds, closed: Path
) -> None:
    data = closed / "postgres"
    data.symlink_to(grounds.place / "shelter" / "gone")
    with pytest.raises(FolderLost):
        await grounds.server(data).start()


async def test_a_database_whose_way_was_closed_is_not_made_anew(
    grounds: Grounds, closed: Path
) -> None:
    data = closed / "postgres"
    (data / "cluster").mkdir(parents=True)
    with pytest.raises(FolderClosed):
        await grounds.server(data).start()
    assert mode(closed) == "root 700"


def test_programs_below_a_closed_home_are_copied_once(
    grounds: Grounds, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = bin_dir().parents[1]
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, closed / part.name)
    monkeypatch.syspath_prepend(str(closed))
    importlib.invalidate_caches()
    assert bin_dir().is_relative_to(closed)
    account, shelter = grounds.account, grounds.place / "shelter"
    programs = bin_dir_for(account, None, shelter)
    assert programs.is_relative_to(shelter)
    assert account.run(programs / "initdb", "--version").returncode == 0
    assert bin_dir_for(account, None, shelter) == programs
    assert [found.name for found in shelter.iterdir()] == [programs.relative_to(shelter).parts[0]]


async def test_whoever_owns_the_database_runs_it(grounds: Grounds) -> None:
    data = grounds.copy()
    NOBODY.own_all(data)
    async with grounds.server(data) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid == NOBODY.uid
