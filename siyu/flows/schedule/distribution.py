"""Commission thaws when its time has come."""

from datetime import datetime, timedelta

from siyu.flows import thaw_commission
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry

EVERY = timedelta(minutes=1)


def entries(kit: Kit) -> list[Entry]:
    async def thaw(tenant: TenantId, _: datetime) -> None:
        thawed = 1
        # In units of work of their own: a long one would hold up refunds.
        while thawed:
            async with kit.works.open(tenant) as work:
                thawed = await thaw_commission.thaw(work)

    return [Entry("distribution.thaw_commission", EVERY, ByTenant(kit.database, thaw))]
