"""Orders that nobody paid in time come to an end."""

from datetime import datetime, timedelta

from siyu.flows import expire_orders
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry

EVERY = timedelta(seconds=10)


def entries(kit: Kit) -> list[Entry]:
    async def expire_unpaid(tenant: TenantId, _: datetime) -> None:
        looked_at = 1
        # In units of work of their own: a long one would keep buyers waiting.
        while looked_at:
            async with kit.works.open(tenant) as work:
                looked_at = await expire_orders.expire(work)

    return [Entry("orders.expire_unpaid", EVERY, ByTenant(kit.database, expire_unpaid))]
