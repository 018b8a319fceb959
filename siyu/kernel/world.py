"""The sandbox's time: one shift for all processes, kept as a row, moved only forwards.

A merchant who is live has no shift: with the sandbox switched off the row is not read.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

import asyncpg
import msgspec

from siyu.kernel.clock import ShiftedClock
from siyu.kernel.db.sql import Command, On, Query
from siyu.kernel.errors import Refusal

EVERY_S = 0.5
MOST_DAYS = 3650


class Backwards(Refusal):
    code = "kernel.clock_backwards"
    status = 422
    zh = "沙箱时间只能向前走，最多快进 {days} 天。"
    en = "The sandbox's time only runs forwards, by {days} days at most."


class Ahead(msgspec.Struct, frozen=True):
    """How far the sandbox's time is ahead of the system's."""

    ahead_s: int


_LOOK = Query(Ahead, "select ahead_s from kernel.world where one = 1", role="relay")
_MOVE = Command(
    """
    insert into kernel.world as w (one, ahead_s, version) values (1, $1, 1)
    on conflict (one) do update set ahead_s = $1, version = w.version + 1 where w.ahead_s <= $1
    """,
    role="relay",
)


async def look(relay: asyncpg.Pool) -> int:
    """Seconds the sandbox's time is ahead."""
    async with relay.acquire() as conn:
        found = await _LOOK.first(On(conn))
    return found.ahead_s if found else 0


async def move(relay: asyncpg.Pool, ahead_s: int) -> None:
    """Set the shift; Backwards if it would turn time back."""
    if ahead_s > MOST_DAYS * 86400:
        raise Backwards(days=MOST_DAYS)
    async with relay.acquire() as conn:
        if not await _MOVE.run(On(conn), ahead_s):
            raise Backwards(days=MOST_DAYS)


async def follow(clock: ShiftedClock, relay: asyncpg.Pool) -> None:
    """Keep a process's clock at the sandbox's time, for ever."""
    while True:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            clock.ahead = timedelta(seconds=await look(relay))
        await asyncio.sleep(EVERY_S)
