"""A guide's own figures, and her day."""

from siyu.kernel.doors import SIGNED_IN, Ask, door
from siyu.views.guide_day import MyDay, get_day
from siyu.views.guide_month import Month, get_month


@door.get("/me/month", permit=SIGNED_IN)
async def show_month(ask: Ask) -> Month:
    """What the signed-in guide sold this month, day by day up to today."""
    async with ask.look() as work:
        return await get_month(work, ask.id)


@door.get("/me/day", permit=SIGNED_IN)
async def show_day(ask: Ask) -> MyDay:
    """Today's receipts of the signed-in guide, and whom of her customers to look after next."""
    async with ask.look() as work:
        return await get_day(work, ask.id)


DOORS = [show_month, show_day]
