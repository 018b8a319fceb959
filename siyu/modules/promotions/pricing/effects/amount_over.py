"""So much off once the goods come to a threshold."""

from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Money, Slot, Words
from siyu.modules.promotions.pricing.kinds import Effect

Positive = Annotated[int, Meta(ge=1, le=10**13, extra={"draw": "money"})]


class Arguments(Struct, frozen=True):
    off_minor: Positive
    threshold_minor: Money = 0


BLOCK = Block(
    code="amount_over",
    group="order",
    sentence=Words(
        "满 {threshold_minor} 减 {off_minor}", "{off_minor} off {threshold_minor} or more"
    ),
    arguments=Arguments,
    slots={
        "threshold_minor": Slot(Words("门槛", "Threshold")),
        "off_minor": Slot(Words("减", "Off")),
    },
)


def takes(asked: Arguments, left: int, counts: int) -> int:
    return min(asked.off_minor, left) if counts >= asked.threshold_minor else 0


def missing(asked: Arguments, counts: int) -> int:
    return max(0, asked.threshold_minor - counts)


EFFECT = Effect(block=BLOCK, phase="order", takes=takes, missing=missing)
