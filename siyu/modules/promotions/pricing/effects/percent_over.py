"""Some percent off once the goods come to a threshold, at most so much."""

from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Money, Share, Slot, Words
from siyu.modules.promotions.pricing.kinds import Effect


class Arguments(Struct, frozen=True):
    off_bp: Share
    threshold_minor: Money = 0
    most_minor: Annotated[int, Meta(ge=0, le=10**13, extra={"draw": "money"})] = 0


BLOCK = Block(
    code="percent_over",
    group="order",
    sentence=Words(
        "满 {threshold_minor} 减 {off_bp}，最多 {most_minor}（0 为不限）",
        "{off_bp} off {threshold_minor} or more, at most {most_minor} (0: no limit)",
    ),
    arguments=Arguments,
    slots={
        "threshold_minor": Slot(Words("门槛", "Threshold")),
        "off_bp": Slot(Words("减去的比例", "Taken off")),
        "most_minor": Slot(Words("最多减", "At most")),
    },
)


def takes(asked: Arguments, left: int, counts: int) -> int:
    if counts < asked.threshold_minor:
        return 0
    off = left * asked.off_bp // 10_000
    return min(off, asked.most_minor) if asked.most_minor else off


def missing(asked: Arguments, counts: int) -> int:
    return max(0, asked.threshold_minor - counts)


EFFECT = Effect(block=BLOCK, phase="order", takes=takes, missing=missing)
