"""The audiences' OpenAPI documents, made without any database: doors say what they are."""

import asyncio
from pathlib import Path

import asyncpg
import msgspec

from siyu.bootstrap.ports import plugged
from siyu.bootstrap.web import audiences
from siyu.kernel.clock import SystemClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.kit import Kit
from siyu.kernel.owners import Owners

PREFIXES = {
    "console": "/api/console",
    "guide": "/api/guide",
    "storefront": "/api/storefront",
    "open": "/open/v1",
    "callbacks": "/callbacks",
}


async def write(folder: Path) -> list[Path]:
    """One file per audience, with sorted keys, so that a change shows as what it is."""
    apps = audiences(_unfurnished())
    written = []
    for name, prefix in PREFIXES.items():
        document = msgspec.to_builtins(apps[prefix].openapi_schema.to_schema())
        body = msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=1)
        file = folder / f"{name}.json"
        await asyncio.to_thread(_put, file, body + b"\n")
        written.append(file)
    return written


def _put(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)


def _unfurnished() -> Kit:
    """A kit whose engines are never asked."""
    nowhere = asyncpg.create_pool("postgresql://nobody@127.0.0.1:1/nowhere", min_size=0)
    clock, keys = SystemClock(), Keyring(b"documents hold no secret of anybody")
    database = Database(nowhere, nowhere, clock, keys)
    columns = Columns.embedded("127.0.0.1", 1, "unused")
    owners = Owners(nowhere, "documents")
    return plugged(Kit(Settings(), keys, clock, database, columns, owners, "documents"))
