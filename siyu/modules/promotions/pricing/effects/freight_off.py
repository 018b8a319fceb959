"""Freight that is free, or so much less, once the goods come to a threshold."""

from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Money, Slot, Words
from siyu.modules.promotions.pricing.kinds import Effect


class Arguments(Struct, frozen=True):
    threshold_minor: Money = 0
    off_minor: Annotated[int, Meta(ge=0, le=10**13, extra={"draw": "money"})] = 0


BLOCK = Block(
    code="freight_off",
    group="freight",
    sentence=Words(
        "满 {threshold_minor} 减运费 {off_minor}（0 为包邮）",
        "{off_minor} off the freight from {threshold_minor} on (0: free)",
    ),
    arguments=Arguments,
    slots={
        "threshold_minor": Slot(Words("门槛", "Threshold")),
        "off_minor": Slot(Words("减运费", "Off the freight")),
    },
)


def freight(asked: Arguments, left: int, counts: int) -> int:
    if counts < asked.threshold_minor:
        return 0
    return min(left, asked.off_minor) if asked.off_minor else left


def missing(asked: Arguments, counts: int) -> int:
    return max(0, asked.threshold_minor - counts)


EFFECT = Effect(block=BLOCK, phase="freight", freight=freight, missing=missing)
