"""Guide desk doors of one's own earnings."""

from siyu.api import commission_shapes as shared
from siyu.api.commission_shapes import Month, Wanted
from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.modules import distribution
from siyu.views.commissions import EarningItem, MyMonth, my_month


@door.get("/earnings", permit=SIGNED_IN)
async def list_earnings(
    ask: Ask, paging: Paging, *, month: Month = None, wanted: Wanted = "any"
) -> Page[EarningItem]:
    """What I earned line by line, the latest first: the formula, and when it is mine."""
    which = distribution.Filter(earner=ask.id)
    return await shared.earnings_page(ask, paging, which, month, wanted)


@door.get("/earnings/month", permit=SIGNED_IN)
async def show_month(ask: Ask, month: Month = None) -> MyMonth:
    """My month: what waits, what thawed, what was taken back; and what is mine by now."""
    async with ask.look() as work:
        return await my_month(work, ask.id, shared.first_day(month))


DOORS = [list_earnings, show_month]
