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
from tests.house.installed import lived

__all__ = [
    "clock",
    "columns",
    "columns_process",
    "database",
    "keyring",
    "lived",
    "repository",
    "server",
    "tenant",
    "tester",
    "works",
]
