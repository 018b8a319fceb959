"""Folders and servers for the tests of the embedded PostgreSQL."""

import hashlib
import os
import pwd
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg

from siyu.kernel.postgres import Embedded, Options, Waited
from siyu.kernel.postgres.account import Account, get_account
from siyu.kernel.postgres.child import LAUNCH

AS_ROOT = os.geteuid() == 0
NOBODY = Account(
    uid=pwd.getpwnam("nobody").pw_uid, gid=pwd.getpwnam("nobody").pw_gid, name="nobody", drops=True
)
PROGRAMS = Path(os.environ["TEST_POSTGRES_BIN"]) if "TEST_POSTGRES_BIN" in os.environ else None
"""Another PostgreSQL to run the tests with; None means the wheel's."""
CHILD = Path(__file__).with_name("postgres_child.py")


def password_of(role: str) -> str:
    return hashlib.sha256(f"the tests' secret, {role}".encode()).hexdigest()


class Grounds:
    """A folder that any account may enter, and servers in it that needn't outlive a power cut."""

    def __init__(self, place: Path, template: Path) -> None:
        self.place = place
        self._template = template

    @property
    def account(self) -> Account:
        return get_account(self.place / "data")

    def options(self, *, bin_folder: Path | None = None, **settings: str) -> Options:
        return Options(
            bin_folder=bin_folder or PROGRAMS,
            settings={"fsync": "off", "shared_buffers": "16MB", **settings},
            shelter=self.place / "shelter",
            stop_within_s=20,
            report_every_s=0.05,
        )

    def copy(self, name: str = "data") -> Path:
        """A furnished database, as good as made anew and much faster."""
        data = self.place / name
        shutil.copytree(self._template, data)
        return data

    def server(
        self,
        data: Path,
        *,
        options: Options | None = None,
        report: Callable[[Waited], None] | None = None,
    ) -> Embedded:
        chosen = options or self.options()
        return Embedded(data, password_of=password_of, options=chosen, report=report)


def runnable_python(account: Account) -> str | None:
    """An interpreter that the account can run: ours may lie in root's closed home."""
    places = [sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"]
    found = [place for place in places if account.reaches(Path(place))]
    return found[0] if found and account.reaches(LAUNCH, "r") else None


async def ask(server: Embedded, sql: str, *, role: str = "postgres") -> Any:
    """The single value that the question yields."""
    connection = await asyncpg.connect(server.url(role, "siyu"))
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()
