"""What a process is given to work with; made once at its start and handed down."""

from pathlib import Path

import msgspec

from siyu.kernel.clock import Clock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Works
from siyu.kernel.owners import Owners


class Kit(msgspec.Struct, frozen=True):
    """Settings, keys, the two engines, and who this process is among others."""

    settings: Settings
    keyring: Keyring
    clock: Clock
    database: Database
    columns: Columns
    owners: Owners
    holder: str

    @property
    def works(self) -> Works:
        return self.database.works

    @property
    def uploads(self) -> Path:
        """Folder of files that people gave us: receipts, pictures."""
        return self.settings.data / "uploads"
