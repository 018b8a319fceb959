"""The commands, bound to the house; each loads only what it needs."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from siyu.bootstrap import addresses
from siyu.bootstrap.ground import awake, furnish_database, keyring
from siyu.cli.program import (
    BackedUp,
    Checked,
    Delivery,
    KeyShown,
    Moved,
    Restored,
    Shelved,
    Voice,
    Wishes,
)
from siyu.kernel import logs
from siyu.kernel.config import Settings
from siyu.kernel.processes import follow

# ruff: noqa: PLC0415 - a process that loaded every part would be slow to start and large


class Program:
    def up(self, settings: Settings, voice: Voice, *, demo: bool) -> None:
        from siyu.bootstrap import up as whole

        logs.configure(settings.log_level, "up")
        asyncio.run(whole.run(settings, voice, demo=demo))

    def web(self, settings: Settings, *, fd: int | None, parent: int | None) -> None:
        import uvloop

        if parent is not None:
            follow(parent)
        from siyu.bootstrap import web

        logs.configure(settings.log_level, "web")
        uvloop.run(web.serve(settings, fd))

    def worker(self, settings: Settings, *, parent: int | None) -> None:
        import uvloop

        if parent is not None:
            follow(parent)
        from siyu.bootstrap.crew import work

        logs.configure(settings.log_level, "worker")
        uvloop.run(work(settings))

    def columns(self, settings: Settings, *, host: str) -> None:
        from siyu.kernel.columns.server import serve

        logs.configure(settings.log_level, "columns")
        secret = addresses.columns_secret(keyring(settings))
        serve(settings.data / "columns", host=host, port=settings.columns_port, secret=secret)

    async def migrate(self, settings: Settings) -> str:
        logs.configure(settings.log_level, "migrate")
        async with awake(settings):
            return await furnish_database(settings)

    async def check(self, settings: Settings, *, audit: bool) -> list[Checked]:
        from siyu.bootstrap.care.checks import check

        logs.configure("error", "check")  # what it finds stands in its table
        return await check(settings, audit=audit)

    async def backup(
        self, settings: Settings, file: Path, *, passphrase: str | None, moved: Moved
    ) -> BackedUp:
        from siyu.bootstrap.care.backup import backup

        return await backup(settings, file, passphrase=passphrase, moved=moved)

    async def restore(
        self, settings: Settings, file: Path, *, passphrase: str | None, moved: Moved
    ) -> Restored:
        from siyu.bootstrap.care.restore import restore

        return await restore(settings, file, passphrase=passphrase, moved=moved)

    async def archive(self, settings: Settings) -> list[Shelved]:
        from siyu.bootstrap.care.archiving import archive

        logs.configure("error", "archive")
        return await archive(settings)

    async def rebuild(self, settings: Settings, *, wait: bool, moved: Moved) -> list[str]:
        from siyu.bootstrap.care.rebuild import rebuild

        return await rebuild(settings, wait=wait, moved=moved)

    async def demo(self, settings: Settings, wishes: Wishes, *, moved: Moved) -> bytes:
        from siyu.bootstrap.bringing import demo

        logs.configure(settings.log_level, "demo")
        return await demo(settings, wishes, moved=moved)

    async def import_receipts(
        self, settings: Settings, delivery: Delivery, *, moved: Moved
    ) -> dict[str, Any]:
        from siyu.bootstrap.bringing import import_receipts

        logs.configure(settings.log_level, "import")
        return await import_receipts(settings, delivery, moved=moved)

    async def import_goods(
        self, settings: Settings, file: Path, merchant: str | None, *, moved: Moved
    ) -> dict[str, Any]:
        from siyu.bootstrap.bringing import import_goods

        logs.configure(settings.log_level, "import")
        return await import_goods(settings, file, merchant, moved=moved)

    async def openapi(self, folder: Path) -> list[Path]:
        from siyu.bootstrap.documents import write

        return await write(folder)

    async def make_key(
        self, settings: Settings, merchant: str | None, *, name: str, permits: list[str]
    ) -> KeyShown:
        from siyu.bootstrap import keys

        return await keys.make(settings, merchant, name=name, permits=permits)

    async def list_keys(self, settings: Settings, merchant: str | None) -> list[KeyShown]:
        from siyu.bootstrap import keys

        return await keys.list_all(settings, merchant)

    async def revoke_key(self, settings: Settings, merchant: str | None, key: UUID) -> None:
        from siyu.bootstrap import keys

        await keys.revoke(settings, merchant, key)
