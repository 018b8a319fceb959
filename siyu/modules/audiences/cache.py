"""Sets that were computed a moment ago, kept for whoever asks the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable

from pyroaring import FrozenBitMap

MOST_SETS = 2_000
MOST_BYTES = 256 * 1024 * 1024

Compute = Callable[[], Awaitable[FrozenBitMap]]


class Cache:
    """The last used sets, bounded in number and bytes; who asks for one in the making waits."""

    def __init__(self, *, most_sets: int = MOST_SETS, most_bytes: int = MOST_BYTES) -> None:
        self._sets: OrderedDict[Hashable, FrozenBitMap] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[FrozenBitMap]] = {}
        self._most_sets = most_sets
        self._most_bytes = most_bytes
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._sets)

    async def get(self, key: Hashable, compute: Compute) -> FrozenBitMap:
        """The set of a key, computed once however many ask; a failure is nobody's answer later."""
        if key in self._sets:
            self._sets.move_to_end(key)
            return self._sets[key]
        making = self._making.get(key)
        if making is None:
            making = asyncio.ensure_future(self._make(key, compute))
            self._making[key] = making
            making.add_done_callback(lambda _: self._making.pop(key, None))
        # One asker who goes away takes nothing from the others.
        return await asyncio.shield(making)

    async def _make(self, key: Hashable, compute: Compute) -> FrozenBitMap:
        made = await compute()
        self._sets[key] = made
        self.bytes += size_of(made)
        while len(self._sets) > self._most_sets or (
            self.bytes > self._most_bytes and len(self._sets) > 1
        ):
            _, oldest = self._sets.popitem(last=False)
            self.bytes -= size_of(oldest)
        return made


def size_of(members: FrozenBitMap) -> int:
    """Bytes that a set takes, about."""
    said = members.get_statistics()
    arrays, runs = said["n_bytes_array_containers"], said["n_bytes_run_containers"]
    return 64 + arrays + runs + said["n_bytes_bitset_containers"]
