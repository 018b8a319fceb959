"""The folder of the server's socket: beside the data, or a short one when that name is too long."""

import shutil
import tempfile
from pathlib import Path

from siyu.kernel.postgres.account import Account
from siyu.kernel.postgres.values import PORT

FILE = f".s.PGSQL.{PORT}"
LONGEST = 103
"""Bytes in a socket's path: Linux takes 107, macOS 103."""
PREFIX = "siyu-socket-"
SPLITTING = ',"'
"""Clients and the server read a list of folders where these occur."""


def choose(home: Path, account: Account) -> Path:
    """Other processes find it in postmaster.pid, so a fresh temporary one is as good."""
    if _fits(home):
        return home
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    if not (_fits(folder) and account.reaches(folder.parent)):
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
    account.own(folder)
    return folder


def sweep(folder: Path, account: Account) -> None:
    """Removes what a server that is gone left there, and the folder if it was a temporary one."""
    if not folder.is_dir() or folder.stat().st_uid != account.uid:
        return
    if folder.name.startswith(PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
        return
    for file in (folder / FILE, folder / f"{FILE}.lock"):
        file.unlink(missing_ok=True)


def _fits(folder: Path) -> bool:
    path = str(folder / FILE)
    return len(path.encode()) <= LONGEST and not set(path) & set(SPLITTING)
