"""Console doors of commission: who earned what, when it is theirs, and how it came about."""

from uuid import UUID

from litestar.response import Response

from siyu.api import commission_shapes as shared
from siyu.api import spreadsheets
from siyu.api.commission_shapes import Month, Wanted
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import tenants
from siyu.views.commissions import (
    EarnerMonth,
    EarningItem,
    OrderCommission,
    earner_months,
    month_of,
)

_HEAD = {
    "zh": "月份,导购,本月产生,其中待解冻,本月解冻,解冻前退回,解冻后追回,目前余额",
    "en": "Month,Guide,Earned,Of it waiting,Thawed,Void,Taken back,Balance now",
}


@door.get("/commissions", permit="distribution.read")
async def list_commissions(
    ask: Ask,
    paging: Paging,
    *,
    guide: UUID | None = None,
    order: UUID | None = None,
    month: Month = None,
    wanted: Wanted = "any",
) -> Page[EarningItem]:
    """Earnings line by line, the latest first; of a month by when they were earned."""
    which = shared.seen_by(ask, guide, order)
    return await shared.earnings_page(ask, paging, which, month, wanted)


@door.get("/commissions/months", permit="distribution.read")
async def show_month(ask: Ask, month: Month = None) -> list[EarnerMonth]:
    """Everybody's month: earned, waiting, thawed, taken back, and what is theirs now."""
    async with ask.look() as work:
        return await earner_months(work, shared.first_day(month), ask.scope.place_list())


@door.get("/commissions/months.csv", permit="distribution.read")
async def export_month(ask: Ask, month: Month = None) -> Response[bytes]:
    """The same as a table."""
    async with ask.look() as work:
        asked = shared.first_day(month)
        first, _, _ = await month_of(work, asked)
        people = await earner_months(work, asked, ask.scope.place_list())
        money = (await tenants.get_tenant(work)).money
    table = [
        [f"{first:%Y-%m}", one.earner.name if one.earner else "", *map(money.text, _sums(one))]
        for one in people
    ]
    return Response(
        spreadsheets.head(_HEAD[ask.language]) + spreadsheets.rows(table),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="commission-{first:%Y-%m}.csv"'},
    )


@door.get("/commissions/orders/{id:uuid}", permit="distribution.read")
async def show_order(ask: Ask, id: UUID) -> OrderCommission:
    """One order: who earned of it and why, every line's formula, and what refunds took."""
    return await shared.order_commission(ask, id)


def _sums(one: EarnerMonth) -> tuple[int, ...]:
    """In the order of the head."""
    month = (one.earned_minor, one.pending_minor, one.thawed_minor)
    back = (one.void_minor, one.clawed_back_minor)
    return (*month, *back, one.balance_minor)


DOORS = [list_commissions, show_month, export_month, show_order]
