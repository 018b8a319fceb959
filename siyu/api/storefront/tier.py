"""Storefront doors of tiers."""

from siyu.kernel.doors import SIGNED_IN, Ask, door
from siyu.views.tiers import HerTier, tier_of


@door.get("/tier", permit=SIGNED_IN)
async def show_my_tier(ask: Ask) -> HerTier | None:
    """Her tier and until when, and what is missing to the next; null where there are none."""
    async with ask.look() as work:
        return await tier_of(work, ask.id)


DOORS = [show_my_tier]
