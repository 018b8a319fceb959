"""Months of facts that left PostgreSQL: Parquet files, read on in columns."""

from siyu.kernel.archive.keeping import list_kept, list_missing, mend
from siyu.kernel.archive.moving import Differs, Mover, Outcome
from siyu.kernel.archive.plan import LEASE, Awaited, Kept
from siyu.kernel.archive.reading import Archive
from siyu.kernel.archive.shelf import BrokenFile, File, Shelf

__all__ = [
    "LEASE",
    "Archive",
    "Awaited",
    "BrokenFile",
    "Differs",
    "File",
    "Kept",
    "Mover",
    "Outcome",
    "Shelf",
    "list_kept",
    "list_missing",
    "mend",
]
