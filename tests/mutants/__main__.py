"""`python -m tests.mutants [part of a name] [first-last]`: takes each guard away in a copy of the
sources, and prints which test went red; a guard that nobody misses fails.
"""

import asyncio
import os
import re
import shutil
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, STDOUT, create_subprocess_exec
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.guard import Guard
from tests.mutants.guards import GUARDS

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("siyu", "tests", "docs", "conftest.py", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "screens", ".hypothesis")
SIDE_BY_SIDE = 2
LIMIT_S = 240
_RED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


async def main(wanted: str = "", numbers: str = "") -> int:
    chosen = [one for one in among(numbers) if wanted in one.name]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="siyu-mutants-") as name:
        Path(name).chmod(0o755)
        copies = [copy(Path(name) / str(n)) for n in range(SIDE_BY_SIDE)]
        if not await are_green(copies[0], chosen):
            return 1
        unnoticed = await each(copies, chosen)
    print(f"{len(chosen)} guards, {unnoticed} unnoticed, {time.monotonic() - began:.0f} s")
    return 1 if unnoticed else 0


def among(numbers: str) -> Sequence[Guard]:
    """`11-20` are ten of them, counted from 1; nothing is all."""
    if not numbers:
        return GUARDS
    first, _, last = numbers.partition("-")
    return GUARDS[int(first) - 1 : int(last or first)]


def copy(folder: Path) -> Path:
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, folder / name)
    return folder


async def are_green(folder: Path, guards: Sequence[Guard]) -> bool:
    """With every guard in its place all these tests are: else red would say nothing."""
    named = sorted({test for one in guards for test in one.tests})
    passed, said = await tested(folder, named)
    if not passed:
        print(f"red although nothing was taken away:\n{said[-3000:]}")
    return passed


async def each(folders: Sequence[Path], guards: Sequence[Guard]) -> int:
    waiting = list(reversed(guards))
    unnoticed: list[str] = []

    async def one_by_one(folder: Path) -> None:
        while waiting:
            guard = waiting.pop()
            red = await without(folder, guard)
            print(f"{guard.name} → {red or 'NOBODY NOTICED'}", flush=True)
            if not red:
                unnoticed.append(guard.name)

    await asyncio.gather(*map(one_by_one, folders))
    return len(unnoticed)


async def without(folder: Path, guard: Guard) -> str:
    """The first test that misses it; empty if none does."""
    file = folder / guard.file
    there = file.read_text()
    if there.count(guard.old) != 1:
        raise SystemExit(f"{guard.name}: stands {there.count(guard.old)} times in {guard.file}")
    file.write_text(there.replace(guard.old, guard.new))
    try:
        passed, said = await tested(folder, guard.tests)
    finally:
        file.write_text(there)
    red = _RED.findall(said)
    return "" if passed else red[0] if red else "could not even begin"


async def tested(folder: Path, tests: Sequence[str]) -> tuple[bool, str]:
    """Whether they are green, and what was said; one that hangs is red."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header")
    process = await create_subprocess_exec(
        *command, *tests, cwd=folder, env=environment, stdout=PIPE, stderr=STDOUT
    )
    try:
        async with asyncio.timeout(LIMIT_S):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return False, f"FAILED {tests[0]} took too long"
    text = said.decode(errors="replace")
    if process.returncode not in {0, 1}:
        # Collected nothing, or could not be started: that is no proof.
        raise SystemExit(text[-2000:])
    return process.returncode == 0, text


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
