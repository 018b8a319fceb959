"""Columnar tables fed by facts: derived, rebuildable, asked over ClickHouse's protocol."""

from siyu.kernel.columns.audit import Difference, audit, digest
from siyu.kernel.columns.client import Address, Columns
from siyu.kernel.columns.errors import (
    BadQuery,
    ColumnsBusy,
    ColumnsDown,
    FolderTaken,
    Superseded,
    TooMuch,
    TooSlow,
)
from siyu.kernel.columns.feed import Feed, feed_while_owner
from siyu.kernel.columns.lag import Lag, get_lag
from siyu.kernel.columns.projection import Projection
from siyu.kernel.columns.rebuild import rebuild
from siyu.kernel.columns.tables import Table

__all__ = [
    "Address",
    "BadQuery",
    "Columns",
    "ColumnsBusy",
    "ColumnsDown",
    "Difference",
    "Feed",
    "FolderTaken",
    "Lag",
    "Projection",
    "Superseded",
    "Table",
    "TooMuch",
    "TooSlow",
    "audit",
    "digest",
    "feed_while_owner",
    "get_lag",
    "rebuild",
]
