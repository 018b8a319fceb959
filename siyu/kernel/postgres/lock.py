"""One owner per folder, by a lock of the operating system that dies with its process."""

import fcntl
import json
import os
from pathlib import Path

from siyu.kernel.clock import SystemClock
from siyu.kernel.postgres.errors import FolderBusy


class FolderLock:
    """Held until `free` or the end of the process, however it comes; children inherit nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._fd: int | None = None
        self._since = ""

    @property
    def held(self) -> bool:
        return self._fd is not None

    def take(self, said: str) -> None:
        """Raises `FolderBusy`, naming the holder and what it said, when somebody else has it."""
        if self._fd is not None:
            return
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        fd = os.open(self._file, flags, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _read_holder(fd)
            os.close(fd)
            raise FolderBusy(folder=self._file.parent, **holder) from None
        self._fd = fd
        self._since = SystemClock().now().isoformat(timespec="seconds")
        self.say(said)

    def say(self, said: str) -> None:
        """What a second comer is told, such as the address of the first."""
        if self._fd is None:
            return
        line = json.dumps({"pid": os.getpid(), "since": self._since, "said": said})
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, line.encode(), 0)

    def free(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _read_holder(fd: int) -> dict[str, object]:
    try:
        found = json.loads(os.pread(fd, 4096, 0))
        return {name: found[name] for name in ("pid", "since", "said")}
    except (ValueError, KeyError, TypeError):  # it is just being written
        return {"pid": "?", "since": "?", "said": "?"}
