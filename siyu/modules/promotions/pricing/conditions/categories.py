"""Only goods of these categories, and of what lies below them."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Line


class Arguments(Struct, frozen=True):
    categories: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=500)]


BLOCK = Block(
    code="categories",
    group="goods",
    sentence=Words("限类目 {categories}", "for the categories {categories}"),
    arguments=Arguments,
    slots={"categories": Slot(Words("类目", "Categories"), source="categories")},
)


def covers(asked: Arguments, line: Line) -> bool:
    return any(one in asked.categories for one in line.categories)


CONDITION = Condition(block=BLOCK, covers=covers)
