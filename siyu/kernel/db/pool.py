"""Connections: one pool per role, each with time-outs and none with a way around the walls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

import asyncpg

from siyu.kernel.clock import Clock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db.work import Works

STATEMENT_TIMEOUT_S = 30
LOCK_TIMEOUT_S = 5
IDLE_IN_TRANSACTION_S = 60


AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)
"""What is raised when the database is gone for the moment: nobody's fault, try again."""


UNWRITABLE = (
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
    asyncpg.NumericValueOutOfRangeError,
)
"""What is raised for input that no column can hold."""


async def open_pool(url: str, *, size: int, statement_s: int = STATEMENT_TIMEOUT_S) -> asyncpg.Pool:
    """At most `size` connections; a statement, a lock wait and an idle transaction all end."""
    return await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=size,
        max_inactive_connection_lifetime=120,
        timeout=10,
        command_timeout=statement_s + 5,
        server_settings={
            "application_name": "siyu",
            "timezone": "UTC",
            "jit": "off",
            # A plan kept from when tables were empty may be the worst there is for full ones.
            "plan_cache_mode": "force_custom_plan",
            "statement_timeout": f"{statement_s}s",
            "lock_timeout": f"{LOCK_TIMEOUT_S}s",
            "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_S}s",
        },
    )


class Database:
    """The two doors to PostgreSQL: `works` as the app role, `relay` across tenants' queues."""

    def __init__(
        self, app: asyncpg.Pool, relay: asyncpg.Pool, clock: Clock, keyring: Keyring
    ) -> None:
        self.app = app
        self.relay = relay
        self.clock = clock
        self.works = Works(app, clock, keyring)

    @classmethod
    @asynccontextmanager
    async def connected(
        cls, app_url: str, relay_url: str, clock: Clock, keyring: Keyring, *, size: int = 10
    ) -> AsyncIterator[Self]:
        async with (
            await open_pool(app_url, size=size) as app,
            await open_pool(relay_url, size=4) as relay,
        ):
            yield cls(app, relay, clock, keyring)
