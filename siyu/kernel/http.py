"""The one outbound HTTP client: time-outs, a size limit, no redirects, nothing personal in logs.

It is never used inside a unit of work. Only a request that did not reach the other side is tried
again here; whether a vendor's call may be repeated after that is its job's decision.
"""

import asyncio
import ssl
import time
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import structlog
from prometheus_client import Histogram

from siyu.kernel.errors import Trouble

_logger = structlog.get_logger()

MAX_ANSWER = 4 * 1024 * 1024
CONNECT_S = 3
ANSWER_S = 10
TRIES = 2

_SECONDS = Histogram("siyu_outbound_seconds", "Seconds of calls out.", ["vendor", "status"])


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to believe: read once, for reading it takes longer than most calls."""
    return httpx.create_ssl_context(trust_env=False)


class Unreachable(Trouble):
    code = "kernel.unreachable"
    zh = "暂时连不上{vendor}，稍后会自动重试。"
    en = "{vendor} can't be reached right now; it will be tried again."


class Answer(msgspec.Struct, frozen=True):
    """What came back; `body` is whole and below the size limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Outbound:
    """Calls to one vendor; `vendor` names it in metrics and logs."""

    def __init__(self, vendor: str, *, base_url: str, answer_s: float = ANSWER_S) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in {"https", "http"} or not parts.hostname:
            raise ValueError("an outbound client needs an http(s) address")
        self.vendor = vendor
        self._client = httpx.AsyncClient(
            base_url=base_url,
            timeout=httpx.Timeout(answer_s, connect=CONNECT_S),
            limits=httpx.Limits(max_connections=50, max_keepalive_connections=10),
            follow_redirects=False,
            trust_env=False,
            verify=_trusted(),
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def send(self, method: str, path: str, **request: Any) -> Answer:
        """The answer, whatever its status; Unreachable when none came."""
        for attempt in range(TRIES):
            try:
                return await self._once(method, path, **request)
            except httpx.ConnectError as why:
                # Nothing was sent yet, so asking again can't do anything twice.
                if attempt == TRIES - 1:
                    raise Unreachable(vendor=self.vendor) from why
                await asyncio.sleep(0.2)
            except httpx.HTTPError as why:
                raise Unreachable(vendor=self.vendor) from why
        raise Unreachable(vendor=self.vendor)

    async def _once(self, method: str, path: str, **request: Any) -> Answer:
        began = time.perf_counter()
        status = 0
        try:
            async with self._client.stream(method, path, **request) as response:
                status = response.status_code
                body = b""
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > MAX_ANSWER:
                        raise Unreachable(vendor=self.vendor)
                return Answer(status, dict(response.headers), body)
        finally:
            seconds = time.perf_counter() - began
            _SECONDS.labels(self.vendor, str(status)).observe(seconds)
            _logger.info(
                "http.called", vendor=self.vendor, status=status, ms=round(seconds * 1000, 1)
            )
