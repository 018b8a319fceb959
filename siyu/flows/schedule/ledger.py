"""The books are sealed, a little behind whoever writes."""

from datetime import datetime, timedelta

from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry
from siyu.modules import ledger

EVERY = timedelta(minutes=10)


def entries(kit: Kit) -> list[Entry]:
    async def seal(tenant: TenantId, _: datetime) -> None:
        await ledger.seal(kit.works, tenant)

    return [Entry("ledger.seal", EVERY, ByTenant(kit.database, seal))]
