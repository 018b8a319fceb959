"""Fixtures for every test of the house."""

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

__all__ = ["clock", "database", "keyring", "repository", "server", "tenant", "tester", "works"]
