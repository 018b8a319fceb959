"""Only for members of these tiers."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Cart


class Arguments(Struct, frozen=True):
    tiers: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=500)]


BLOCK = Block(
    code="tiers",
    group="buyer",
    sentence=Words("限会员等级 {tiers}", "for members of {tiers}"),
    arguments=Arguments,
    slots={"tiers": Slot(Words("会员等级", "Tiers"), source="tags")},
)


def holds(asked: Arguments, cart: Cart) -> bool:
    return not set(cart.buyer.tiers).isdisjoint(asked.tiers)


CONDITION = Condition(block=BLOCK, holds=holds)
