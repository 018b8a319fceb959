"""Cases of which nobody says anything go on by the stated rule; stray pictures go."""

import asyncio
from datetime import datetime, timedelta

from siyu.flows import after_sale_clock, case_pictures
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry
from siyu.modules import aftersale

EVERY = timedelta(minutes=5)


def entries(kit: Kit) -> list[Entry]:
    async def turn_cases(tenant: TenantId, _: datetime) -> None:
        while await after_sale_clock.turn_all(lambda: kit.works.open(tenant)):
            pass

    async def sweep_pictures(_: datetime) -> None:
        for tenant in await asyncio.to_thread(aftersale.tenants_with_pictures, kit.uploads):
            await case_pictures.sweep(kit.works, kit.uploads, tenant)

    return [
        Entry("aftersale.turn_cases", EVERY, ByTenant(kit.database, turn_cases)),
        Entry("aftersale.sweep_pictures", timedelta(days=1), sweep_pictures),
    ]
