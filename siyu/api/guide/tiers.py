"""Guide desk door of tiers: how one of my customers stands."""

from uuid import UUID

from siyu.api.customer_doors import hold
from siyu.kernel.doors import Ask, door
from siyu.kernel.errors import NotFound
from siyu.views.tiers import HerTier, tier_of


@door.get("/customers/{id:uuid}/tier", permit="customers.read", errors=[NotFound])
async def show_tier(ask: Ask, id: UUID) -> HerTier | None:
    """Her tier and until when, and what is missing to the next; null where there are none."""
    async with ask.look() as work:
        await hold(ask, work, id)
        return await tier_of(work, id)


DOORS = [show_tier]
