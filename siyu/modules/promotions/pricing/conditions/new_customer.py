"""Only for somebody who never bought before."""

from msgspec import Struct

from siyu.kernel.blocks import Block, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Cart


class Arguments(Struct, frozen=True):
    pass


BLOCK = Block(
    code="new_customer",
    group="buyer",
    sentence=Words("限新客", "for new customers"),
    arguments=Arguments,
)


def holds(_: Arguments, cart: Cart) -> bool:
    return cart.buyer.is_new


CONDITION = Condition(block=BLOCK, holds=holds)
