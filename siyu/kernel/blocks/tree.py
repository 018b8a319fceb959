"""A tree of conditions: all, any or none of what hangs below, down to blocks with arguments.

`Node` is the tree as it is typed and stored; `Tree` is what was read from it, arguments typed.
The canonical form is one tree for all that say the same by the laws of sets used here (order,
repetition, a group in a group of its own kind, none of none), so its digest names the work once.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct

Op = Literal["all", "any", "none", "leaf"]
Group = Literal["all", "any", "none"]

MAX_DEPTH = 6
MAX_NODES = 100


class Node(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A group (`of` holds what hangs below) or a leaf (`block` and its `args`)."""

    op: Op
    of: tuple["Node", ...] = ()
    block: str = ""
    args: dict[str, Any] = {}


class Leaf(Struct, frozen=True):
    """A block with arguments that were read and normalised."""

    block: str
    args: Struct


class Branch(Struct, frozen=True):
    """Some trees under one word."""

    op: Group
    of: tuple["Tree", ...]


Tree = Leaf | Branch


def canonical(tree: Tree) -> Tree:
    """The same condition in its one form: groups flat, sorted, without repetition."""
    if isinstance(tree, Leaf):
        return tree
    parts: list[Tree] = []
    for part in map(canonical, tree.of):
        parts += part.of if isinstance(part, Branch) and _melts(tree.op, part) else (part,)
    unique = tuple(dict(sorted((digest(part), part) for part in parts)).values())
    if len(unique) == 1:
        [only] = unique
        if tree.op != "none":
            return only
        if isinstance(only, Branch) and only.op == "none":
            # Flat, sorted and at least two or none: `any` of them is canonical, or one is alone.
            return only.of[0] if len(only.of) == 1 else Branch("any", only.of)
    return Branch(tree.op, unique)


def _melts(op: Group, part: Branch) -> bool:
    """Whether a group in a group says the same without its own brackets."""
    return part.op == op != "none" or (op == "none" and part.op == "any")


def digest(tree: Tree) -> str:
    """Equal for equal trees; take it of canonical ones to have it equal for the same condition."""
    return hashlib.blake2b(_said(tree), digest_size=16).hexdigest()


def _said(tree: Tree) -> bytes:
    if isinstance(tree, Leaf):
        return msgspec.json.encode((tree.block, tree.args), order="sorted")
    return msgspec.json.encode((tree.op, [digest(part) for part in tree.of]))


def leaves_of(tree: Tree) -> Iterator[Leaf]:
    """Every leaf, in reading order, repeated as often as it stands there."""
    if isinstance(tree, Leaf):
        yield tree
        return
    for part in tree.of:
        yield from leaves_of(part)


def node_of(tree: Tree) -> Node:
    """The tree as it is stored and shown."""
    if isinstance(tree, Leaf):
        return Node(op="leaf", block=tree.block, args=msgspec.to_builtins(tree.args))
    return Node(op=tree.op, of=tuple(node_of(part) for part in tree.of))
