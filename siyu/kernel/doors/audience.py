"""One Litestar app per audience: its doors, its document, its way of knowing who knocks."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Self

from litestar import Litestar, Request, Router
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.handlers.http_handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler

from siyu import __version__
from siyu.kernel.db.pool import AWAY, UNWRITABLE
from siyu.kernel.doors import problems
from siyu.kernel.doors.ask import Ask
from siyu.kernel.doors.door import OPEN, SIGNED_IN, Door
from siyu.kernel.doors.once import Repeated, once, repeated
from siyu.kernel.doors.paging import paging
from siyu.kernel.doors.site import must_be_own_site
from siyu.kernel.doors.swift import Swift, Way
from siyu.kernel.errors import Forbidden, SignIn, Told

Connection = ASGIConnection[Any, Any, Any, Any]
Authenticate = Callable[[Connection], Awaitable[Ask | None]]
"""Who knocks; None if nobody is signed in. May raise a Refusal."""

Anonymous = Callable[[Connection], Awaitable[Ask]]
"""The asker at an open door: the tenant of the address, no permits."""

MAX_BODY = 2 * 1024 * 1024
_ANSWERS = {
    Told: problems.told,
    ValidationException: problems.invalid,
    HTTPException: problems.http,
    Repeated: repeated,
    **dict.fromkeys(AWAY, problems.away),
    **dict.fromkeys(UNWRITABLE, problems.unwritable),
    UnicodeDecodeError: problems.unreadable,
    Exception: problems.defect,
}
SAFE = {"GET", "HEAD", "OPTIONS"}


class _Doors(Router):
    """The doors of one app: made for it, so that it takes them as they are.

    The framework would copy each with all it refers to, which took as long as all the rest.
    """

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self


def audience(
    name: str,
    prefix: str,
    doors: Sequence[ControllerRouterHandler],
    *,
    authenticate: Authenticate,
    anonymous: Anonymous,
    about: str,
    dependencies: Mapping[str, Provide] | None = None,
) -> Swift:
    """The app of an audience; a route that is not a door is refused here, at start."""

    async def admit(connection: Connection, door: Door) -> Ask:
        if door.own_site:
            headers = connection.headers
            site, origin = headers.get("sec-fetch-site"), headers.get("origin")
            must_be_own_site(site, origin, headers.get("host", ""))
        ask = await authenticate(connection)
        if ask is None and door.permit == OPEN:
            ask = await anonymous(connection)
        return _admitted(connection, door, ask)

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        connection.state.ask = await admit(connection, handler.opt["door"])

    app = Swift(
        [_Doors(prefix, route_handlers=list(doors), guards=[guard])],
        dependencies={
            "ask": Provide(_ask, sync_to_thread=False),
            "paging": Provide(paging, sync_to_thread=False),
            "once": Provide(once),
            **(dependencies or {}),
        },
        exception_handlers=_ANSWERS,
        openapi_config=_document(name, prefix, about),
        request_max_body_size=MAX_BODY,
        logging_config=None,
    )
    for path, method, handler in routes(app):
        if "door" not in handler.opt and "openapi" not in path:
            raise TypeError(f"{method} {path} is not a door")
        if (door := handler.opt.get("door")) and door.swift:
            app.swift[method, path] = Way.to(handler, door, admit)
    return app


def _admitted(connection: Connection, door: Door, ask: Ask | None) -> Ask:
    if ask is None:
        raise SignIn
    if ask.csrf is not None and connection.scope.get("method") not in SAFE and door.permit != OPEN:
        shown = connection.headers.get("x-csrf-token", "")
        if not secrets.compare_digest(shown.encode(), ask.csrf.encode()):
            raise BadToken
    if door.permit not in {OPEN, SIGNED_IN} and door.permit not in ask.permits:
        raise Forbidden(permit=door.permit)
    ask.language = problems.language_of(connection.headers.get("accept-language"))
    ask.request_id = str(connection.scope.get("state", {}).get("request_id", ""))
    return ask


class BadToken(Forbidden):
    code = "kernel.csrf"
    zh = "页面已过期，请刷新后重试。"
    en = "This page has expired; reload it and try again."

    def __init__(self) -> None:
        super().__init__(permit="csrf")


def _ask(request: Request[Any, Any, Any]) -> Ask:
    return request.state.ask


def _document(name: str, prefix: str, about: str) -> OpenAPIConfig:
    return OpenAPIConfig(
        title=f"Siyu {name}",
        version=__version__,
        description=about,
        path=f"{prefix}/openapi",
        # Only the document: a viewer would fetch its scripts from a foreign host.
        render_plugins=[JsonRenderPlugin(path="openapi.json")],
        use_handler_docstrings=True,
    )


def routes(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    """Every (path, method, handler) of an app."""
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            found += [
                (route.path, str(method), handler)
                for method in sorted(handler.http_methods)
                if method not in {"OPTIONS", "HEAD"}
            ]
    return found
