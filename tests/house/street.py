"""The program's own street, served on a free loopback port inside the test process."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import uvicorn
from litestar import Litestar

from siyu.api.street import Street
from siyu.bootstrap.ports import plugged
from siyu.kernel.clock import SystemClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.kit import Kit
from siyu.kernel.owners import Owners


def made_kit(database: Database, keyring: Keyring, settings: Settings, columns: Columns) -> Kit:
    owners = Owners(database.relay, "test")
    return plugged(Kit(settings, keyring, database.clock, database, columns, owners, "test"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@asynccontextmanager
async def open_street(apps: Mapping[str, Litestar], port: int) -> AsyncIterator[str]:
    """Real HTTP until the block ends; gives the address."""
    street = Street({**apps, "/": _nothing}, SystemClock())
    config = uvicorn.Config(
        street,
        host="127.0.0.1",
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


async def _nothing(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})
