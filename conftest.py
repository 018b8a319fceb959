"""Fixtures for every test of the house."""

import logging
from collections import Counter
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
from tests.house.quick import (
    pytest_collection_finish,
    quick_keys,
    quick_passwords,
    real_passwords,
)

SLOWEST = 25


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A test that configures logging leaves no stream of its own behind."""
    handlers, level = list(logging.root.handlers), logging.root.level
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which files took longest, set-up included: where the minutes of a suite go."""
    took: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for one in reports:
            if isinstance(one, pytest.TestReport):
                took[one.nodeid.split("::")[0]] += one.duration
    if len(took) > 1:
        terminalreporter.section("slowest files")
        for name, seconds in took.most_common(SLOWEST):
            terminalreporter.write_line(f"{seconds:7.1f}s {name}")


__all__ = [
    "alone",
    "clock",
    "columns",
    "columns_process",
    "database",
    "keyring",
    "lived",
    "pytest_collection_finish",
    "quick_keys",
    "quick_passwords",
    "real_passwords",
    "repository",
    "server",
    "tenant",
    "tester",
    "works",
]
