"""Groups that were not filled in time fail, and everybody in them is paid back."""

from datetime import datetime, timedelta

import structlog

from siyu.flows import group_seats
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry
from siyu.modules import groups

EVERY = timedelta(seconds=5)
MOST = 200

_logger = structlog.get_logger()


def entries(kit: Kit) -> list[Entry]:
    async def fail_due(tenant: TenantId, _: datetime) -> None:
        done = 1
        # In units of work of their own: a long one would keep buyers waiting.
        while done:
            async with kit.works.open(tenant) as work:
                done = await group_seats.fail_due(work)

    async def refund_owed(tenant: TenantId, _: datetime) -> None:
        async with kit.works.look(tenant) as work:
            owed = await groups.owed(work, MOST)
        for seat in owed:
            try:
                async with kit.works.open(tenant) as work:
                    await group_seats.refund(work, seat)
            except Refusal as why:
                # The cashier's side: asked again in a moment, under the same id.
                _logger.warning("groups.refund_waits", why=why.code)

    return [
        Entry("groups.fail_due", EVERY, ByTenant(kit.database, fail_due)),
        Entry("groups.refund_owed", EVERY, ByTenant(kit.database, refund_owed)),
    ]
