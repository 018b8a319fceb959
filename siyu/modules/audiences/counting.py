"""Trees turned into people: leaves asked once within a horizon, everything cut to a universe."""

import asyncio
import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct
from pyroaring import AbstractBitMap, BitMap, FrozenBitMap

from siyu.kernel.blocks import Leaf, Tree, canonical, digest, leaves_of
from siyu.kernel.scope import Scope
from siyu.modules.audiences import rules
from siyu.modules.audiences.cache import Cache
from siyu.modules.audiences.ports import Asking, Leaves

HORIZON = timedelta(seconds=30)
SLACK = timedelta(minutes=2)
"""So long a forgetting may take from its instant to its commit."""


class Known(Struct, frozen=True):
    """What was gathered for one tree."""

    universe: FrozenBitMap
    answers: rules.Answers


class Counter:
    """Asks leaves and keeps their answers for a horizon: a set may be so much older than now.

    Whoever was forgotten since is taken off each time, and ids are read within the asker's scope
    by whoever shows people; only a count can lag.
    """

    def __init__(self, leaves: Leaves, cache: Cache | None = None) -> None:
        self.leaves = leaves
        self._cache = cache or Cache()

    async def count(self, asking: Asking, scope: Scope, tree: Tree) -> tuple[rules.Counts, int]:
        """People at every node, and in the whole universe."""
        known = await self._gather(asking, scope, tree)
        return rules.count(tree, known.universe, known.answers), len(known.universe)

    async def members(
        self, asking: Asking, scope: Scope, tree: Tree, *, fresh: bool = False
    ) -> AbstractBitMap:
        """Whom the tree means; `fresh` asks every leaf anew, as of now."""
        known = await self._gather(asking, scope, tree, fresh=fresh)
        return rules.evaluate(canonical(tree), known.universe, known.answers)

    async def explain(
        self, asking: Asking, scope: Scope, tree: Tree, member: int
    ) -> rules.Explained:
        """Which nodes hold for one member."""
        known = await self._gather(asking, scope, tree)
        return rules.explain(tree, member, known.universe, known.answers)

    async def sample(self, asking: Asking, scope: Scope, tree: Tree, size: int) -> list[int]:
        """Some of whom the tree means, each as likely as any other; the same ones in a horizon."""
        found = await self.members(asking, scope, tree)
        dice = random.Random(f"{digest(canonical(tree))}{_begun(asking.now)}")  # noqa: S311
        places = dice.sample(range(len(found)), min(size, len(found)))
        return sorted(found[place] for place in places)

    async def _gather(
        self, asking: Asking, scope: Scope, tree: Tree, *, fresh: bool = False
    ) -> Known:
        """Every leaf's set, of equal leaves one; leaves are asked beside each other."""
        leaves = {digest(leaf): leaf for leaf in leaves_of(tree)}
        wanted = [self._members(asking, leaf, fresh=fresh) for leaf in leaves.values()]
        universe, *sets = await asyncio.gather(self._universe(asking, scope, fresh=fresh), *wanted)
        return Known(universe, dict(zip(leaves, sets, strict=True)))

    async def _members(self, asking: Asking, leaf: Leaf, *, fresh: bool) -> FrozenBitMap:
        async def ask() -> FrozenBitMap:
            return _packed(await self.leaves.members(asking, leaf))

        if fresh:
            return await ask()
        key = (asking.tenant, digest(leaf), asking.today, _begun(asking.now))
        return await self._cache.get(key, ask)

    async def _universe(self, asking: Asking, scope: Scope, *, fresh: bool) -> FrozenBitMap:
        begun = _begun(asking.now)

        async def ask() -> FrozenBitMap:
            return _packed(await self.leaves.universe(asking, scope))

        if fresh:
            return await ask()
        known = await self._cache.get((asking.tenant, scope, begun), ask)
        gone = await self.leaves.forgotten_since(asking, begun - SLACK)
        return FrozenBitMap(known - BitMap(gone))


def _begun(now: datetime) -> datetime:
    """When the horizon that an instant lies in began."""
    return datetime.fromtimestamp(
        now.timestamp() // HORIZON.total_seconds() * HORIZON.total_seconds(), now.tzinfo
    )


def _packed(numbers: Iterable[int]) -> FrozenBitMap:
    packed = BitMap(numbers)
    packed.run_optimize()
    return FrozenBitMap(packed)
