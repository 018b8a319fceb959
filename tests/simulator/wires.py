"""Wires to the database that are cut where one says: before or after a statement, or its commit.

What a cut leaves is what a dead process leaves: before the commit nothing, after it everything,
and the one who asked knows neither.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
from msgspec import Struct

Side = str


class Fuse(Struct):
    """Burns through at the n-th statement of what writes from now on; at 0: at the next commit."""

    doing: str
    at: int
    side: Side
    in_turn: bool = True
    seen: int = 0
    cut: str = ""
    """Where it was cut, once it was."""


class Wires:
    """In place of a pool of connections; without a fuse it is that pool."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool
        self.fuse: Fuse | None = None
        self.cuts: Counter[str] = Counter()
        self.places: set[tuple[str, int, Side]] = set()
        self._next: dict[str, tuple[int, Side]] = {}
        self.rounds: Counter[str] = Counter()
        """How often every statement of something had its turn."""

    def acquire(self, **more: Any) -> "_Lent":
        return _Lent(self, self.pool.acquire(**more))

    def put_in(self, doing: str, at: int | None = None, side: Side | None = None) -> Fuse:
        """A fuse for what is done next: at the place that is next in turn, or where one says."""
        turn = self._next.get(doing, (1, "before"))
        if at is None:
            self.fuse = Fuse(doing=doing, at=turn[0], side=turn[1])
        else:
            self.fuse = Fuse(doing=doing, at=at, side=side or turn[1], in_turn=False)
        return self.fuse

    def take_out(self) -> Fuse | None:
        """The fuse, burned or not; the next one of its kind comes one place later."""
        fuse, self.fuse = self.fuse, None
        if fuse is None:
            return None
        if fuse.cut:
            self.cuts[fuse.cut] += 1
            self.places.add((fuse.doing, fuse.at, fuse.side))
        if not fuse.in_turn:
            return fuse
        if fuse.cut:
            after = fuse.side == "after"
            self._next[fuse.doing] = (fuse.at + after, "before" if after else "after")
        else:
            self.rounds[fuse.doing] += 1
            self._next[fuse.doing] = (1, "before")
        return fuse


class _Lent:
    def __init__(self, wires: Wires, lending: Any) -> None:
        self._wires, self._lending = wires, lending

    async def __aenter__(self) -> "Wire":
        return Wire(self._wires, await self._lending.__aenter__())

    async def __aexit__(self, *why: Any) -> None:
        await self._lending.__aexit__(*why)


class Wire:
    """A connection; what reads only is left alone."""

    def __init__(self, wires: Wires, conn: Any) -> None:
        self._wires, self._conn = wires, conn
        self._writes = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conn, name)

    async def execute(self, text: str, *args: Any, **more: Any) -> Any:
        if text.startswith("BEGIN"):
            self._writes = "READ ONLY" not in text
            return await self._conn.execute(text, *args, **more)
        return await self._through(text, self._conn.execute, *args, **more)

    async def fetch(self, text: str, *args: Any, **more: Any) -> Any:
        return await self._through(text, self._conn.fetch, *args, **more)

    async def fetchrow(self, text: str, *args: Any, **more: Any) -> Any:
        return await self._through(text, self._conn.fetchrow, *args, **more)

    async def fetchval(self, text: str, *args: Any, **more: Any) -> Any:
        return await self._through(text, self._conn.fetchval, *args, **more)

    async def _through(
        self, text: str, ask: Callable[..., Awaitable[Any]], *args: Any, **more: Any
    ) -> Any:
        fuse = self._wires.fuse
        if not self._writes or fuse is None or fuse.cut or text == "ROLLBACK":
            return await ask(text, *args, **more)
        fuse.seen += 1
        burns = text == "COMMIT" if fuse.at == 0 else fuse.seen == fuse.at
        what = "commit" if text == "COMMIT" else "statement"
        if burns and fuse.side == "before":
            self._cut(fuse, f"before a {what}")
        answer = await ask(text, *args, **more)
        if burns:
            self._cut(fuse, f"after a {what}")
        return answer

    def _cut(self, fuse: Fuse, where: str) -> None:
        fuse.cut = where
        self._conn.terminate()
        raise asyncpg.ConnectionDoesNotExistError(f"cut {where} of {fuse.doing}")
