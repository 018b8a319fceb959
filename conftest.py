"""Fixtures for every test of the house."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from tests.house.columns import columns, columns_process
from tests.house.database import (
    alone,
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


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A test that configures logging leaves no stream of its own behind."""
    handlers, level = list(logging.root.handlers), logging.root.level
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


__all__ = [
    "alone",
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
