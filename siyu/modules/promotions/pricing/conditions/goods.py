"""Only these products."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Line


class Arguments(Struct, frozen=True):
    products: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=500)]


BLOCK = Block(
    code="goods",
    group="goods",
    sentence=Words("限商品 {products}", "for the products {products}"),
    arguments=Arguments,
    slots={"products": Slot(Words("商品", "Products"), source="products")},
)


def covers(asked: Arguments, line: Line) -> bool:
    return line.product in asked.products


CONDITION = Condition(block=BLOCK, covers=covers)
