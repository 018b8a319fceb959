"""Knocking at the program's doors in process, as anybody of the town."""

import itertools
import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any, cast
from urllib.parse import urlsplit

import asyncpg
import httpx
from litestar import Litestar
from msgspec import Struct
from PIL import Image

from siyu.api.console import entry
from siyu.kernel.db import metadata
from siyu.kernel.ids import TenantId
from tests.house.town import Merchant

_SLOT = re.compile(r"\{([^{}]+)\}")
_new = itertools.count(1)


class Knocker(Struct, frozen=True, kw_only=True):
    """Somebody at a merchant's address with what they show there."""

    called: str
    host: str
    cookie: str = ""
    bearer: str = ""

    def headers(self, path: str) -> dict[str, str]:
        shown = {"host": self.host}
        if self.bearer:
            shown["authorization"] = f"Bearer {self.bearer}"
        if self.cookie:
            shown["cookie"] = f"{entry.COOKIE}={self.cookie}"
            shown["x-csrf-token"] = entry.csrf(self.cookie)
        if path.startswith("/open/"):
            shown["idempotency-key"] = f"once-{next(_new)}"
        return shown


class Doors:
    """Every audience's app, knocked at without a network."""

    def __init__(self, apps: Mapping[str, Litestar]) -> None:
        self._clients = {prefix: self._client(app) for prefix, app in apps.items()}

    async def knock(self, who: Knocker, method: str, path: str, **sent: Any) -> httpx.Response:
        return await self.send(method, path, who.headers(path), **sent)

    async def send(self, method: str, path: str, headers: Any, **sent: Any) -> httpx.Response:
        """As `knock`, with headers of one's own; nobody comes with what another was given."""
        prefix = max((p for p in self._clients if path.startswith(p)), key=len)
        client = self._clients[prefix]
        client.cookies.clear()
        return await client.request(method, path, headers=headers, **sent)

    def _client(self, app: Litestar) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=cast("Any", app))
        return httpx.AsyncClient(transport=transport, base_url="http://town")


def filled(sent: Any, things: Mapping[str, object]) -> Any:
    """What is sent, with `{names}` replaced by things of the town and `{new}` by a new word."""
    if isinstance(sent, dict):
        return {key: filled(value, things) for key, value in sent.items()}
    if isinstance(sent, list):
        return [filled(value, things) for value in sent]
    slot = _SLOT.fullmatch(sent) if isinstance(sent, str) else None
    if slot is None:
        return sent
    return f"new-{next(_new)}" if slot[1] == "new" else str(things[slot[1]])


def upload(name: str) -> dict[str, tuple[str, bytes, str]]:
    """A file as a browser sends it: a small table of receipts, or a picture."""
    if name.endswith(".png"):
        picture = BytesIO()
        Image.new("RGB", (64, 64), "#7a9").save(picture, "PNG")
        return {"data": (name, picture.getvalue(), "image/png")}
    if name == "goods.csv":
        row = f"G{next(_new)}"
        return {
            "data": (
                name,
                f"商品编码,规格编码,商品名称,价格\n{row},{row}-1,杯,1\n".encode(),
                "text/csv",
            )
        }
    row = f"W{next(_new)},2026-02-28 10:00:00,12.50"
    return {"data": (name, f"receipt,at,amount\n{row}\n".encode(), "text/csv")}


async def as_superuser(url: str, app_url: str) -> asyncpg.Connection:
    """A connection to the program's database that no wall binds."""
    # What asks for every table at once is long, takes long to plan, and is worth no compiling.
    return await asyncpg.connect(
        url,
        database=urlsplit(app_url).path.lstrip("/"),
        max_cacheable_statement_size=0,
        server_settings={"jit": "off", "plan_cache_mode": "force_generic_plan"},
    )


Sums = dict[tuple[int, str], tuple[int, str]]
"""Of each merchant and table: how many rows, and their checksum."""


@cache
def _sums() -> str:
    """Once every table is known."""
    return " union all ".join(
        f"select tenant_id as tenant, '{table.fullname}' as name, count(*) as rows,"
        f" sum(hashtextextended(t::text, 0))::text as sum"
        f" from {table.fullname} t where tenant_id = any($1) group by tenant_id"
        for table in metadata.sorted_tables
        if table.info.get("tenant")
    )


async def sums_of(conn: asyncpg.Connection, *tenants: TenantId) -> Sums:
    """Every table's count and checksum of these merchants' rows."""
    found = await conn.fetch(_sums(), list(tenants))
    return {(row["tenant"], row["name"]): (row["rows"], row["sum"]) for row in found}


def knocker(merchant: Merchant, called: str, *, cookie: str = "", bearer: str = "") -> Knocker:
    return Knocker(called=called, host=merchant.host, cookie=cookie, bearer=bearer)
