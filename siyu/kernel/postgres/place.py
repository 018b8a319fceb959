"""Where the data really lies: at the folder asked for, or where the server's account can go."""

import os
import secrets
from pathlib import Path

from siyu.kernel.postgres.account import Account, name_of
from siyu.kernel.postgres.binaries import make_shelter
from siyu.kernel.postgres.errors import FolderClosed, FolderForeign, FolderLost


def settle(data: Path, account: Account, shelter: Path) -> Path:
    """The real, private folder for `data`; made when missing, a link below a closed folder.

    Root's home is closed to others, so a database below it is kept in the shelter and `data`
    becomes a link to it. Nobody's parent folders are ever opened.
    """
    if data.is_symlink() and not data.exists():
        raise FolderLost(folder=data, target=data.readlink())
    _make_parents(data, account)
    home = data.resolve()
    if home.exists():
        _refuse_foreign(home, account)
    if not account.reaches(home.parent):
        return _shelter(data, account, shelter)
    home.mkdir(mode=0o700, exist_ok=True)
    home.chmod(0o700)
    account.own(home)
    return home


def _make_parents(data: Path, account: Account) -> None:
    """Those that we make ourselves let the server pass, whatever the umask."""
    for missing in reversed([parent for parent in data.parents if not parent.exists()]):
        missing.mkdir(exist_ok=True)
        if account.drops:
            missing.chmod(0o755)


def _refuse_foreign(home: Path, account: Account) -> None:
    owner = home.stat().st_uid
    if not account.drops and owner != account.uid:
        raise FolderForeign(folder=home, owner=name_of(owner))


def _shelter(data: Path, account: Account, shelter: Path) -> Path:
    if data.is_dir():
        if any(data.iterdir()):
            raise FolderClosed(folder=data.resolve(), account=account.name)
        data.rmdir()
    make_shelter(shelter)
    # a fresh name, so that a deleted and newly made `data` never meets its old database
    home = shelter / f"postgres-{secrets.token_hex(6)}"
    home.mkdir(mode=0o700)
    account.own(home)
    data.symlink_to(home)
    return home


def write_private(path: Path, text: str, account: Account) -> None:
    """Replaces a file of the server at once or not at all, readable by the server alone."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(fd)
    account.own(fresh)
    fresh.replace(path)
