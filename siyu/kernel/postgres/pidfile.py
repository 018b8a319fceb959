"""Who, if anybody, serves a database folder: postmaster.pid says so, and may be wrong.

A killed server leaves the file behind, and its number may since belong to any other process
(in a container often to ourselves), in which case PostgreSQL itself would refuse to start.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

import msgspec

OURS = "cluster_name=siyu"
Who = Literal["nobody", "ours", "foreign", "other"]


class Postmaster(msgspec.Struct, frozen=True, kw_only=True):
    pid: int
    socket_folder: str
    state: str


def find_postmaster(cluster: Path) -> Postmaster | None:
    """What the file claims; None when there is none or it isn't fully written yet."""
    try:
        lines = (cluster / "postmaster.pid").read_text().split("\n")
        lines += [""] * (8 - len(lines))
        return Postmaster(pid=int(lines[0]), socket_folder=lines[4].strip(), state=lines[7].strip())
    except (FileNotFoundError, ValueError):
        return None


def who_is(pid: int, cluster: Path) -> Who:
    """`ours` and `foreign` do serve this folder; `other` merely has the number.

    So does a dead server that nobody has collected yet.
    """
    arguments = _arguments(pid)
    if arguments is None:
        return "nobody"
    if Path(arguments[0]).name not in {"postgres", "postmaster"}:
        return "other"
    folder = _served(pid, arguments)
    if folder is not None and os.path.realpath(folder) != os.path.realpath(cluster):
        return "other"
    return "ours" if OURS in arguments else "foreign"


def _served(pid: int, arguments: list[str]) -> str | None:
    """A server's folder: what it was told, else where it stands; None when neither is shown."""
    if "-D" in arguments[:-1]:
        return arguments[arguments.index("-D") + 1]
    try:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return None


def _arguments(pid: int) -> list[str] | None:
    """None when there is no such process; those of a dead one are a single empty string."""
    if sys.platform == "linux":
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return None
        return raw.decode(errors="surrogateescape").rstrip("\0").split("\0")
    listed = subprocess.run(
        ["/bin/ps", "-ww", "-o", "args=", "-p", str(pid)],
        check=False,
        capture_output=True,
        text=True,
    )
    return _split_shown(listed.stdout.strip()) if listed.returncode == 0 else None


def _split_shown(shown: str) -> list[str]:
    """`ps` joins by blanks; the order in which we start ours makes it splittable again."""
    program, _, rest = shown.partition(" -D ")
    if not rest:
        return shown.split() or [""]
    folder, *settings = rest.split(" -c ")
    return [program, "-D", folder, *settings]
