"""Calls the program's doors in process by the protocol that a server speaks to them."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import msgspec

_DONE = {"type": "http.disconnect"}


class Answer(msgspec.Struct, frozen=True):
    status: int
    body: Any

    @property
    def ok(self) -> bool:
        return self.status < 400

    @property
    def code(self) -> str:
        return "" if self.ok else str(self.body.get("code", self.status))


class Caller:
    """Knocks at whichever audience an address belongs to."""

    def __init__(self, apps: Mapping[str, Any], host: str) -> None:
        self._apps = sorted(apps.items(), key=lambda item: -len(item[0]))
        self._host = host.encode()

    async def call(
        self, bearer: str, method: str, path: str, body: object = None, *, once: str = ""
    ) -> Answer:
        app = next(app for prefix, app in self._apps if path.startswith(prefix))
        sent = b"" if body is None else msgspec.json.encode(body)
        headers = [
            (b"host", self._host),
            (b"authorization", f"Bearer {bearer}".encode()),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(sent)).encode()),
        ]
        if once:
            headers.append((b"idempotency-key", once.encode()))
        where, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": where,
            "raw_path": where.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("town", 80),
            "state": {"request_id": uuid4().hex[:16]},
        }
        coming = [{"type": "http.request", "body": sent, "more_body": False}]
        said: list[Any] = []

        async def receive() -> Any:
            return coming.pop() if coming else _DONE

        async def send(message: Any) -> None:
            said.append(message)

        await app(scope, receive, send)
        whole = b"".join(one.get("body", b"") for one in said[1:])
        return Answer(said[0]["status"], msgspec.json.decode(whole) if whole else None)
