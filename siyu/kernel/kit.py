"""What a process is given to work with; made once at its start and handed down."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from siyu.kernel.clock import Clock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Works
from siyu.kernel.owners import Owners

T = TypeVar("T")


class Kit(msgspec.Struct, frozen=True):
    """Settings, keys, the two engines, and who this process is among others."""

    settings: Settings
    keyring: Keyring
    clock: Clock
    database: Database
    columns: Columns
    owners: Owners
    holder: str
    ports: Mapping[type, Any] = {}
    """What rooms ask of the outside world, by the Protocol that asks; bootstrap plugs them in."""

    def port(self, asked: type[T]) -> T:
        """The adapter plugged in for a room's Protocol; a defect when there is none."""
        return self.ports[asked]

    @property
    def works(self) -> Works:
        return self.database.works

    @property
    def uploads(self) -> Path:
        """Folder of files that people gave us: receipts, pictures."""
        return self.settings.data / "uploads"
