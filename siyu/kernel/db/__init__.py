"""The system of record: units of work, statements, tables, walls between tenants."""

from typing import TYPE_CHECKING, Any

from siyu.kernel.db.pool import Database
from siyu.kernel.db.sql import Command, On, Query, Scalar
from siyu.kernel.db.work import SYSTEM, Actor, Work, Works

if TYPE_CHECKING:
    from siyu.kernel.db.tables import metadata, tenant_table

__all__ = [
    "SYSTEM",
    "Actor",
    "Command",
    "Database",
    "On",
    "Query",
    "Scalar",
    "Work",
    "Works",
    "metadata",
    "tenant_table",
]


def __getattr__(name: str) -> Any:
    """Tables load SQLAlchemy, which migrations need and no running process does."""
    if name not in {"metadata", "tenant_table"}:
        raise AttributeError(name)
    from siyu.kernel.db import tables  # noqa: PLC0415

    return getattr(tables, name)
