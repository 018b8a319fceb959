"""So much off for every full threshold, at most so much altogether."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words, Wrong
from siyu.modules.promotions.pricing.kinds import Effect

Positive = Annotated[int, Meta(ge=1, le=10**13, extra={"draw": "money"})]


class Arguments(Struct, frozen=True):
    threshold_minor: Positive
    off_minor: Positive
    most_minor: Annotated[int, Meta(ge=0, le=10**13, extra={"draw": "money"})] = 0


def check(asked: Arguments) -> Sequence[Wrong]:
    if asked.off_minor <= asked.threshold_minor:
        return ()
    said = Words("减的不能比门槛还多。", "No more than the threshold can come off.")
    return [Wrong("off_minor", said)]


BLOCK = Block(
    code="every_full",
    group="order",
    sentence=Words(
        "每满 {threshold_minor} 减 {off_minor}，最多 {most_minor}（0 为不限）",
        "{off_minor} off every full {threshold_minor}, at most {most_minor} (0: no limit)",
    ),
    arguments=Arguments,
    slots={
        "threshold_minor": Slot(Words("每满", "Every full")),
        "off_minor": Slot(Words("减", "Off")),
        "most_minor": Slot(Words("最多减", "At most")),
    },
    check=check,
)


def takes(asked: Arguments, left: int, counts: int) -> int:
    off = counts // asked.threshold_minor * asked.off_minor
    return min(off, left, asked.most_minor or off)


def missing(asked: Arguments, counts: int) -> int:
    off = counts // asked.threshold_minor * asked.off_minor
    full = asked.most_minor and off >= asked.most_minor
    return 0 if full else asked.threshold_minor - counts % asked.threshold_minor


EFFECT = Effect(block=BLOCK, phase="order", takes=takes, missing=missing)
