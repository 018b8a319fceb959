"""The last words of the server, for whoever waits for it or must explain why it isn't there."""

from pathlib import Path
from typing import IO

TAIL = 4096


def read_tail(cluster: Path, *, lines: int) -> str:
    """From the log that the server says it writes; empty when there is none."""
    file = _read_end(cluster / "current_logfiles").removeprefix("stderr ")
    text = _read_end(Path(file)) if file else ""
    return "\n".join(text.splitlines()[-lines:])


def read_early(early: IO[bytes]) -> str:
    """What it said before it opened its log."""
    early.seek(0)
    return early.read().decode(errors="replace").strip()


def _read_end(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            opened.seek(max(0, file.stat().st_size - TAIL))
            return opened.read().decode(errors="replace").strip()
    except OSError:
        return ""
