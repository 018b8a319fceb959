"""What the demo remembers between two runs: where its record began, and what is imported already.

It lies beside the uploads, so that a restored merchant can still be topped up.
"""

from datetime import date, datetime
from pathlib import Path

import msgspec


class Memory(msgspec.Struct, kw_only=True):
    """`files` has the digest of every export that was imported to its end.

    `until` is the end of a run that was interrupted: the next run finishes that one, so that a half
    imported file is met again byte for byte.
    """

    seed: int
    members: int
    since: date
    people: int = 0
    files: dict[str, str] = {}
    until: datetime | None = None


class Notebook:
    """A memory in a file that is replaced as a whole."""

    def __init__(self, uploads: Path, code: str) -> None:
        self._path = uploads / "demo" / f"{code}.json"

    def find(self) -> Memory | None:
        if not self._path.exists():
            return None
        return msgspec.json.decode(self._path.read_bytes(), type=Memory)

    def keep(self, memory: Memory) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self._path.with_suffix(".new")
        draft.write_bytes(msgspec.json.encode(memory))
        draft.replace(self._path)
