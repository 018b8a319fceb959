"""Her birthday is near; who was born on 29 February has it on the 28th of other years."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.kernel.db import Scalar
from siyu.modules.audiences import Asking


class Arguments(Struct, frozen=True):
    days: Annotated[int, Meta(ge=1, le=366, extra={"draw": "days"})]


BLOCK = Block(
    code="birthday_within",
    group="profile",
    sentence=Words("{days} 天内过生日", "has a birthday within {days} days"),
    arguments=Arguments,
    slots={"days": Slot(Words("天数", "Days"))},
)
_MEMBERS = Scalar(
    """
    select coalesce(array_agg(member_no), '{}') from customers.customer
    where tenant_id = $1 and to_char(birthday, 'MMDD') = any($2)
    """
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    async with asking.works.look(asking.tenant) as work:
        return await _MEMBERS.get(work, asking.tenant, birthdays(asking.today, asked.days))


def birthdays(today: date, days: int) -> list[str]:
    """Month and day of every birthday that falls on one of the days, today being the first."""
    coming = [today + timedelta(n) for n in range(days)]
    found = {f"{day:%m%d}" for day in coming}
    if any((day.month, day.day) == (2, 28) and not _leaps(day.year) for day in coming):
        found.add("0229")
    return sorted(found)


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
