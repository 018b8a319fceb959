"""Fixtures for every test of the house."""

from tests.house.columns import columns, columns_process
from tests.house.database import (
    clock,
    database,
    keyring,
    repository,
    server,
    tenant,
    tester,
    works,
)

__all__ = [
    "clock",
    "columns",
    "columns_process",
    "database",
    "keyring",
    "repository",
    "server",
    "tenant",
    "tester",
    "works",
]
