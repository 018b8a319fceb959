"""Which account the server runs as: PostgreSQL refuses root, so root drops to an ordinary one."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import Literal, TypedDict

import msgspec

from siyu.kernel.postgres.errors import AccountMissing

CANDIDATES = ("postgres", "nobody")
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
"""All that the programs see: our own environment may hold the master secret."""


class Dropped(TypedDict, total=False):
    """The arguments of `subprocess` that drop root's rights."""

    user: int
    group: int
    extra_groups: list[int]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    uid: int
    gid: int
    name: str
    drops: bool
    """True when we are root and the server runs as somebody else."""

    def own(self, path: Path) -> None:
        """Hand one file or folder that we made over to the server."""
        if self.drops:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def own_all(self, folder: Path) -> None:
        """Hand over a whole folder, for one that root unpacked or copied here."""
        self.own(folder)
        for parent, folders, files in os.walk(folder):
            for name in (*folders, *files):
                self.own(Path(parent, name))

    def reaches(self, path: Path, how: Literal["x", "r"] = "x") -> bool:
        """Whether the server may enter or read it, found by trying as it: modes don't tell all."""
        if not self.drops:
            return os.access(path, {"x": os.X_OK, "r": os.R_OK}[how])
        return self.run("/bin/sh", "-c", f'test -{how} "$0"', path).returncode == 0

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs to its end as this account, away from folders that it may not enter."""
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            env=ENVIRONMENT,
            cwd="/",
            **self._rights(),
        )

    def _rights(self) -> Dropped:
        if not self.drops:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def get_account(home: Path) -> Account:
    """Ourselves, or as root the owner of what is there already, else postgres or nobody."""
    uid = os.geteuid()
    if uid != 0:
        return Account(uid=uid, gid=os.getegid(), name=name_of(uid), drops=False)
    owner = _find_owner(home)
    if owner is not None:
        return Account(uid=owner[0], gid=owner[1], name=name_of(owner[0]), drops=True)
    for name in CANDIDATES:
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=known.pw_uid, gid=known.pw_gid, name=name, drops=True)
    raise AccountMissing


def _find_owner(home: Path) -> tuple[int, int] | None:
    try:
        found = (home / "cluster").stat()
    except FileNotFoundError:
        return None
    return (found.st_uid, found.st_gid) if found.st_uid else None


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
