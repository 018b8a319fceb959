"""Commission thaws when its time has come."""

from datetime import datetime, timedelta

from siyu.flows import thaw_commission
from siyu.kernel.facts.relay import Relay
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import Entry

EVERY = timedelta(minutes=1)


def entries(kit: Kit) -> list[Entry]:
    async def thaw(_: datetime) -> None:
        # A relay that was just made has seen nothing yet, so it names every tenant.
        for tenant in await Relay(kit.database.relay).fresh():
            thawed = 1
            # In units of work of their own: a long one would hold up refunds.
            while thawed:
                async with kit.works.open(tenant) as work:
                    thawed = await thaw_commission.thaw(work)

    return [Entry("distribution.thaw_commission", EVERY, thaw)]
