"""How rooms reach their columns: the same few verbs against our own process or a ClickHouse."""

import asyncio
import contextvars
import functools
import re
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import clickhouse_connect
import msgspec
from clickhouse_connect.driver import options
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError, OperationalError

from siyu.kernel.columns.errors import (
    BadQuery,
    ColumnsBusy,
    ColumnsDown,
    NotThere,
    TooMuch,
    TooSlow,
)
from siyu.kernel.columns.requests import READER, WRITER, reader_secret

Row = TypeVar("Row", bound=msgspec.Struct)
T = TypeVar("T")

SECONDS = 30
THREADS = 8
_AGAIN_AFTER_S = 0.3
_CONNECT_S = 5

_SLOW = {159, 160, 394}
_MUCH = {158, 241, 396}
_BUSY = 202
_NOT_THERE = {60, 81}

# The driver would load pandas and numpy at the first insert to see whether it was given a frame:
# a second and a hundred megabytes in every process that feeds. It never is.
for _library in ("pd", "pd_time_test", "np"):
    setattr(options, _library, None)

# One insert is one block and is deduplicated by its token, whatever a server's defaults are.
_INSERT = {
    "async_insert": 0,
    "insert_deduplicate": 1,
    "deduplicate_insert": "enable",
    "max_insert_threads": 1,
    "max_partitions_per_insert_block": 0,
}


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where columns are, and as whom; `password` never appears in a representation."""

    host: str
    port: int
    user: str
    password: str
    database: str = "siyu"
    secure: bool = False

    def __repr__(self) -> str:
        return f"Address({self.user}@{self.host}:{self.port}/{self.database})"


def read_address(url: str) -> Address:
    """`http[s]://user:password@host:port/database` as an address; the user may be empty."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("columns need http://user:password@host:port/database")
    secure = parts.scheme == "https"
    return Address(
        host=parts.hostname,
        port=parts.port or (8443 if secure else 8123),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=parts.path.strip("/") or "siyu",
        secure=secure,
    )


class Columns:
    """Columnar tables over HTTP: `rows` as the reading user, everything else as the writing one.

    The driver's calls run in threads: its asyncio client needs a second HTTP library, parses in
    threads as well, and was no faster.
    """

    def __init__(self, writer: Address, reader: Address, *, threads: int = THREADS) -> None:
        if not re.fullmatch(r"\w+", writer.database):
            raise ValueError(f"{writer.database!r} can't name a database")
        self.database = writer.database
        self._writer = writer
        self._ways = {True: _Way(writer), False: _Way(reader)}
        self._threads = ThreadPoolExecutor(threads, "columns-client")
        # Kills don't queue behind the very queries they are to end.
        self._killer = ThreadPoolExecutor(1, "columns-killer")

    @classmethod
    def embedded(cls, host: str, port: int, secret: str, *, database: str = "siyu") -> "Columns":
        """Columns served by our own process under that secret."""
        writer = Address(host=host, port=port, user=WRITER, password=secret, database=database)
        reader = msgspec.structs.replace(writer, user=READER, password=reader_secret(secret))
        return cls(writer, reader)

    @classmethod
    def at(cls, url: str, reader_url: str | None = None) -> "Columns":
        """Columns of a ClickHouse; without `reader_url` its writing user also reads."""
        return cls(read_address(url), read_address(reader_url or url))

    async def rows(
        self,
        sql: str,
        parameters: Mapping[str, Any],
        row: type[Row],
        *,
        seconds: float = SECONDS,
    ) -> list[Row]:
        """Every row of a SELECT whose columns are the fields of `row`, in the same order.

        Values go as `{name:Type}` parameters, never into the text. A lost connection is tried
        once more; a cancelled caller cancels the query.
        """
        query_id = str(uuid.uuid4())
        read = functools.partial(
            self._read, sql, dict(parameters), row, seconds=seconds, query_id=query_id
        )
        try:
            return await self._in_thread(_twice, read)
        except asyncio.CancelledError:
            self._killer.submit(self._kill, query_id)
            raise

    async def insert(
        self,
        table: str,
        columns: Mapping[str, str],
        rows: Sequence[Sequence[Any]],
        *,
        token: str,
    ) -> None:
        """Add rows once: sent again under the same token, they change nothing.

        `columns` are names and ClickHouse types. After ColumnsDown it is unknown whether the
        rows arrived: send the very same ones again.
        """
        await self._in_thread(self._insert, table, columns, rows, token)

    async def write_file(self, sql: str, form: str) -> bytes:
        """Every row of a SELECT as one file of a format of ClickHouse's, as the writing user."""
        return await self._in_thread(self._write_file, sql, form)

    async def read_file(
        self, table: str, columns: Sequence[str], body: bytes, form: str, *, token: str
    ) -> None:
        """Add a file's rows once, as `insert` does."""
        await self._in_thread(self._read_file, table, columns, body, form, token)

    async def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """One statement as the writing user, for its effect (tables and views)."""
        await self._in_thread(self._execute, sql, dict(parameters or {}))

    async def make_database(self) -> None:
        """Make the database of the address unless it is there."""
        await self._in_thread(self._make_database)

    async def ping(self) -> bool:
        """Whether it answers, and takes our name and secret."""
        try:
            await self._in_thread(self._execute, "SELECT 1", {})
        except (ColumnsDown, ColumnsBusy):
            return False
        return True

    async def close(self) -> None:
        for threads in (self._threads, self._killer):
            await asyncio.to_thread(threads.shutdown)
        for way in self._ways.values():
            way.close()

    async def _in_thread(self, do: Callable[..., T], *args: Any) -> T:
        run = functools.partial(contextvars.copy_context().run, do, *args)
        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    def _read(
        self, sql: str, parameters: dict[str, Any], row: type[Row], *, seconds: float, query_id: str
    ) -> list[Row]:
        settings = {"max_execution_time": seconds, "query_id": query_id}
        try:
            with _told(seconds):
                client = self._ways[False].client()
                found = client.query(sql, parameters=parameters, settings=settings)
        except BadQuery as why:
            if why.code in _NOT_THERE:
                raise NotThere from why
            raise
        return _built(found.column_names, found.result_rows, row)

    def _insert(
        self, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]], token: str
    ) -> None:
        with _told(SECONDS):
            client = self._ways[True].client()
            client.insert(
                table,
                rows,
                column_names=list(columns),
                column_type_names=list(columns.values()),
                settings={**self._known(client), "insert_deduplication_token": token},
            )

    def _write_file(self, sql: str, form: str) -> bytes:
        with _told(SECONDS):
            return self._ways[True].client().raw_query(sql, fmt=form)

    def _read_file(
        self, table: str, columns: Sequence[str], body: bytes, form: str, token: str
    ) -> None:
        with _told(SECONDS):
            client = self._ways[True].client()
            settings = {**self._known(client), "insert_deduplication_token": token}
            client.raw_insert(table, columns, body, settings=settings, fmt=form)

    def _known(self, client: Client) -> dict[str, Any]:
        return {k: v for k, v in _INSERT.items() if k in client.server_settings}

    def _execute(self, sql: str, parameters: dict[str, Any]) -> None:
        with _told(SECONDS):
            self._ways[True].client().command(sql, parameters=parameters)

    def _make_database(self) -> None:
        with _told(SECONDS):
            client = _connected(msgspec.structs.replace(self._writer, database="default"))
            client.command(f"CREATE DATABASE IF NOT EXISTS `{self.database}`")
            client.close()

    def _kill(self, query_id: str) -> None:
        try:
            self._execute("KILL QUERY WHERE query_id = {id:String} ASYNC", {"id": query_id})
        except (ColumnsDown, ColumnsBusy, BadQuery):
            return


