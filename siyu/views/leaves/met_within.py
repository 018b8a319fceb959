"""She was met lately."""

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from siyu.kernel.blocks import Block, Days, Slot, Words
from siyu.kernel.db import Scalar
from siyu.modules import tenants
from siyu.modules.audiences import Asking


class Arguments(Struct, frozen=True):
    days: Days


BLOCK = Block(
    code="met_within",
    group="profile",
    sentence=Words("最近 {days} 天内新认识", "first met within the last {days} days"),
    arguments=Arguments,
    slots={"days": Slot(Words("天数", "Days"))},
)
_MEMBERS = Scalar(
    """
    select coalesce(array_agg(member_no), '{}') from customers.customer
    where tenant_id = $1 and met_at >= $2
    """
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    """The merchant's days, today being the first."""
    async with asking.works.look(asking.tenant) as work:
        merchant = await tenants.get_tenant(work)
        since = merchant.end_of(asking.today - timedelta(asked.days))
        return await _MEMBERS.get(work, asking.tenant, since)
