"""Leases: what may have one owner only has a row with its address and a fencing number.

No advisory lock: those break behind a pooler. A lease is held by renewing it; the fence rises
with every new holder, and whoever writes as an owner shows it, so a paused owner that wakes up
late changes nothing.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import asyncpg
import msgspec

from siyu.kernel.clock import Clock, SystemClock
from siyu.kernel.db.sql import Command, On, Query

TERM = timedelta(seconds=15)


class Lease(msgspec.Struct, frozen=True):
    """Who owns a name, where it answers, and the number its writes must carry."""

    name: str
    holder: str
    address: str
    fence: int
    until: datetime


_TAKE = Query(
    Lease,
    """
    insert into kernel.lease as l (name, holder, address, fence, until)
    values ($1, $2, $3, 1, $5)
    on conflict (name) do update set holder = $2, address = $3, until = $5,
      fence = l.fence + (l.holder <> $2)::int
    where l.holder = $2 or l.until < $4
    returning name, holder, address, fence, until
    """,
    role="relay",
)
_LOOK = Query(
    Lease,
    "select name, holder, address, fence, until from kernel.lease where name = $1",
    role="relay",
)
_DROP = Command(
    "update kernel.lease set until = $4 where name = $1 and holder = $2 and fence = $3",
    role="relay",
)


class NotOwner(Exception):
    """The lease was lost; whatever was about to be written must not be."""


class Owners:
    """Takes and shows leases; leases run on the system's time, which no sandbox moves."""

    def __init__(self, relay: asyncpg.Pool, holder: str, clock: Clock | None = None) -> None:
        self._relay = relay
        self._holder = holder
        self._clock = clock or SystemClock()

    async def take(self, name: str, address: str = "") -> Lease | None:
        """The lease, new or renewed; None while another holds it."""
        now = self._clock.now()
        async with self._relay.acquire() as conn:
            return await _TAKE.first(On(conn), name, self._holder, address, now, now + TERM)

    async def owner(self, name: str) -> Lease | None:
        """Who holds the name now, if anybody does."""
        async with self._relay.acquire() as conn:
            lease = await _LOOK.first(On(conn), name)
        return lease if lease is not None and lease.until >= self._clock.now() else None

    async def drop(self, lease: Lease) -> None:
        """Give the lease back, so that the next owner need not wait for its end."""
        async with self._relay.acquire() as conn:
            await _DROP.run(On(conn), lease.name, lease.holder, lease.fence, self._clock.now())

    @asynccontextmanager
    async def owning(self, name: str, address: str = "") -> AsyncIterator[Lease]:
        """Wait for the lease, hold it for the block; the block is cancelled when it is lost."""
        lease = await self._wait(name, address)
        task = asyncio.current_task()
        keeper = asyncio.create_task(self._keep(lease, address, task))
        try:
            yield lease
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self.drop(lease)

    async def _wait(self, name: str, address: str) -> Lease:
        while True:
            lease = await self.take(name, address)
            if lease is not None:
                return lease
            await asyncio.sleep(1)

    async def _keep(self, lease: Lease, address: str, task: asyncio.Task[object] | None) -> None:
        until = lease.until
        while True:
            await asyncio.sleep(TERM.total_seconds() / 3)
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                renewed = await self.take(lease.name, address)
                if renewed is None or renewed.fence != lease.fence:
                    break
                until = renewed.until
            if self._clock.now() >= until:
                break
        if task is not None:
            task.cancel("the lease was lost")
