"""The street: every request gets a number, goes to the app its address belongs to, is counted.

Access logs carry the method, the address without its query, the status and the time taken: a
query may hold what somebody searched for.
"""

import time
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

import structlog
from prometheus_client import Counter, Histogram

from siyu.kernel.clock import Clock

Scope = dict[str, Any]
App = Any

_logger = structlog.get_logger()

_REQUESTS = Counter("siyu_requests", "Requests by audience and status.", ["audience", "status"])
_SECONDS = Histogram(
    "siyu_request_seconds",
    "Seconds until the answer was sent.",
    ["audience"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
]


@lru_cache(maxsize=4)
def _date(second: datetime) -> bytes:
    return format_datetime(second, usegmt=True).encode()


class Street:
    """An ASGI app over the audiences; the longest matching prefix wins, `/` is the rest.

    Every answer is dated by our clock, the sandbox's where it is one: screens count down by it.
    """

    def __init__(self, apps: Mapping[str, App], clock: Clock) -> None:
        self._apps = sorted(apps.items(), key=lambda item: -len(item[0]))
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        number = uuid4().hex[:16]
        scope.setdefault("state", {})["request_id"] = number
        name, app = self._app_of(scope["path"])
        status = 0
        began = time.perf_counter()

        async def answer(message: dict[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                date = _date(self._clock.now().replace(microsecond=0))
                extra = [*_HEADERS, (b"date", date), (b"x-request-id", number.encode())]
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        try:
            await app(scope, receive, answer)
        finally:
            self._count(scope, name, status, time.perf_counter() - began)

    def _app_of(self, path: str) -> tuple[str, App]:
        for prefix, app in self._apps:
            if path == prefix or path.startswith(prefix.rstrip("/") + "/"):
                return prefix, app
        return self._apps[-1]

    def _count(self, scope: Scope, name: str, status: int, seconds: float) -> None:
        _REQUESTS.labels(name, str(status)).inc()
        _SECONDS.labels(name).observe(seconds)
        if name.startswith(("/api", "/open", "/callbacks")) or status >= 400:
            _logger.info(
                "street.answered",
                method=scope["method"],
                path=scope["path"],
                status=status,
                ms=round(seconds * 1000, 1),
                request_id=scope["state"]["request_id"],
            )
