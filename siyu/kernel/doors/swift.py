"""A door that thousands knock at in the same second is opened beside the framework.

Finding the route, wiring arguments and building the answer cost the framework several times what
asking for an order costs the order itself. Such a door is declared, documented and guarded as any
other, and its function is the same; only the way to it is short. What is not plain (a body that
doesn't fit, that comes in pieces or is large) is left to the framework, which knows how to say so.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self, get_type_hints

import msgspec
from litestar import Litestar, Request, Response
from litestar.connection import ASGIConnection
from litestar.handlers import HTTPRouteHandler

from siyu.kernel.doors.ask import Ask
from siyu.kernel.doors.door import Door

MOST_BODY = 64 * 1024

Admit = Callable[[ASGIConnection[Any, Any, Any, Any], Door], Awaitable[Ask]]
"""Who knocks, if they may enter; raises a Refusal."""

Event = dict[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]

_encode = msgspec.json.Encoder().encode


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """The short way to a door."""

    door: Door
    function: Callable[..., Awaitable[Any]]
    decoder: msgspec.json.Decoder[Any]
    status: int
    admit: Admit

    @classmethod
    def to(cls, handler: HTTPRouteHandler, door: Door, admit: Admit) -> Self:
        """TypeError for a function that takes anything but `ask` and `data`."""
        function: Any = handler.fn
        takes = get_type_hints(function, include_extras=True)
        if takes.keys() - {"return"} != {"ask", "data"}:
            raise TypeError(f"{function.__name__} takes more than a swift door has")
        return cls(
            door=door,
            function=function,
            decoder=msgspec.json.Decoder(takes["data"]),
            status=handler.status_code,
            admit=admit,
        )


class Swift(Litestar):
    """An audience's app, with short ways to some of its doors."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.swift: dict[tuple[str, str], Way] = {}
        super().__init__(*args, **options)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        way = self.swift.get((scope.get("method", ""), scope.get("path", "")))
        if way is None or not _is_plain(scope["headers"]):
            await super().__call__(scope, receive, send)
            return
        first = await receive()
        data = None
        if first["type"] == "http.request" and not first.get("more_body"):
            data = _decoded(way, first["body"])
        if data is None:
            await super().__call__(scope, _again(first, receive), send)
            return
        request: Request[Any, Any, Any] = Request(scope)
        try:
            made = await way.function(ask=await way.admit(request, way.door), data=data)
        except Exception as error:  # noqa: BLE001 - answered as the framework answers it
            answer = self._answer_to(request, error)
            await _send(send, answer.status_code or 500, _encode(answer.content), answer.headers)
        else:
            await _send(send, way.status, _encode(made), {})

    def _answer_to(self, request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        known: Mapping[Any, Any] = self.exception_handlers
        return next(known[kind] for kind in type(error).__mro__ if kind in known)(request, error)


def _is_plain(headers: list[tuple[bytes, bytes]]) -> bool:
    """JSON of a length that was told, and not too long."""
    kind = length = b""
    for name, value in headers:
        if name == b"content-type":
            kind = value
        elif name == b"content-length":
            length = value
    return (
        kind.partition(b";")[0].strip() == b"application/json"
        and length.isdigit()
        and int(length) <= MOST_BODY
    )


def _decoded(way: Way, body: bytes) -> Any:
    try:
        return way.decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _again(first: Event, receive: Receive) -> Any:
    """What was taken already, then the rest."""
    taken = [first]

    async def next_one() -> Event:
        return taken.pop() if taken else await receive()

    return next_one


async def _send(send: Send, status: int, body: bytes, more: Mapping[str, str]) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        *((name.lower().encode(), value.encode()) for name, value in more.items()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
