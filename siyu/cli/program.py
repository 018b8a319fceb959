"""What the commands start and are told; `bootstrap` gives it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol
from uuid import UUID

import msgspec

from siyu.kernel.config import Settings

Moved = Callable[[str, int, int], None]
"""A long piece of work tells what it does, how much is done, and of how much (0: unknown)."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at; `off` is something that isn't running and needn't be."""

    name: str
    state: Literal["ok", "failed", "off"]
    said: str


class BackedUp(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds."""

    file: str
    bytes: int
    database_bytes: int
    uploads: int
    archived: int
    """Files of archived facts."""
    revision: str
    sealed: bool
    """Whether the master secret in it needs a passphrase."""


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    data: str
    uploads: int
    archived: int
    revision: str
    made_at: str


class Shelved(msgspec.Struct, frozen=True, kw_only=True):
    """A month of facts that was due for the archive; `kept_by` says why it stayed."""

    month: str
    facts: int
    bytes: int
    kept_by: str | None


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the demo."""

    members: int
    seed: int
    until: str | None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A file of receipts and how to read it."""

    file: Path
    merchant: str | None
    mapping: Path | None
    source: str
    store: str | None
    create: bool


class KeyShown(msgspec.Struct, frozen=True, kw_only=True):
    """A key to the open API; `key` is the key itself, told when it is made and never again."""

    id: str
    name: str
    prefix: str
    permits: list[str]
    made_at: str
    revoked_at: str | None
    key: str | None


class Voice(Protocol):
    """What `up` tells whoever started it."""

    def say(self, what: str) -> None: ...
    def ready(self, url: str, *, logs: Path | None) -> None: ...
    def sign_ins(self, told: bytes) -> None: ...


class Program(Protocol):
    def up(self, settings: Settings, voice: Voice, *, demo: bool) -> None: ...
    def web(self, settings: Settings, *, fd: int | None, parent: int | None) -> None: ...
    def worker(self, settings: Settings, *, parent: int | None) -> None: ...
    def columns(self, settings: Settings, *, host: str) -> None: ...
    async def migrate(self, settings: Settings) -> str: ...
    async def check(self, settings: Settings, *, audit: bool) -> list[Checked]: ...
    async def backup(
        self, settings: Settings, file: Path, *, passphrase: str | None, moved: Moved
    ) -> BackedUp: ...
    async def restore(
        self, settings: Settings, file: Path, *, passphrase: str | None, moved: Moved
    ) -> Restored: ...
    async def archive(self, settings: Settings) -> list[Shelved]: ...
    async def rebuild(self, settings: Settings, *, wait: bool, moved: Moved) -> list[str]: ...
    async def demo(self, settings: Settings, wishes: Wishes, *, moved: Moved) -> bytes: ...
    async def import_receipts(
        self, settings: Settings, delivery: Delivery, *, moved: Moved
    ) -> dict[str, Any]: ...
    async def import_goods(
        self, settings: Settings, file: Path, merchant: str | None, *, moved: Moved
    ) -> dict[str, Any]: ...
    async def openapi(self, folder: Path) -> list[Path]: ...
    async def make_key(
        self, settings: Settings, merchant: str | None, *, name: str, permits: list[str]
    ) -> KeyShown: ...
    async def list_keys(self, settings: Settings, merchant: str | None) -> list[KeyShown]: ...
    async def revoke_key(self, settings: Settings, merchant: str | None, key: UUID) -> None: ...
