"""Only on these days of the week."""

from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Condition
from siyu.modules.promotions.pricing.values import Cart

Weekday = Annotated[int, Meta(ge=1, le=7)]


class Arguments(Struct, frozen=True):
    weekdays: Annotated[tuple[Weekday, ...], Meta(min_length=1, max_length=7)]


BLOCK = Block(
    code="weekdays",
    group="time",
    sentence=Words("限 {weekdays}", "on {weekdays}"),
    arguments=Arguments,
    slots={
        "weekdays": Slot(
            Words("星期", "Days of the week"),
            options={
                1: Words("周一", "Monday"),
                2: Words("周二", "Tuesday"),
                3: Words("周三", "Wednesday"),
                4: Words("周四", "Thursday"),
                5: Words("周五", "Friday"),
                6: Words("周六", "Saturday"),
                7: Words("周日", "Sunday"),
            },
        )
    },
)


def holds(asked: Arguments, cart: Cart) -> bool:
    return cart.moment.day.isoweekday() in asked.weekdays


CONDITION = Condition(block=BLOCK, holds=holds)
