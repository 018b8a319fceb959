"""A price of so much of a hundred for each piece: what members of a tier pay."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Amounts, Effect
from siyu.modules.promotions.pricing.values import Line

Pays = Annotated[int, Meta(ge=1, le=9_999, extra={"draw": "share"})]


class Arguments(Struct, frozen=True):
    pays_bp: Pays


BLOCK = Block(
    code="unit_share",
    group="unit",
    sentence=Words("单价按原价的 {pays_bp} 计", "each piece at {pays_bp} of its price"),
    arguments=Arguments,
    slots={"pays_bp": Slot(Words("付原价的", "Pays of the price"))},
)


def each(asked: Arguments, lines: Sequence[Line], amounts: Amounts) -> list[int]:
    """A fraction of a fen is hers to pay, for each piece."""
    return [
        max(0, amount - _price(line.unit_minor, asked.pays_bp) * line.quantity)
        for line, amount in zip(lines, amounts, strict=True)
    ]


def _price(unit: int, pays_bp: int) -> int:
    return -(-unit * pays_bp // 10_000)


EFFECT = Effect(block=BLOCK, phase="unit", each=each)
