"""Her last purchase is recent."""

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from siyu.kernel.blocks import Block, Days, Slot, Words
from siyu.modules import insight
from siyu.modules.audiences import Asking


class Arguments(Struct, frozen=True):
    days: Days


BLOCK = Block(
    code="bought_within",
    group="purchases",
    sentence=Words("最近 {days} 天内买过", "bought within the last {days} days"),
    arguments=Arguments,
    slots={"days": Slot(Words("天数", "Days"))},
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    """Today is the first of the days."""
    first = asking.today - timedelta(asked.days - 1)
    merchant = insight.Merchant(asking.tenant, asking.zone)
    return await insight.members_last_bought(
        asking.columns, merchant, asking.today, first=first, last=asking.today
    )
