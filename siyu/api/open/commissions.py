"""Open API doors of commission."""

from uuid import UUID

from litestar import Response

from siyu.api import commission_shapes as shared
from siyu.api.commission_shapes import REFUSALS, Month, PlanGiven, Wanted
from siyu.flows import set_plan as flow
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.views.commissions import (
    EarnerMonth,
    EarningItem,
    OrderCommission,
    PlansShape,
    earner_months,
    plans_shape,
)


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


@door.get("/commissions/orders/{id:uuid}", permit="distribution.read")
async def show_order(ask: Ask, id: UUID) -> OrderCommission:
    """One order: who earned of it and why, every line's formula, and what refunds took."""
    return await shared.order_commission(ask, id)


@door.get("/plans", permit="distribution.read")
async def list_plans(ask: Ask) -> PlansShape:
    """The places, and every version that was set, the newest first."""
    async with ask.look() as work:
        return await plans_shape(work, ask.language)


@door.post("/plans", permit="distribution.write", errors=[*REFUSALS, KeyMissing, KeyReused])
async def set_plan(ask: Ask, once: Once, data: PlanGiven) -> Response[PlansShape]:
    """Set the next version, from today on or later."""
    async with once.work() as work:
        await flow.set_plan(work, data.asked())
        return await once.answer(work, await plans_shape(work, ask.language))


DOORS = [list_commissions, show_month, show_order, list_plans, set_plan]
