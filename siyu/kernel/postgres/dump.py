"""A database into one file and back, by PostgreSQL's own programs, atomically on both sides."""

import asyncio
import contextlib
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import asyncpg

from siyu.kernel.postgres.binaries import bin_dir
from siyu.kernel.postgres.errors import DumpFailed, RestoreFailed

Report = Callable[[str], None]
TOLD = ("dumping", "processing", "creating")
NEWER = b"SET transaction_timeout = 0;\n"
"""Written for every server by programs from 17 on, and understood by servers from 17 on only."""
PREAMBLE = 40
CHUNK = 1 << 18


async def dump(
    url: str, target: Path, *, bin_folder: Path | None = None, report: Report | None = None
) -> None:
    """The whole database as of one instant, in PostgreSQL's custom format, readable by us alone.

    The role of `url` must see every row: row security makes pg_dump refuse rather than leave out.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    shown, secret = split_password(url)
    wanted = ["--verbose", "--no-password", "--format=custom", f"--file={part}"]
    program = bin_dir(bin_folder) / "pg_dump"
    try:
        async with _running(program, *wanted, f"--dbname={shown}", secret=secret) as process:
            said = await _listen(process, report)
            if await process.wait() != 0:
                raise DumpFailed(said=said)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


async def restore(
    url: str, source: Path, *, bin_folder: Path | None = None, report: Report | None = None
) -> None:
    """Into an empty database whose roles exist; in one transaction, so a failure leaves nothing."""
    shown, secret = split_password(url)
    programs = bin_dir(bin_folder)
    reading = [programs / "pg_restore", "--verbose", "--file=-", str(source)]
    writing = [programs / "psql", "--no-psqlrc", "--quiet", "--no-password", f"--dbname={shown}"]
    writing += ["--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-"]
    async with (
        _running(*reading) as reader,
        _running(*writing, secret=secret, stdin=PIPE) as writer,
    ):
        listening = asyncio.gather(_listen(reader, report), _listen(writer, None))
        whole = await _pump(reader, writer)
        if not whole:
            _end(writer)  # at the end of its input it would commit what it has
            _end(reader)
        said = [words for words in await listening if words]
        if await writer.wait() != 0 or not whole:
            raise RestoreFailed(said="; ".join(said))
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("analyze")  # a dump has no statistics; plans would be blind
    finally:
        await connection.close()


async def _pump(reader: Process, writer: Process) -> bool:
    """Whether all that the file holds went over; what the server makes of it is another matter."""
    assert reader.stdout is not None
    assert writer.stdin is not None
    try:
        for _ in range(PREAMBLE):
            line = await reader.stdout.readline()
            if line != NEWER:
                writer.stdin.write(line)
        while chunk := await reader.stdout.read(CHUNK):
            writer.stdin.write(chunk)
            await writer.stdin.drain()
    except ConnectionError:  # it has stopped at an error, which it tells itself
        return False
    if await reader.wait() != 0:
        return False
    writer.stdin.close()
    return True


@contextlib.asynccontextmanager
async def _running(
    program: Path | str,
    *arguments: Path | str,
    secret: dict[str, str] | None = None,
    stdin: int = DEVNULL,
) -> AsyncGenerator[Process, None]:
    """A program that doesn't outlive the block."""
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        stdin=stdin,
        stdout=PIPE,
        stderr=PIPE,
        limit=CHUNK,
        env={**os.environ, "LC_ALL": "C", **(secret or {})},
    )
    try:
        yield process
    finally:
        _end(process)
        if process.stdout is not None:
            await process.stdout.read()  # a pipe that isn't read out stays open
        await process.wait()


async def _listen(process: Process, report: Report | None) -> str:
    """The first complaint, in one line: the lines after it may quote rows and are dropped."""
    assert process.stderr is not None
    complaint = ""
    async for line in process.stderr:
        said = line.decode(errors="replace").strip()
        words = said.partition(": ")[2]
        if ("error: " in said or "ERROR:" in said or "FATAL:" in said) and not complaint:
            complaint = words.removeprefix("error: ").removeprefix("ERROR:  ")
        elif report is not None and words.startswith(TOLD):
            report(words)
    return complaint


def split_password(url: str) -> tuple[str, dict[str, str]]:
    """The URL without its password, and the password as the environment of a child."""
    parts = urlsplit(url)
    login, at, where = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    word = query.pop("password", unquote(password))
    bare = parts._replace(netloc=f"{user}{at}{where}", query=urlencode(query, quote_via=quote))
    return urlunsplit(bare), {"PGPASSWORD": word} if word else {}


def _end(process: asyncio.subprocess.Process) -> None:
    """Kill it, unless it has just ended by itself."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
