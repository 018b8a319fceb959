"""At least so many pieces of the goods it is for."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Line


class Arguments(Struct, frozen=True):
    least: Annotated[int, Meta(ge=1, le=10_000)]


BLOCK = Block(
    code="pieces",
    group="goods",
    sentence=Words("满 {least} 件", "{least} pieces or more"),
    arguments=Arguments,
    slots={"least": Slot(Words("件数", "Pieces"))},
)


def short(asked: Arguments, lines: Sequence[Line]) -> int:
    return max(0, asked.least - sum(line.quantity for line in lines))


CONDITION = Condition(block=BLOCK, short=short)
