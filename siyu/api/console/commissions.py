"""Console doors of commission: who earned what, when it is theirs, and how it came about."""

from litestar.response import Response

from siyu.api import spreadsheets
from siyu.api.commission_shapes import Month, first_day
from siyu.api.open.commissions import list_commissions, show_month, show_order
from siyu.kernel.doors import Ask, door
from siyu.modules import tenants
from siyu.views.commissions import EarnerMonth, earner_months, month_of

MOST = 50_000
_HEAD = {
    "zh": "月份,导购,本月产生,其中待解冻,本月解冻,解冻前退回,解冻后追回,目前余额",
    "en": "Month,Guide,Earned,Of it waiting,Thawed,Void,Taken back,Balance now",
}


@door.get("/commissions/months.csv", permit="distribution.read")
async def export_month(ask: Ask, month: Month = None) -> Response[bytes]:
    """The same as a table; kept on record."""
    async with ask.work() as work:
        asked = first_day(month)
        first, _, _ = await month_of(work, asked)
        people = await earner_months(work, asked, ask.scope.place_list(), limit=MOST)
        money = (await tenants.get_tenant(work)).money
        work.audit("distribution.export_month", "month", None, after={"month": f"{first:%Y-%m}"})
    table = [
        [f"{first:%Y-%m}", one.earner.name if one.earner else "", *map(money.text, _sums(one))]
        for one in people
    ]
    return Response(
        spreadsheets.head(_HEAD[ask.language]) + spreadsheets.rows(table),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="commission-{first:%Y-%m}.csv"'},
    )


def _sums(one: EarnerMonth) -> tuple[int, ...]:
    """In the order of the head."""
    month = (one.earned_minor, one.pending_minor, one.thawed_minor)
    back = (one.void_minor, one.clawed_back_minor)
    return (*month, *back, one.balance_minor)


DOORS = [list_commissions, show_month, export_month, show_order]
