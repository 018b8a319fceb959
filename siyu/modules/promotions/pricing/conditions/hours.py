"""Only within some hours of the merchant's day."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words, Wrong
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Cart


class Arguments(Struct, frozen=True):
    since: Annotated[int, Meta(ge=0, le=23)]
    until: Annotated[int, Meta(ge=1, le=24)]


def check(asked: Arguments) -> Sequence[Wrong]:
    if asked.since < asked.until:
        return ()
    return [Wrong("until", Words("结束要晚于开始。", "It ends after it begins."))]


BLOCK = Block(
    code="hours",
    group="time",
    sentence=Words("每天 {since} 点到 {until} 点", "from {since} to {until} o'clock"),
    arguments=Arguments,
    slots={"since": Slot(Words("从几点", "From")), "until": Slot(Words("到几点", "To"))},
    check=check,
)


def holds(asked: Arguments, cart: Cart) -> bool:
    return asked.since * 60 <= cart.moment.minute < asked.until * 60


CONDITION = Condition(block=BLOCK, holds=holds)
