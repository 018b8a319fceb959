"""Only goods of these categories, and of what lies below them."""

from functools import cached_property
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Line


class Arguments(Struct, frozen=True, dict=True):
    categories: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=500)]

    @cached_property
    def all(self) -> frozenset[UUID]:
        return frozenset(self.categories)


BLOCK = Block(
    code="categories",
    group="goods",
    sentence=Words("限类目 {categories}", "for the categories {categories}"),
    arguments=Arguments,
    slots={"categories": Slot(Words("类目", "Categories"), source="categories")},
)


def covers(asked: Arguments, line: Line) -> bool:
    return not asked.all.isdisjoint(line.categories)


CONDITION = Condition(block=BLOCK, covers=covers)
