"""Flash sales whose time is over give back what is left."""

from datetime import datetime, timedelta

from siyu.flows import flash_sales
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry

EVERY = timedelta(seconds=5)


def entries(kit: Kit) -> list[Entry]:
    async def end_sales(tenant: TenantId, _: datetime) -> None:
        looked_at = 1
        # In units of work of their own: a long one would keep buyers waiting.
        while looked_at:
            async with kit.works.open(tenant) as work:
                looked_at = await flash_sales.end_due(work)

    return [Entry("deals.end_sales", EVERY, ByTenant(kit.database, end_sales))]
