"""Only these products."""

from functools import cached_property
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Line


class Arguments(Struct, frozen=True, dict=True):
    products: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=500)]

    @cached_property
    def all(self) -> frozenset[UUID]:
        return frozenset(self.products)


BLOCK = Block(
    code="goods",
    group="goods",
    sentence=Words("限商品 {products}", "for the products {products}"),
    arguments=Arguments,
    slots={"products": Slot(Words("商品", "Products"), source="products")},
)


def covers(asked: Arguments, line: Line) -> bool:
    return line.product in asked.all


CONDITION = Condition(block=BLOCK, covers=covers)
