"""What makes a run of tests long and shows nothing: the full price of passwords, new keys for every
merchant, and a collector that walks through all that was imported.
"""

import gc
import itertools
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from siyu.integrations.cashier import account
from siyu.modules.loyalty import passwords as pay
from siyu.modules.staff import passwords as entry

KEYS = 8
"""Of them merchants that meet in one test have different ones."""
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_REAL = {entry: entry._hasher, pay: pay._hasher}
_NOBODY = entry.NOBODY


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashed with the least work; who asks for `real_passwords` gets what the program has."""
    with pytest.MonkeyPatch.context() as patch:
        for room in _REAL:
            patch.setattr(room, "_hasher", CHEAP)
        patch.setattr(entry, "NOBODY", CHEAP.hash("nobody has this password"))
        yield


@pytest.fixture
def real_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    for room, hasher in _REAL.items():
        monkeypatch.setattr(room, "_hasher", hasher)
    monkeypatch.setattr(entry, "NOBODY", _NOBODY)


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """Merchants share a few pairs of keys, each of them real: to find two primes takes long."""
    real, pool, turn = account._new_key, list[str](), itertools.count()

    def new_key() -> str:
        if len(pool) < KEYS:
            pool.append(real())
        return pool[next(turn) % KEYS]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(account, "_new_key", new_key)
        yield


def pytest_collection_finish() -> None:
    """What is there when the first test begins stays to the end, as it does in the web process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
