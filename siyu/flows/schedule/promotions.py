"""Coupons whose time is over are told of."""

from datetime import datetime, timedelta

from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry
from siyu.modules import promotions

EVERY = timedelta(minutes=10)


def entries(kit: Kit) -> list[Entry]:
    async def expire_coupons(tenant: TenantId, _: datetime) -> None:
        expired = 1
        while expired:
            async with kit.works.open(tenant) as work:
                expired = await promotions.expire(work)

    return [Entry("promotions.expire_coupons", EVERY, ByTenant(kit.database, expire_coupons))]
