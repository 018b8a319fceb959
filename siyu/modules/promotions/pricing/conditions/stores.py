"""Only in these stores."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Cart


class Arguments(Struct, frozen=True):
    stores: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=500)]


BLOCK = Block(
    code="stores",
    group="place",
    sentence=Words("限门店 {stores}", "in the stores {stores}"),
    arguments=Arguments,
    slots={"stores": Slot(Words("门店", "Stores"), source="stores")},
)


def holds(asked: Arguments, cart: Cart) -> bool:
    return cart.store in asked.stores


CONDITION = Condition(block=BLOCK, holds=holds)
