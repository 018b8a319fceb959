"""All blocks of a kind, found by file; reads trees made of them."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from types import ModuleType

from siyu.kernel.blocks.block import Block, Words
from siyu.kernel.blocks.describe import BlockShape, describe
from siyu.kernel.blocks.tree import MAX_DEPTH, MAX_NODES, Branch, Leaf, Node, Tree
from siyu.kernel.errors import Invalid, Language


class Registry:
    """Blocks by code."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        found = list(blocks)
        self.blocks: Mapping[str, Block] = {block.code: block for block in found}
        if len(self.blocks) != len(found):
            raise ValueError("two blocks have the same code")

    @classmethod
    def of(cls, package: ModuleType) -> "Registry":
        """The `BLOCK` of every file of a package that has one."""
        return cls(module.BLOCK for module in files(package))

    def describe(self, language: Language) -> list[BlockShape]:
        """What screens draw and the API lists, group by group."""
        return [describe(block, language) for block in self.blocks.values()]

    def read(self, node: Node, language: Language, *, path: str = "tree") -> Tree:
        """The tree with typed arguments; Invalid names every place where something is wrong."""
        reading = _Reading(self.blocks, language)
        tree = reading.node(node, path, 1)
        if reading.nodes > MAX_NODES:
            reading.note(path, _TOO_MANY)
        if reading.wrong or tree is None:
            raise Invalid(reading.wrong)
        return tree


_TOO_MANY = Words(f"最多 {MAX_NODES} 个条件和分组。", f"At most {MAX_NODES} conditions and groups.")
_TOO_DEEP = Words(f"分组最多套 {MAX_DEPTH} 层。", f"Groups go at most {MAX_DEPTH} deep.")
_EMPTY = Words("这一组还没有条件。", "This group has no condition yet.")
_NO_SUCH = Words("没有这种条件。", "There is no such condition.")
_NOT_BOTH = Words(
    "分组没有参数，条件没有下级。", "A group has no arguments, a condition nothing below."
)


class _Reading:
    """One pass over a tree, gathering all that is wrong."""

    def __init__(self, blocks: Mapping[str, Block], language: Language) -> None:
        self._blocks = blocks
        self._language = language
        self.wrong: list[dict[str, str]] = []
        self.nodes = 0

    def note(self, path: str, words: Words) -> None:
        self.wrong.append({"path": path, "message": words.pick(self._language)})

    def node(self, node: Node, path: str, depth: int) -> Tree | None:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            self.note(path, _TOO_DEEP if depth > MAX_DEPTH else _TOO_MANY)
            return None
        if (node.op == "leaf" and node.of) or (node.op != "leaf" and (node.block or node.args)):
            self.note(path, _NOT_BOTH)
            return None
        return self._leaf(node, path) if node.op == "leaf" else self._branch(node, path, depth)

    def _leaf(self, node: Node, path: str) -> Leaf | None:
        block = self._blocks.get(node.block)
        if block is None:
            self.note(path, _NO_SUCH)
            return None
        args, wrong = block.read(node.args)
        for one in wrong:
            self.note(f"{path}.args.{one.field}", one.words)
        return None if args is None else Leaf(block.code, args)

    def _branch(self, node: Node, path: str, depth: int) -> Branch | None:
        if not node.of and (depth > 1 or node.op != "all"):
            # Only the whole may be empty: it is everybody.
            self.note(path, _EMPTY)
            return None
        parts = [self.node(p, f"{path}.of[{i}]", depth + 1) for i, p in enumerate(node.of)]
        whole = tuple(part for part in parts if part is not None)
        if node.op == "leaf" or len(whole) < len(parts):
            return None
        return Branch(node.op, whole)


def files(package: ModuleType) -> Iterable[ModuleType]:
    """Modules of a package that declare a block, in the order of their names."""
    for found in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        if hasattr(module, "BLOCK"):
            yield module
