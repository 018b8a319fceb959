"""Runs the suites, in two lanes side by side when all of them run, and prints what each took.

Half of the suites compute and half of them wait, for processes to come back and for browsers; one
lane after the other would leave a core idle most of the time.

`python -m tests.run check | quick [ROOM] | test`
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
WORKERS = str(min(os.cpu_count() or 2, 4))
PYTEST = ("-m", "pytest", "--durations=12")


class Suite(NamedTuple):
    """A named command; it passes when it exits with 0."""

    name: str
    command: list[str]
    folder: Path = ROOT


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def tests(*paths: str) -> list[str]:
    return python(*PYTEST, "-n", WORKERS, "--dist", "loadfile", *paths)


def npm(name: str, folder: str, script: str) -> Suite:
    program = shutil.which("npm", path=f"{BIN}{os.pathsep}{os.environ['PATH']}") or "npm"
    return Suite(name, [program, "run", "-s", script], ROOT / folder)


FORMAT = Suite("format", [str(BIN / "ruff"), "format", "--check", "-q", "."])
LINT = Suite("lint", [str(BIN / "ruff"), "check", "-q", "."])
TYPES = Suite("types", [str(BIN / "pyrefly"), "check", "--summarize-errors"])
ARROWS = Suite("arrows", [str(BIN / "lint-imports"), "--no-logo"])
CHECKS = [FORMAT, LINT, TYPES, ARROWS]

PAGES = [
    npm("console: types, lint, unused", "screens", "check"),
    npm("console: units", "screens", "test"),
    npm("mall: types, lint", "screens/mall", "check"),
    npm("mall: units, mini program", "screens/mall", "test"),
]

# One run for all of them: each of its processes starts a server of its own.
SERVER = [
    Suite(
        "rooms, kernel, contracts, doors, flows, views, demo, stories, simulator",
        tests(
            *("siyu", "tests/contracts", "tests/tidy", "tests/api"),
            *("tests/flows", "tests/views", "tests/demo", "tests/story", "tests/simulator"),
        ),
    ),
]
CRASHES = [Suite("crashes", python(*PYTEST, "tests/crashes"))]

# One installation with the town in it serves both; what is sent at random comes last, for it also
# changes rules and empties shelves.
LIVED = [Suite("documents and screens", python(*PYTEST, "tests/screens", "tests/fuzz"))]

MINI = Suite("build: mini program", python("screens/build.py", "console", "h5", "mp-weixin"))

_printing = Lock()


def lanes(kind: str, room: str) -> list[list[Suite]]:
    """What runs side by side; the suites of a lane run one after another."""
    if kind == "check":
        return [CHECKS]
    if kind == "quick":
        where = f"siyu/modules/{room}" if room else "siyu/kernel"
        return [[*CHECKS, Suite(room or "kernel", tests(where))]]
    return [[*CHECKS, *PAGES, *SERVER], [*LIVED, *CRASHES]]


def main(kind: str = "test", room: str = "") -> int:
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    if kind == "test":
        subprocess.run([str(ROOT / "tests/house/chromium.sh")], check=True)
    began = time.monotonic()
    # The mini program is driven in both lanes.
    results = run_lane([MINI] if kind == "test" else [])
    with ThreadPoolExecutor() as side_by_side:
        for lane in side_by_side.map(run_lane, lanes(kind, room)):
            results.extend(lane)
    failed = sum(not ok for _, ok, _ in results)
    print("\nseconds per suite")
    for name, ok, seconds in results:
        print(f"{seconds:8.1f}  {'ok    ' if ok else 'FAILED'}  {name}")
    print(f"{time.monotonic() - began:8.1f}  in all")
    print(f"\n{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def run_lane(suites: Iterable[Suite]) -> list[tuple[str, bool, float]]:
    return [run(suite) for suite in suites]


def run(suite: Suite) -> tuple[str, bool, float]:
    """Prints what the suite said once it ended, so that two lanes don't talk at once."""
    began = time.monotonic()
    done = subprocess.run(
        suite.command,
        cwd=suite.folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with _printing:
        print(f"\n== {suite.name}\n{done.stdout}", end="", flush=True)
    return suite.name, done.returncode == 0, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
