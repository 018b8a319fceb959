"""ClickHouse's HTTP interface, as much of it as `clickhouse-connect` speaks, as an ASGI app."""

import asyncio
import json
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import structlog

from siyu.kernel.columns.engine import Answer, Engine, Run
from siyu.kernel.columns.errors import EngineError
from siyu.kernel.columns.requests import Ask, Keys, User
from siyu.kernel.columns.statements import read_killed

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BUSY = 202
UNKNOWN = 1002
BODY_SECONDS = 30
CANCEL_AGAIN_S = 0.5

T = TypeVar("T")

_logger = structlog.get_logger()


class Places:
    """How many may run and how many may wait; who finds both full is turned away at once."""

    def __init__(self, running: int, waiting: int) -> None:
        self._free = asyncio.Semaphore(running)
        self._waiting = 0
        self._most = waiting

    async def __aenter__(self) -> None:
        if self._free.locked() and self._waiting >= self._most:
            raise EngineError(BUSY, "Too many simultaneous queries")
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self._free.release()


class Bodies:
    """How many bytes of requests are held in memory at once, waiting ones included."""

    def __init__(self, most_each: int, most: int) -> None:
        self._most_each = most_each
        self._free = most

    @asynccontextmanager
    async def read(self, receive: Receive, headers: dict[str, str]) -> AsyncIterator[bytes]:
        """A request's body; EngineError when it is too large, or all bodies together are."""
        if int(headers.get("content-length") or 0) > self._most_each:
            raise self._too_large()
        body = bytearray()
        try:
            await self._fill(body, receive)
            yield bytes(body)
        finally:
            self._free += len(body)

    async def _fill(self, body: bytearray, receive: Receive) -> None:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                more = True
                while more:
                    chunk, more = await _next_chunk(receive)
                    self._free -= len(chunk)
                    body += chunk
                    self._check(len(body))
        except TimeoutError as why:
            raise EngineError(209, "The body did not arrive in time") from why

    def _check(self, size: int) -> None:
        if size > self._most_each:
            raise self._too_large()
        if self._free < 0:
            raise EngineError(BUSY, "Too many bytes are waiting")

    def _too_large(self) -> EngineError:
        return EngineError(107, f"The body is larger than {self._most_each} bytes")


class Door:
    """The app; `stop()` turns new requests away, `cancel_reads()` ends what only reads."""

    def __init__(self, engine: Engine, secret: str) -> None:
        limits = engine.limits
        self._engine = engine
        self._keys = Keys(secret)
        self._bodies = Bodies(limits.body_bytes, limits.bodies_bytes)
        self._places = {
            "reader": Places(limits.reads, limits.waiting),
            "siyu": Places(limits.writes, limits.waiting),
        }
        self._threads = ThreadPoolExecutor(limits.reads + limits.writes, "columns")
        self._side = ThreadPoolExecutor(2, "columns-side")
        self._stopping = False

    def stop(self) -> None:
        """Takes no lock: a signal may call it while another signal's call is under way."""
        self._stopping = True

    def cancel_reads(self) -> None:
        self._side.submit(self._engine.cancel_reads)

    def close(self) -> None:
        """Wait for what still runs."""
        self._threads.shutdown(wait=True)
        self._side.shutdown(wait=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/ping":
            await _reply(send, 200, b"Ok.\n", {})
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        fields = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        query_id = _query_id(fields.get("query_id", ""))
        began = time.monotonic()
        try:
            user = self._user(scope, headers)
            async with self._bodies.read(receive, headers) as body:
                what = Ask(
                    user=user, method=scope["method"], headers=headers, fields=fields, body=body
                )
                run = await self._aside(what.run, query_id, self._engine.limits.body_bytes)
                answer = await self._answer(run, user, receive)
            await _reply(send, 200, answer.body, _summary(answer, run))
        except EngineError as why:
            seconds = round(time.monotonic() - began, 3)
            _logger.info("columns.refused", query_id=query_id, code=why.code, seconds=seconds)
            await _reply(send, *_refusal(why, query_id))
        except Exception:
            _logger.exception("columns.failed", query_id=query_id)
            await _reply(send, *_refusal(EngineError(UNKNOWN, "The server failed"), query_id))

    def _user(self, scope: Scope, headers: dict[str, str]) -> User:
        if scope["path"] != "/" or scope["method"] not in ("GET", "POST"):
            raise EngineError(60, "There is nothing here but /, by GET and POST")
        if self._stopping:
            raise EngineError(BUSY, "The server is stopping")
        return self._keys.get_user(headers)

    async def _answer(self, run: Run, user: User, receive: Receive) -> Answer:
        if run.statement.kind == "kill":
            return await self._aside(self._kill, run)
        gone = asyncio.create_task(_disconnected(receive))
        try:
            async with self._places[user]:
                if gone.done() or self._stopping:
                    raise EngineError(BUSY, "The client went away, or the server is stopping")
                return await self._finished(run, gone)
        finally:
            gone.cancel()

    async def _finished(self, run: Run, gone: asyncio.Task[None]) -> Answer:
        """The answer; a reading statement whose client has gone is cancelled."""
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, self._engine.run, run)
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        while not work.done() and run.readonly:
            # Asked again until it ends: it may not have been known to the engine yet.
            await self._aside(self._engine.cancel, run.query_id)
            await asyncio.wait({work}, timeout=CANCEL_AGAIN_S)
        return await work

    async def _aside(self, do: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._side, do, *args)

    def _kill(self, run: Run) -> Answer:
        if run.readonly:
            raise EngineError(164, "Cannot execute query in readonly mode")
        named = read_killed(run.statement, run.parameters)
        status = "waiting" if self._engine.cancel(named) else "not found"
        return Answer(body=f"{status}\t{named}\n".encode())


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _next_chunk(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise EngineError(210, "The client went away")
    return message.get("body", b""), bool(message.get("more_body"))


def _query_id(asked: str) -> str:
    """As asked where it can stand in a header, else a new one."""
    return asked if re.fullmatch(r"[\w.:-]{1,100}", asked, re.ASCII) else str(uuid.uuid4())


def _summary(answer: Answer, run: Run) -> dict[str, str]:
    figures = {
        "read_rows": answer.rows_read,
        "read_bytes": answer.bytes_read,
        "written_rows": answer.rows_written,
        "result_bytes": len(answer.body),
        "elapsed_ns": int(answer.elapsed_s * 1e9),
    }
    headers = {
        "X-ClickHouse-Summary": json.dumps({k: str(v) for k, v in figures.items()}),
        "X-ClickHouse-Query-Id": run.query_id,
        "X-ClickHouse-Timezone": "UTC",
    }
    if run.statement.kind == "read":
        headers["X-ClickHouse-Format"] = run.statement.format or run.format
    return headers


def _refusal(why: EngineError, query_id: str) -> tuple[int, bytes, dict[str, str]]:
    words = str(why)
    if not words.startswith("Code: "):
        words = f"Code: {why.code}. DB::Exception: {words}"
    headers = {"X-ClickHouse-Exception-Code": str(why.code), "X-ClickHouse-Query-Id": query_id}
    return why.status, f"{words}\n".encode(), headers


async def _reply(send: Send, status: int, body: bytes, headers: dict[str, str]) -> None:
    plain = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Length": str(len(body)),
        "X-ClickHouse-Server-Display-Name": "siyu columns",
        **headers,
    }
    raw = [(k.encode("latin-1"), v.encode("latin-1", "replace")) for k, v in plain.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
