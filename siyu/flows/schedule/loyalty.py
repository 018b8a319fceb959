"""Points and tiers end when their time has come, and points are told of before."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from siyu.flows import expire_points, tiers
from siyu.kernel.db import Work
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry

EVERY = timedelta(minutes=1)


def entries(kit: Kit) -> list[Entry]:
    def until_none(verb: Callable[[Work], Awaitable[int]]) -> ByTenant:
        async def run(tenant: TenantId, _: datetime) -> None:
            done = 1
            # In units of work of their own: a long one would hold up whoever buys.
            while done:
                async with kit.works.open(tenant) as work:
                    done = await verb(work)

        return ByTenant(kit.database, run)

    return [
        Entry("loyalty.expire_points", EVERY, until_none(expire_points.expire)),
        Entry("loyalty.warn_of_points", EVERY, until_none(expire_points.warn)),
        Entry("loyalty.end_tiers", EVERY, until_none(tiers.keep_time)),
    ]
