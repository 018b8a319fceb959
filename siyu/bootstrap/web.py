"""The web process: every audience behind one street, on a socket it was given or opened."""

import gc

import uvicorn
from litestar import Litestar

from siyu.api import callbacks, console, guide, landing, operations, sandbox, storefront
from siyu.api import open as open_
from siyu.api.screens import Moved, Screens
from siyu.api.street import App, Street
from siyu.bootstrap.house import opened
from siyu.bootstrap.places import CONSOLE, H5
from siyu.kernel.config import Settings
from siyu.kernel.kit import Kit

BACKLOG = 2048


def audiences(kit: Kit) -> dict[str, Litestar]:
    """Every app whose routes are doors, by the prefix it answers below."""
    ways = landing.app(kit)
    return {
        "/api/console": console.app(kit),
        "/api/guide": guide.app(kit),
        "/api/storefront": storefront.app(kit),
        "/open/v1": open_.app(kit),
        "/callbacks": callbacks.app(kit),
        "/sandbox": sandbox.app(kit),
        "/ops": operations.app(kit),
        "/c": ways,
        "/s": ways,
    }


def street(kit: Kit) -> Street:
    screens: dict[str, App] = {"/console": Screens(CONSOLE, "/console"), "/": Screens(H5, "/")}
    if kit.settings.sandbox:
        screens["/demo"] = Moved("/console/demo")
    return Street({**audiences(kit), **screens}, kit.clock)


async def serve(settings: Settings, fd: int | None) -> None:
    """Serve until SIGTERM or SIGINT; requests in hand are finished."""
    async with opened(settings) as kit:
        config = uvicorn.Config(
            street(kit),
            fd=fd,
            host=settings.host,
            port=settings.port,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            date_header=False,
            backlog=BACKLOG,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=15,
        )
        # What stands now stands till the end, and what an order makes refers to nothing that
        # refers back: with the usual thresholds the collector took a tenth of every order.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        await uvicorn.Server(config).serve()
