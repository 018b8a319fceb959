"""The system of record: units of work, statements, tables, walls between tenants."""

from siyu.kernel.db.pool import Database
from siyu.kernel.db.sql import Command, On, Query, Scalar
from siyu.kernel.db.tables import metadata, tenant_table
from siyu.kernel.db.work import SYSTEM, Actor, Work, Works

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
