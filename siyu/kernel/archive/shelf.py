"""The folder of archived facts: files appear whole, never change and are known by sum."""

import hashlib
import os
import secrets
from pathlib import Path

import msgspec

from siyu.kernel.clock import Clock, SystemClock

SUFFIX = ".parquet"
DAY_S = 86400


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file as PostgreSQL remembers it."""

    name: str
    rows: int
    bytes: int
    sha256: str


class BrokenFile(Exception):
    """A file is missing or differs from what was written; the message says which and how."""


class Shelf:
    """Files of one folder; nothing in it is overwritten."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.folder = folder
        self._clock = clock or SystemClock()  # a file's age is no matter of a sandbox's time

    def put(self, name: str, body: bytes, rows: int) -> File:
        """Keep a file: after this returns, a power cut does not lose it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f".{name}.{secrets.token_hex(4)}"
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.folder / name)
        _sync(self.folder)
        digest = hashlib.sha256(body).hexdigest()
        return File(name=name, rows=rows, bytes=len(body), sha256=digest)

    def get(self, file: File) -> bytes:
        """The file's bytes as they were written; BrokenFile otherwise."""
        try:
            body = (self.folder / file.name).read_bytes()
        except OSError as why:
            raise BrokenFile(f"{file.name}: {why.strerror}") from why
        if hashlib.sha256(body).hexdigest() != file.sha256:
            raise BrokenFile(f"{file.name} was changed")
        return body

    def sweep(self, kept: set[str]) -> list[str]:
        """Take away what an interrupted run left a day ago; the names that went.

        Not sooner: a process that was stopped and wakes up must not take what another, which
        has the lease by now, is about to list.
        """
        if not self.folder.is_dir():
            return []
        before = self._clock.now().timestamp() - DAY_S
        ours = [p for p in self.folder.iterdir() if p.name[0] == "." or p.suffix == SUFFIX]
        left = [p for p in ours if p.name not in kept and p.stat().st_mtime < before]
        for path in left:
            path.unlink(missing_ok=True)
        return sorted(path.name for path in left)


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
