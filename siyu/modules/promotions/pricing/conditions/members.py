"""Only for members."""

from msgspec import Struct

from siyu.kernel.blocks import Block, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Cart


class Arguments(Struct, frozen=True):
    pass


BLOCK = Block(
    code="members",
    group="buyer",
    sentence=Words("限会员", "for members"),
    arguments=Arguments,
)


def holds(_: Arguments, cart: Cart) -> bool:
    return cart.buyer.is_member


CONDITION = Condition(block=BLOCK, holds=holds)
