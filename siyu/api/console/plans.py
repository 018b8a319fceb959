"""Console doors of plans: the table of who earns, and by which rates."""

from siyu.api.commission_shapes import REFUSALS, PlanGiven
from siyu.api.open.commissions import list_plans
from siyu.flows import set_plan as flow
from siyu.kernel.doors import Ask, door
from siyu.views.commissions import PlansShape, plans_shape


@door.post("/plans", permit="distribution.write", errors=REFUSALS)
async def set_plan(ask: Ask, data: PlanGiven) -> PlansShape:
    """Set the next version, from today on or later."""
    async with ask.work() as work:
        await flow.set_plan(work, data.asked())
        return await plans_shape(work, ask.language)


DOORS = [list_plans, set_plan]
