"""So much off each piece."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Amounts, Effect
from siyu.modules.promotions.pricing.values import Line

Positive = Annotated[int, Meta(ge=1, le=10**13, extra={"draw": "money"})]


class Arguments(Struct, frozen=True):
    off_minor: Positive


BLOCK = Block(
    code="off_each",
    group="line",
    sentence=Words("每件立减 {off_minor}", "{off_minor} off each piece"),
    arguments=Arguments,
    slots={"off_minor": Slot(Words("每件减", "Off each"))},
)


def each(asked: Arguments, lines: Sequence[Line], amounts: Amounts) -> list[int]:
    return [
        min(amount, asked.off_minor * line.quantity)
        for line, amount in zip(lines, amounts, strict=True)
    ]


EFFECT = Effect(block=BLOCK, phase="line", each=each)
