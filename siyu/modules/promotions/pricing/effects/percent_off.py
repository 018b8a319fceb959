"""Some percent off the goods it is for, at most so much."""

from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Share, Slot, Words
from siyu.modules.promotions.pricing.kinds import Effect

Most = Annotated[int, Meta(ge=0, le=10**13, extra={"draw": "money"})]


class Arguments(Struct, frozen=True):
    off_bp: Share
    most_minor: Most = 0


BLOCK = Block(
    code="percent_off",
    group="line",
    sentence=Words(
        "减 {off_bp}，最多 {most_minor}（0 为不限）",
        "{off_bp} off, at most {most_minor} (0: no limit)",
    ),
    arguments=Arguments,
    slots={
        "off_bp": Slot(Words("减去的比例", "Taken off")),
        "most_minor": Slot(Words("最多减", "At most")),
    },
)


def takes(asked: Arguments, left: int, _: int) -> int:
    off = left * asked.off_bp // 10_000
    return min(off, asked.most_minor) if asked.most_minor else off


EFFECT = Effect(block=BLOCK, phase="line", takes=takes)
