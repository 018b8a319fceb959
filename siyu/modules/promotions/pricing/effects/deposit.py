"""Goods sold ahead: a deposit for each piece counts for more than was paid."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words, Wrong
from siyu.modules.promotions.pricing.kinds import Amounts, Effect
from siyu.modules.promotions.pricing.values import Line

Positive = Annotated[int, Meta(ge=1, le=10**13, extra={"draw": "money"})]


class Arguments(Struct, frozen=True):
    deposit_minor: Positive
    counts_minor: Positive


def check(asked: Arguments) -> Sequence[Wrong]:
    if asked.counts_minor > asked.deposit_minor:
        return ()
    said = Words("抵用的金额要大于定金。", "It has to count for more than the deposit.")
    return [Wrong("counts_minor", said)]


BLOCK = Block(
    code="deposit",
    group="line",
    sentence=Words(
        "每件定金 {deposit_minor} 抵 {counts_minor}",
        "a deposit of {deposit_minor} each counts as {counts_minor}",
    ),
    arguments=Arguments,
    slots={
        "deposit_minor": Slot(Words("定金", "Deposit")),
        "counts_minor": Slot(Words("抵用", "Counts as")),
    },
    check=check,
)


def each(asked: Arguments, lines: Sequence[Line], amounts: Amounts) -> list[int]:
    more = asked.counts_minor - asked.deposit_minor
    return [min(amount, more * line.quantity) for line, amount in zip(lines, amounts, strict=True)]


def deposit(asked: Arguments, line: Line) -> int:
    return asked.deposit_minor * line.quantity


EFFECT = Effect(block=BLOCK, phase="line", each=each, deposit=deposit)
