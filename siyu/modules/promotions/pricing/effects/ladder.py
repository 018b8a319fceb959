"""A ladder: the more the goods come to, the more is off; the highest rung reached counts."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words, Wrong
from siyu.modules.promotions.pricing.kinds import Effect

Positive = Annotated[int, Meta(ge=1, le=10**13, extra={"draw": "money"})]


class Rung(Struct, frozen=True, order=True):
    threshold_minor: Positive
    off_minor: Positive


class Arguments(Struct, frozen=True):
    rungs: Annotated[tuple[Rung, ...], Meta(min_length=1, max_length=10)]


def check(asked: Arguments) -> Sequence[Wrong]:
    wrong = []
    if any(rung.off_minor > rung.threshold_minor for rung in asked.rungs):
        said = Words("减的不能比门槛还多。", "No rung can take off more than its threshold.")
        wrong.append(Wrong("rungs", said))
    higher = pairwise(asked.rungs)
    if any(b.threshold_minor == a.threshold_minor or b.off_minor <= a.off_minor for a, b in higher):
        said = Words("门槛越高，减的要越多。", "A higher rung has to take more off.")
        wrong.append(Wrong("rungs", said))
    return wrong


BLOCK = Block(
    code="ladder",
    group="order",
    sentence=Words("阶梯满减 {rungs}", "off by rungs: {rungs}"),
    arguments=Arguments,
    slots={
        "rungs": Slot(
            Words("阶梯", "Rungs"),
            columns={
                "threshold_minor": Slot(Words("满", "Threshold")),
                "off_minor": Slot(Words("减", "Off")),
            },
        )
    },
    check=check,
)


def takes(asked: Arguments, left: int, counts: int) -> int:
    off = 0
    for rung in asked.rungs:
        if counts < rung.threshold_minor:
            break
        off = rung.off_minor
    return min(off, left)


def missing(asked: Arguments, counts: int) -> int:
    above = (r.threshold_minor for r in asked.rungs if r.threshold_minor > counts)
    return next(above, counts) - counts


EFFECT = Effect(block=BLOCK, phase="order", takes=takes, missing=missing)
