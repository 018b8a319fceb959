"""Coupons whose time is over are told of."""

from datetime import datetime, timedelta

from siyu.kernel.facts.relay import every_tenant
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import Entry
from siyu.modules import promotions

EVERY = timedelta(minutes=10)


def entries(kit: Kit) -> list[Entry]:
    async def expire_coupons(_: datetime) -> None:
        for tenant in await every_tenant(kit.database.relay):
            expired = 1
            while expired:
                async with kit.works.open(tenant) as work:
                    expired = await promotions.expire(work)

    return [Entry("promotions.expire_coupons", EVERY, expire_coupons)]
