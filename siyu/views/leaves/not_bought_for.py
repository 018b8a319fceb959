"""She bought once, and has stayed away since; who never bought is not meant."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from siyu.kernel.blocks import Block, Days, Slot, Words
from siyu.modules import insight
from siyu.modules.audiences import Asking

EVER = date(1980, 1, 1)


class Arguments(Struct, frozen=True):
    days: Days


BLOCK = Block(
    code="not_bought_for",
    group="purchases",
    sentence=Words(
        "买过，但最近 {days} 天内没有再买", "bought before, but not within the last {days} days"
    ),
    arguments=Arguments,
    slots={"days": Slot(Words("天数", "Days"))},
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    last = asking.today - timedelta(asked.days)
    merchant = insight.Merchant(asking.tenant, asking.zone)
    return await insight.members_last_bought(
        asking.columns, merchant, asking.today, first=EVER, last=last
    )
