"""Any n pieces for a price: the dearest first, as often as it saves her something."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Money, Slot, Words
from siyu.modules.promotions.pricing.effects.pieces import Run, runs, sets, worth
from siyu.modules.promotions.pricing.kinds import Amounts, Effect
from siyu.modules.promotions.pricing.shares import allocate
from siyu.modules.promotions.pricing.values import Line


class Arguments(Struct, frozen=True):
    n: Annotated[int, Meta(ge=2, le=100)]
    price_minor: Money
    most: Annotated[int, Meta(ge=1, le=1000)] = 1000


BLOCK = Block(
    code="n_for_price",
    group="line",
    sentence=Words(
        "任选 {n} 件共 {price_minor}，最多 {most} 组",
        "any {n} for {price_minor}, {most} times at most",
    ),
    arguments=Arguments,
    slots={
        "n": Slot(Words("件数", "Pieces")),
        "price_minor": Slot(Words("一组的价格", "Price together")),
        "most": Slot(Words("最多几组", "Times at most")),
    },
)


def each(asked: Arguments, lines: Sequence[Line], amounts: Amounts) -> list[int]:
    made = sets(runs(lines, amounts), asked.n, asked.most)
    return at_price(made, asked.price_minor, len(lines))


def at_price(made: Sequence[Sequence[Run]], price: int, lines: int) -> list[int]:
    """What is saved by a price for each set that is worth more, to its lines in proportion."""
    dearer = [one for one in made if worth(one) > price]
    goods = [0] * lines
    for run in (run for one in dearer for run in one):
        goods[run.line] += run.price * run.count
    saved = sum(goods) - price * len(dearer)
    return allocate(saved, goods)


def short(asked: Arguments, lines: Sequence[Line]) -> int:
    return -sum(line.quantity for line in lines) % asked.n


EFFECT = Effect(block=BLOCK, phase="line", each=each, short=short)
