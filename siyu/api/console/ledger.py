"""Console doors of the ledger: whether the books are right, and the end of a month."""

from litestar.response import Response

from siyu.api.commission_shapes import Month, first_day
from siyu.api.month_table import table
from siyu.api.stock_shapes import InvariantShape, invariants
from siyu.kernel.doors import Ask, door
from siyu.modules import tenants
from siyu.views.month_close import MonthClose, month_close


@door.get("/ledger/invariants", permit="ledger.read")
async def list_invariants(ask: Ask) -> list[InvariantShape]:
    """What must always hold of the books, each read anew from the first line on."""
    return await invariants(ask)


@door.get("/ledger/months", permit="ledger.read")
async def show_month(ask: Ask, month: Month = None) -> MonthClose:
    """What a month began and ended with, what moved it, and money as three rooms have it."""
    async with ask.look() as work:
        return await month_close(work, first_day(month))


@door.get("/ledger/months.csv", permit="ledger.export")
async def export_month(ask: Ask, month: Month = None) -> Response[bytes]:
    """The same as a table; kept on record."""
    async with ask.work() as work:
        close = await month_close(work, first_day(month))
        money = (await tenants.get_tenant(work)).money
        work.audit("ledger.export_month", "month", None, after={"month": close.month})
    return Response(
        table(close, money, ask.language),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="books-{close.month}.csv"'},
    )


DOORS = [list_invariants, show_month, export_month]
