"""A database into one file and back, by pg_dump and pg_restore, atomically on both sides."""

import asyncio
import contextlib
import os
from collections import deque
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import asyncpg

from siyu.kernel.errors import Trouble
from siyu.kernel.postgres.binaries import bin_dir
from siyu.kernel.postgres.errors import DumpFailed, RestoreFailed

Report = Callable[[str], None]


async def dump(
    url: str, target: Path, *, bin_folder: Path | None = None, report: Report | None = None
) -> None:
    """The whole database as of one instant, in PostgreSQL's custom format, readable by us alone.

    The role of `url` must see every row: row security makes pg_dump refuse rather than leave out.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        wanted = ["--format=custom", f"--file={part}"]
        await _run("pg_dump", url, wanted, bin_folder=bin_folder, report=report)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


async def restore(
    url: str, source: Path, *, bin_folder: Path | None = None, report: Report | None = None
) -> None:
    """Into an empty database whose roles exist; in one transaction, so a failure leaves nothing."""
    wanted = ["--single-transaction", "--exit-on-error", str(source)]
    await _run("pg_restore", url, wanted, bin_folder=bin_folder, report=report)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("analyze")  # a dump has no statistics; plans would be blind
    finally:
        await connection.close()


async def _run(
    program: str,
    url: str,
    wanted: list[str],
    *,
    bin_folder: Path | None,
    report: Report | None,
) -> None:
    shown, secret = split_password(url)
    process = await asyncio.create_subprocess_exec(
        str(bin_dir(bin_folder) / program),
        *("--verbose", "--no-password", f"--dbname={shown}", *wanted),
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C", **secret},
    )
    try:
        said = await _listen(process, program, report)
        failed = await process.wait() != 0
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()
    if failed:
        error: type[Trouble] = DumpFailed if program == "pg_dump" else RestoreFailed
        raise error(said=said)


async def _listen(process: asyncio.subprocess.Process, program: str, report: Report | None) -> str:
    """The program's own complaints; the lines after them may quote rows and are dropped."""
    assert process.stderr is not None
    complaints: deque[str] = deque(maxlen=3)
    async for line in process.stderr:
        said = line.decode(errors="replace").strip().removeprefix(f"{program}: ")
        if said.startswith("error: "):
            complaints.append(said.removeprefix("error: "))
        elif report is not None and said.startswith(("dumping", "processing", "creating")):
            report(said)
    return "; ".join(complaints)


def split_password(url: str) -> tuple[str, dict[str, str]]:
    """The URL without its password, and the password as the environment of a child."""
    parts = urlsplit(url)
    login, at, where = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    word = query.pop("password", unquote(password))
    bare = parts._replace(netloc=f"{user}{at}{where}", query=urlencode(query, quote_via=quote))
    return urlunsplit(bare), {"PGPASSWORD": word} if word else {}
