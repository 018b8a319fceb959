"""Customers of whom nothing was heard for too long go to the common pool."""

from datetime import datetime, timedelta

from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry
from siyu.modules import customers

EVERY = timedelta(hours=1)


def entries(kit: Kit) -> list[Entry]:
    async def release_idle(tenant: TenantId, _: datetime) -> None:
        released = 1
        # In units of work of their own: a long one would hold up every reader of facts.
        while released:
            async with kit.works.open(tenant) as work:
                released = await customers.release_idle(work)

    return [Entry("customers.release_idle", EVERY, ByTenant(kit.database, release_idle))]
