"""Columnar tables fed by facts: derived, rebuildable, asked over ClickHouse's protocol."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
from siyu.kernel.columns.projection import Projection
from siyu.kernel.columns.tables import Table

if TYPE_CHECKING:
    from siyu.kernel.columns.agreement import Difference, audit, digest
    from siyu.kernel.columns.feed import Feed, feed_while_owner
    from siyu.kernel.columns.lag import Lag, get_lag
    from siyu.kernel.columns.refill import rebuild

UNANSWERED = [ColumnsDown, ColumnsBusy]
"""What whoever asks columns has to reckon with."""

__all__ = [
    "UNANSWERED",
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

# What reads facts needs PostgreSQL's driver, which takes longer to load than the server itself;
# the server, and whoever only asks, go without.
_WITH_FACTS = {
    "Difference": "agreement",
    "audit": "agreement",
    "digest": "agreement",
    "Feed": "feed",
    "feed_while_owner": "feed",
    "Lag": "lag",
    "get_lag": "lag",
    "rebuild": "refill",
}


def __getattr__(name: str) -> Any:
    if name not in _WITH_FACTS:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WITH_FACTS[name]}"), name)
