"""Writes that can be asked again: the same key, the same answer, one effect."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
import msgspec
from litestar import MediaType, Request, Response

from siyu.kernel import idempotency
from siyu.kernel.db.work import Work
from siyu.kernel.doors.ask import Ask
from siyu.kernel.errors import KeyMissing

T = TypeVar("T")


class Repeated(Exception):
    """Not an error: the request was answered before, and this is that answer."""

    def __init__(self, answered: idempotency.Answered) -> None:
        self.answered = answered
        super().__init__()


class Once:
    """One keyed write. Open `work()`, act, and return `await answer(work, body)`."""

    def __init__(self, ask: Ask, key: str, request: bytes) -> None:
        self.ask = ask
        self.key = key
        self.request = request

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        try:
            async with self.ask.work() as work:
                await self._repeat(work)
                yield work
        except asyncpg.UniqueViolationError as twin:
            if getattr(twin, "constraint_name", "") != "idempotency_pk":
                raise
            # The same request is being answered beside us; its answer is ours too.
            async with self.ask.look() as work:
                await self._repeat(work)
            raise

    @property
    def asked(self) -> idempotency.Asked:
        """For a write that is done in a batch, which keeps the answers itself."""
        return idempotency.Asked(self.ask.id, self.key, self.request)

    async def answer(self, work: Work, body: T, status: int = 201) -> Response[T]:
        """Keep the answer with the work itself, and give it."""
        encoded = msgspec.json.encode(body)
        answered = idempotency.Answered(self.request, status, encoded)
        await idempotency.keep(work, self.ask.id, self.key, answered)
        return response_of(answered)

    async def _repeat(self, work: Work) -> None:
        found = await idempotency.earlier(work, self.ask.id, self.key, self.request)
        if found is not None:
            raise Repeated(found)


async def once(request: Request[Any, Any, Any], ask: Ask) -> Once:
    key = request.headers.get("idempotency-key", "")
    if not key or len(key) > idempotency.MAX_KEY:
        raise KeyMissing
    body = await request.body()
    return Once(ask, key, idempotency.digest(request.method, request.url.path, body))


def repeated(_: Request[Any, Any, Any], again: Repeated) -> Response[Any]:
    response = response_of(again.answered)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def response_of(answered: idempotency.Answered) -> Response[Any]:
    """A kept answer as it goes out."""
    return Response(answered.body, status_code=answered.status, media_type=MediaType.JSON)
