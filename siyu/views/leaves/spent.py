"""She paid at least so much lately, returns taken off."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Days, Slot, Words
from siyu.modules import insight
from siyu.modules.audiences import Asking

Positive = Annotated[int, Meta(ge=1, le=10**13, extra={"draw": "money"})]


class Arguments(Struct, frozen=True):
    days: Days
    amount_minor: Positive


BLOCK = Block(
    code="spent",
    group="purchases",
    sentence=Words(
        "最近 {days} 天消费满 {amount_minor}",
        "spent {amount_minor} or more within the last {days} days",
    ),
    arguments=Arguments,
    slots={
        "days": Slot(Words("天数", "Days")),
        "amount_minor": Slot(Words("金额", "Amount")),
    },
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    merchant = insight.Merchant(asking.tenant, asking.zone)
    return await insight.members_spent(
        asking.columns,
        merchant,
        first=asking.today - timedelta(asked.days - 1),
        last=asking.today,
        least_minor=asked.amount_minor,
    )
