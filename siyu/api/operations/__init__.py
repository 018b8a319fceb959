"""Doors for those who run the program: alive, ready, metrics."""

from collections.abc import Sequence

import msgspec
from litestar import Litestar, MediaType, Response
from litestar.connection import ASGIConnection
from litestar.di import Provide

from siyu.api.operations import metrics
from siyu.kernel.db import Actor
from siyu.kernel.db.sql import On, Scalar
from siyu.kernel.doors import OPEN, Ask, Connection, audience, door
from siyu.kernel.errors import NotFound, Trouble
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit

LOOPBACK: Sequence[str] = ("127.0.0.1", "::1")

_ALIVE = Scalar("select 1")


class NotReady(Trouble):
    code = "kernel.not_ready"
    zh = "{part}还没有准备好。"
    en = "The {part} is not ready."


class Alive(msgspec.Struct, frozen=True):
    alive: bool


class Ready(msgspec.Struct, frozen=True):
    database: bool
    columns: bool


@door.get("/health", permit=OPEN)
async def show_health() -> Alive:
    """The process runs and answers; nothing else is asked."""
    return Alive(True)


@door.get("/ready", permit=OPEN, errors=[NotReady])
async def show_ready(kit: Kit) -> Ready:
    """The process can serve: the database answers. Columns may lag; pages that need them say so."""
    try:
        async with kit.database.app.acquire(timeout=2) as conn:
            await _ALIVE.get(On(conn))
    except (OSError, TimeoutError) as why:
        raise NotReady(part="database") from why
    return Ready(database=True, columns=await kit.columns.ping())


@door.get("/metrics", permit=OPEN, media_type=MediaType.TEXT)
async def show_metrics(kit: Kit) -> Response[bytes]:
    """Prometheus metrics of all processes of this `up`; answered on loopback only."""
    return Response(await metrics.collect(kit), media_type=metrics.TYPE)


def app(kit: Kit) -> Litestar:
    async def nobody(connection: Connection) -> None:
        _only_loopback(connection)

    async def anybody(_: Connection) -> Ask:
        return Ask(kit.works, TenantId(0), actor=Actor("nobody"))

    return audience(
        "operations",
        "/ops",
        [show_health, show_ready, show_metrics],
        authenticate=nobody,
        anonymous=anybody,
        about="For those who run the program.",
        dependencies={"kit": Provide(lambda: kit, sync_to_thread=False)},
    )


def _only_loopback(connection: ASGIConnection) -> None:
    peer = connection.client.host if connection.client else LOOPBACK[0]
    if connection.url.path.endswith("/metrics") and peer not in LOOPBACK:
        raise NotFound
