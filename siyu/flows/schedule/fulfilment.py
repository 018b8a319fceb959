"""Parcels of which nobody said anything count as received, and nobody waits for ever."""

from datetime import datetime, timedelta

from siyu.flows import ship_order, unfetched
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry

EVERY = timedelta(minutes=10)


def entries(kit: Kit) -> list[Entry]:
    async def receive_due(tenant: TenantId, _: datetime) -> None:
        looked_at = 1
        # In units of work of their own: a long one would hold up refunds.
        while looked_at:
            async with kit.works.open(tenant) as work:
                looked_at = await ship_order.receive_due(work)

    async def see_unfetched(tenant: TenantId, _: datetime) -> None:
        reminded = 1
        while reminded:
            async with kit.works.open(tenant) as work:
                reminded = await unfetched.remind(work)
        while await unfetched.end_all(lambda: kit.works.open(tenant)):
            pass

    return [
        Entry("fulfilment.receive_due", EVERY, ByTenant(kit.database, receive_due)),
        Entry("fulfilment.see_unfetched", EVERY, ByTenant(kit.database, see_unfetched)),
    ]
