"""A guide's own figures."""

from siyu.kernel.doors import SIGNED_IN, Ask, door
from siyu.views.guide_month import Month, get_month


@door.get("/me/month", permit=SIGNED_IN)
async def show_month(ask: Ask) -> Month:
    """What the signed-in guide sold this month, day by day up to today."""
    async with ask.look() as work:
        return await get_month(work, ask.id)


DOORS = [show_month]
