"""Named products together for a price."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Money, Slot, Words, Wrong
from siyu.modules.promotions.pricing.effects.n_for_price import at_price
from siyu.modules.promotions.pricing.effects.pieces import Run, runs, sets
from siyu.modules.promotions.pricing.kinds import Amounts, Effect
from siyu.modules.promotions.pricing.values import Line


class Part(Struct, frozen=True, order=True):
    product: UUID
    pieces: Annotated[int, Meta(ge=1, le=100)]


class Arguments(Struct, frozen=True):
    parts: Annotated[tuple[Part, ...], Meta(min_length=1, max_length=20)]
    price_minor: Money


def check(asked: Arguments) -> Sequence[Wrong]:
    if len({part.product for part in asked.parts}) == len(asked.parts):
        return ()
    return [Wrong("parts", Words("一个商品只能写一次。", "Each product can be named once only."))]


BLOCK = Block(
    code="bundle",
    group="line",
    sentence=Words("套餐 {parts} 共 {price_minor}", "{parts} together for {price_minor}"),
    arguments=Arguments,
    slots={
        "parts": Slot(
            Words("套餐商品", "Products"),
            columns={
                "product": Slot(Words("商品", "Product"), source="products"),
                "pieces": Slot(Words("件数", "Pieces")),
            },
        ),
        "price_minor": Slot(Words("套餐价", "Price together")),
    },
    check=check,
)


def each(asked: Arguments, lines: Sequence[Line], amounts: Amounts) -> list[int]:
    products = [line.product.int for line in lines]
    pieces = runs(lines, amounts)
    made: list[list[Run]] | None = None
    for part in asked.parts:
        its = [run for run in pieces if products[run.line] == part.product.int]
        sized = sets(its, part.pieces, 1000)
        made = sized if made is None else [a + b for a, b in zip(made, sized, strict=False)]
    return at_price(made or [], asked.price_minor, len(lines))


def covers(asked: Arguments, line: Line) -> bool:
    return any(part.product == line.product for part in asked.parts)


def short(asked: Arguments, lines: Sequence[Line]) -> int:
    """How many pieces the next set still lacks."""
    have = [
        (sum(line.quantity for line in lines if line.product == part.product), part.pieces)
        for part in asked.parts
    ]
    complete = min(count // size for count, size in have)
    return sum(max(0, (complete + 1) * size - count) for count, size in have)


EFFECT = Effect(block=BLOCK, phase="line", each=each, covers=covers, short=short)
