"""The embedded engine: one process, one chDB folder, a fresh handle for every statement.

A handle costs 0.03 ms, so each statement gets its own: its limits are set, then it is locked
with `readonly = 1` if it may only read, and nothing is left behind for the next one.
"""

import fcntl
import importlib
import json
import os
import re
import threading
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import msgspec

from siyu.kernel.columns.errors import EngineError, FolderTaken
from siyu.kernel.columns.statements import Statement

MB = 1 << 20
DATABASE = "siyu"

_CODE = re.compile(r"Code: (\d+)")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one process and one statement may take; a request may ask for less, never for more."""

    server_memory: int = 4096 * MB
    query_memory: int = 2048 * MB
    result_bytes: int = 256 * MB
    body_bytes: int = 128 * MB
    bodies_bytes: int = 512 * MB
    """All requests' bodies together, before they are unpacked."""
    threads: int = 2
    seconds: int = 60
    reads: int = 4
    """Reading statements that run at once."""
    writes: int = 2
    waiting: int = 64
    """Statements that may wait for a place; the next one is answered 503."""
    stop_seconds: int = 20
    """How long inserts may go on after SIGTERM."""

    @classmethod
    def of_machine(cls) -> Self:
        """Half of the memory at most, a quarter for one statement, a thread for each core."""
        server = min(cls().server_memory, memory_of_machine() // 2)
        threads = max(1, min(8, os.cpu_count() or 1))
        return cls(
            server_memory=server, query_memory=server // 2, threads=threads, reads=1 + threads
        )


def memory_of_machine() -> int:
    """Bytes this process may count on: the machine's, or its container's where that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(machine, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    except (OSError, ValueError):
        return machine


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One statement to run: who may do what, and with which limits."""

    statement: Statement
    database: str
    parameters: dict[str, str]
    settings: dict[str, str]
    readonly: bool
    format: str
    query_id: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    body: bytes
    rows_read: int = 0
    bytes_read: int = 0
    rows_written: int = 0
    elapsed_s: float = 0.0


class Engine:
    """The sole opener of a folder; `run` may be called from any number of threads."""

    def __init__(self, folder: Path, limits: Limits, at: Mapping[str, Any] | None = None) -> None:
        """`at` is where it will be asked, if that is known before it is open."""
        self.limits = limits
        self._folder = folder.resolve()
        self._running: dict[str, Run] = {}
        self._guard = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = _take(self._folder, at or {})
        self._chdb, self._keeper = _open(self._folder, limits)

    def announce(self, host: str, port: int) -> None:
        """Leave the address in the folder, for whoever wants to open it too."""
        _write_owner(self._lock, {"pid": os.getpid(), "host": host, "port": port})

    def run(self, run: Run) -> Answer:
        """Run to the end on a handle of its own; EngineError carries what the engine says."""
        token = uuid.uuid4().hex
        handle = self._chdb.connect(str(self._folder))
        with self._guard:
            self._running[token] = run
        try:
            handle.query(f"USE {_quoted(run.database)}")
            handle.query(_settings(run, self.limits, token))
            return _executed(handle, run)
        except RuntimeError as why:
            raise _understood(why) from why
        except Exception as why:
            if type(why).__module__.startswith("chdb"):
                raise _understood(why) from why
            raise
        finally:
            with self._guard:
                del self._running[token]
            handle.close()

    def cancel(self, query_id: str) -> int:
        """Stop what runs under that id; how many statements were told to."""
        return self._cancel(lambda run: run.query_id == query_id)

    def cancel_reads(self) -> int:
        """Stop every statement that only reads: nothing is lost with it."""
        return self._cancel(lambda run: run.readonly)

    def _cancel(self, which: Any) -> int:
        with self._guard:
            tokens = [token for token, run in self._running.items() if which(run)]
        if tokens:
            handle = self._chdb.connect(str(self._folder))
            names = ", ".join(f"'{token}'" for token in tokens)
            handle.query(f"KILL QUERY WHERE Settings['log_comment'] IN ({names}) ASYNC")
            handle.close()
        return len(tokens)

    def close(self) -> None:
        self._keeper.close()
        os.close(self._lock)


def _open(folder: Path, limits: Limits) -> tuple[Any, Any]:
    # The engine takes its time zone from the environment as it is loaded, and costs 250 MB:
    # only the process that opens the folder loads it.
    os.environ["TZ"] = "UTC"
    chdb = importlib.import_module("chdb")
    cache = 128 * MB
    sizes = {
        "max_server_memory_usage": limits.server_memory,
        "mark_cache_size": cache,
        "index_mark_cache_size": cache // 4,
        "primary_index_cache_size": cache,
        "parquet_metadata_cache_size": cache // 4,
        "background_pool_size": 2,
        "background_schedule_pool_size": 2,
        "max_thread_pool_free_size": 4,
    }
    options = "&".join(f"{name}={value}" for name, value in sizes.items())
    try:
        keeper = chdb.connect(f"{folder}?{options}")
        keeper.query(f"CREATE DATABASE IF NOT EXISTS {DATABASE}")
    except Exception as why:
        raise FolderTaken(f"{folder} can't be opened: {str(why) or 'it is in use'}") from why
    return chdb, keeper


def _take(folder: Path, at: Mapping[str, Any]) -> int:
    """The folder's lock, held until the process ends however it ends."""
    lock = os.open(folder / "owner.json", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as why:
        owner = _read_owner(lock)
        os.close(lock)
        raise FolderTaken(
            f"{folder} is open in process {owner.get('pid', '?')}, which listens on "
            f"{owner.get('host', '?')}:{owner.get('port', '?')}; one process may open it at a time"
        ) from why
    # Whoever looks while a killed one comes back finds where it will be.
    _write_owner(lock, {"pid": os.getpid(), **at})
    return lock


def _read_owner(lock: int) -> dict[str, Any]:
    try:
        return json.loads(os.pread(lock, 4096, 0))
    except ValueError:
        return {}


def _write_owner(lock: int, owner: dict[str, Any]) -> None:
    text = json.dumps(owner).encode()
    os.ftruncate(lock, 0)
    os.pwrite(lock, text, 0)


def _settings(run: Run, limits: Limits, token: str) -> str:
    """The SET that precedes the statement; on a reading handle its last word locks the handle."""
    highest = {
        "max_memory_usage": limits.query_memory,
        "max_threads": limits.threads,
        "max_execution_time": limits.seconds,
        "max_result_bytes": limits.result_bytes,
        "max_bytes_before_external_group_by": limits.query_memory // 2,
        "max_bytes_before_external_sort": limits.query_memory // 2,
    }
    values = {
        "session_timezone": "UTC",
        **run.settings,
        "log_comment": token,
    }
    for name, limit in highest.items():
        values[name] = _bounded(name, values.get(name), limit)
    values.pop("readonly", None)
    words = [f"{_plain(name)} = {_literal(value)}" for name, value in values.items()]
    return "SET " + ", ".join([*words, *(["readonly = 1"] if run.readonly else [])])


def _bounded(name: str, asked: str | None, limit: int) -> str:
    try:
        wanted = float(asked) if asked else 0.0
    except ValueError as why:
        raise EngineError(72, f"Setting {name} must be a number") from why
    return asked if asked and 0 < wanted < limit else str(limit)


def _executed(handle: Any, run: Run) -> Answer:
    statement = run.statement
    if statement.kind == "insert":
        insert = handle.send_insert(statement.text, statement.format)
        insert.append(statement.data)
        written = insert.finish()
        return Answer(body=b"", rows_written=written.rows_written, elapsed_s=written.elapsed)
    result = handle.query(statement.text, statement.format or run.format, params=run.parameters)
    return Answer(
        body=result.bytes() or b"",
        rows_read=result.storage_rows_read(),
        bytes_read=result.storage_bytes_read(),
        elapsed_s=result.elapsed(),
    )


def _understood(why: Exception) -> EngineError:
    words = str(why) or "The engine failed without a word"
    found = _CODE.search(words)
    return EngineError(int(found[1]) if found else 1002, words)


def _plain(name: str) -> str:
    if not re.fullmatch(r"\w+", name, re.ASCII):
        raise EngineError(115, f"Unknown setting {name[:40]!r}")
    return name


def _quoted(name: str) -> str:
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def _literal(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
