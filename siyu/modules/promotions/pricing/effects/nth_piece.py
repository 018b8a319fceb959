"""The second piece (or third …) at so much of its price: of the dearest first, every n-th."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.effects.pieces import runs
from siyu.modules.promotions.pricing.kinds import Amounts, Effect
from siyu.modules.promotions.pricing.values import Line


class Arguments(Struct, frozen=True):
    n: Annotated[int, Meta(ge=2, le=100)]
    pays_bp: Annotated[int, Meta(ge=0, le=9_999, extra={"draw": "share"})]


BLOCK = Block(
    code="nth_piece",
    group="line",
    sentence=Words("第 {n} 件付 {pays_bp}", "every piece number {n} at {pays_bp} of its price"),
    arguments=Arguments,
    slots={"n": Slot(Words("第几件", "Piece")), "pays_bp": Slot(Words("付", "Pays"))},
)


def each(asked: Arguments, lines: Sequence[Line], amounts: Amounts) -> list[int]:
    off = [0] * len(lines)
    passed = 0
    for run in runs(lines, amounts):
        chosen = (passed + run.count) // asked.n - passed // asked.n
        passed += run.count
        off[run.line] += chosen * (run.price * (10_000 - asked.pays_bp) // 10_000)
    return off


def short(asked: Arguments, lines: Sequence[Line]) -> int:
    return -sum(line.quantity for line in lines) % asked.n


EFFECT = Effect(block=BLOCK, phase="line", each=each, short=short)
