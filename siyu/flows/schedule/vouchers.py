"""Vouchers whose time is over come to an end."""

from datetime import datetime, timedelta

from siyu.flows import expire_vouchers
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry

EVERY = timedelta(minutes=10)


def entries(kit: Kit) -> list[Entry]:
    async def expire_over(tenant: TenantId, _: datetime) -> None:
        ended = True
        while ended:
            async with kit.works.open(tenant) as work:
                ended = await expire_vouchers.expire(work)

    return [Entry("vouchers.expire_over", EVERY, ByTenant(kit.database, expire_over))]
