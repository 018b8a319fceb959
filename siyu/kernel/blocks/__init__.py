"""Self-describing blocks: conditions that screens draw, the API lists and programs compute."""

from siyu.kernel.blocks.block import Block, Days, Money, Share, Slot, Words, Wrong
from siyu.kernel.blocks.describe import BlockShape, FieldShape, OptionShape
from siyu.kernel.blocks.registry import Registry
from siyu.kernel.blocks.tree import (
    MAX_DEPTH,
    MAX_NODES,
    Branch,
    Leaf,
    Node,
    Op,
    Tree,
    canonical,
    digest,
    leaves_of,
    node_of,
)

__all__ = [
    "MAX_DEPTH",
    "MAX_NODES",
    "Block",
    "BlockShape",
    "Branch",
    "Days",
    "FieldShape",
    "Leaf",
    "Money",
    "Node",
    "Op",
    "OptionShape",
    "Registry",
    "Share",
    "Slot",
    "Tree",
    "Words",
    "Wrong",
    "canonical",
    "digest",
    "leaves_of",
    "node_of",
]