class _Way:
    """One user's connections; made on first use, so that nothing waits for a server at start."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._client: Client | None = None
        self._guard = threading.Lock()

    def client(self) -> Client:
        with self._guard:
            if self._client is None:
                self._client = _connected(self._address)
            return self._client

    def close(self) -> None:
        if self._client is not None:
            self._client.close()


def _connected(to: Address) -> Client:
    return clickhouse_connect.get_client(
        host=to.host,
        port=to.port,
        username=to.user,
        password=to.password,
        database=to.database,
        secure=to.secure,
        compress=to.host not in ("127.0.0.1", "localhost", "::1"),
        connect_timeout=_CONNECT_S,
        send_receive_timeout=SECONDS + 10,
        query_retries=0,
        autogenerate_session_id=False,
        tz_mode="aware",
        dedicated_pool=True,
    )


class _told:  # noqa: N801 - reads as a word where it is used
    """Turn the driver's errors into ours."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, why: BaseException | None, trace: object) -> None:
        if not isinstance(why, DatabaseError):
            return
        if why.code is None and isinstance(why, OperationalError):
            raise ColumnsDown from why
        if why.code in _SLOW:
            raise TooSlow(seconds=self._seconds) from why
        if why.code in _MUCH:
            raise TooMuch from why
        if why.code == _BUSY:
            raise ColumnsBusy from why
        raise BadQuery(why.code, str(why)) from why


def _twice(read: Callable[[], T]) -> T:
    try:
        return read()
    except NotThere:
        raise
    except ColumnsDown:
        time.sleep(_AGAIN_AFTER_S)
        return read()


def _built(names: Sequence[str], rows: Sequence[Sequence[Any]], row: type[Row]) -> list[Row]:
    # Without rows the driver gives no names either.
    if rows and tuple(names) != row.__struct_fields__:
        raise BadQuery(None, f"{row.__name__} has {row.__struct_fields__}, the query {names}")
    return msgspec.convert([dict(zip(names, values, strict=True)) for values in rows], list[row])
