"""Cases of which nobody says anything go on by the stated rule."""

from datetime import datetime, timedelta

from siyu.flows import after_sale_clock
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry

EVERY = timedelta(minutes=5)


def entries(kit: Kit) -> list[Entry]:
    async def turn_cases(tenant: TenantId, _: datetime) -> None:
        while await after_sale_clock.turn_all(lambda: kit.works.open(tenant)):
            pass

    return [Entry("aftersale.turn_cases", EVERY, ByTenant(kit.database, turn_cases))]
