"""The algebra of audiences: sets cut to a universe, counted at every node."""

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_

from msgspec import Struct
from pyroaring import AbstractBitMap, BitMap

from siyu.kernel.blocks import Leaf, Tree, digest

Answers = Mapping[str, AbstractBitMap]
"""Leaves' sets by their digest."""


class Counts(Struct, frozen=True):
    """How many people a node means, and each node below it, in the tree's own shape."""

    people: int
    of: tuple["Counts", ...] = ()


class Explained(Struct, frozen=True):
    """Whether a node holds for one customer, and each node below it."""

    holds: bool
    of: tuple["Explained", ...] = ()


def evaluate(tree: Tree, universe: AbstractBitMap, answers: Answers) -> AbstractBitMap:
    """Whom the tree means within the universe."""
    if isinstance(tree, Leaf):
        return answers[digest(tree)] & universe
    parts = [evaluate(part, universe, answers) for part in tree.of]
    if tree.op == "all":
        # Small sets first: what is empty early costs nothing later.
        return reduce(and_, sorted(parts, key=len), universe)
    either = reduce(or_, parts, BitMap())
    return either if tree.op == "any" else universe - either


def count(tree: Tree, universe: AbstractBitMap, answers: Answers) -> Counts:
    """The size of every node's set."""
    people = len(evaluate(tree, universe, answers))
    if isinstance(tree, Leaf):
        return Counts(people)
    return Counts(people, tuple(count(part, universe, answers) for part in tree.of))


def explain(tree: Tree, member: int, universe: AbstractBitMap, answers: Answers) -> Explained:
    """Why she is in or out: which nodes hold for her."""
    one = BitMap([member]) & universe
    return _explain(tree, one, answers)


def _explain(tree: Tree, one: AbstractBitMap, answers: Answers) -> Explained:
    holds = bool(evaluate(tree, one, answers))
    if isinstance(tree, Leaf):
        return Explained(holds)
    return Explained(holds, tuple(_explain(part, one, answers) for part in tree.of))
