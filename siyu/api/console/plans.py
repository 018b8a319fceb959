"""Console doors of plans: the table of who earns, and by which rates."""

from siyu.api import commission_shapes as shared
from siyu.api.commission_shapes import REFUSALS, PlanGiven
from siyu.kernel.doors import Ask, door
from siyu.views.commissions import PlansShape, plans_shape


@door.get("/plans", permit="distribution.read")
async def list_plans(ask: Ask) -> PlansShape:
    """The places, and every version that was set, the newest first."""
    async with ask.look() as work:
        return await plans_shape(work, ask.language)


@door.post("/plans", permit="distribution.write", errors=REFUSALS)
async def set_plan(ask: Ask, data: PlanGiven) -> PlansShape:
    """Set the next version, from today on or later."""
    async with ask.work() as work:
        return await shared.set_plan(ask, work, data)


DOORS = [list_plans, set_plan]
