"""All effects and conditions, found by file; terms are read through them."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from siyu.kernel.blocks import Block, Leaf, Registry, Words
from siyu.kernel.blocks.registry import files
from siyu.kernel.errors import Invalid, Language
from siyu.modules.promotions.pricing import conditions, effects
from siyu.modules.promotions.pricing.kinds import Condition, Effect

EFFECTS: Mapping[str, Effect] = {one.BLOCK.code: one.EFFECT for one in files(effects)}
CONDITIONS: Mapping[str, Condition] = {one.BLOCK.code: one.CONDITION for one in files(conditions)}
EFFECT_BLOCKS = Registry(one.block for one in EFFECTS.values())
CONDITION_BLOCKS = Registry(one.block for one in CONDITIONS.values())

_NO_SUCH = Words("没有这种优惠或条件。", "There is no such effect or condition.")
_TWICE = Words("同一种条件只能写一次。", "Each condition can be said once only.")


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A block with its arguments, as it is typed and stored."""

    block: str
    args: dict[str, Any] = {}


def read(
    effect: Said, conditions_: Iterable[Said], language: Language
) -> tuple[Leaf, tuple[Leaf, ...]]:
    """Effect and conditions with typed arguments; Invalid names all that is wrong."""
    wrong: list[dict[str, str]] = []
    told = list(conditions_)
    first = _leaf(EFFECT_BLOCKS.blocks, effect, "effect", language, wrong)
    seen: set[str] = set()
    rest = []
    for at, one in enumerate(told):
        path = f"conditions[{at}]"
        if one.block in seen:
            wrong.append({"path": path, "message": _TWICE.pick(language)})
        seen.add(one.block)
        rest.append(_leaf(CONDITION_BLOCKS.blocks, one, path, language, wrong))
    if wrong or first is None:
        raise Invalid(wrong)
    return first, tuple(sorted((leaf for leaf in rest if leaf), key=lambda leaf: leaf.block))


def said(leaf: Leaf) -> Said:
    """The leaf as it is stored and shown."""
    return Said(block=leaf.block, args=msgspec.to_builtins(leaf.args))


def _leaf(
    blocks: Mapping[str, Block],
    one: Said,
    path: str,
    language: Language,
    wrong: list[dict[str, str]],
) -> Leaf | None:
    block = blocks.get(one.block)
    if block is None:
        wrong.append({"path": path, "message": _NO_SUCH.pick(language)})
        return None
    args, found = block.read(one.args)
    for bad in found:
        message = bad.words.pick(language)
        wrong.append({"path": f"{path}.args.{bad.field}", "message": message})
    return None if args is None else Leaf(block.code, args)
