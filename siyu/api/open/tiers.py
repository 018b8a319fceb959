"""Open API doors of tiers: the ladder, and how a customer stands."""

from uuid import UUID

from litestar import Response

from siyu.api.console.tiers import show_tiers
from siyu.api.tier_shapes import REFUSALS, LadderGiven, set_ladder
from siyu.kernel.doors import Ask, Once, door
from siyu.kernel.errors import KeyMissing, KeyReused, NotFound
from siyu.modules import customers
from siyu.views.tiers import HerTier, ProgrammeShape, tier_of


@door.put("/tiers", permit="loyalty.write", errors=[*REFUSALS, KeyMissing, KeyReused])
async def set_tiers(once: Once, data: LadderGiven) -> Response[ProgrammeShape]:
    """Set the next version, from now on; what was promised until some day stays until then."""
    async with once.work() as work:
        return await once.answer(work, await set_ladder(work, data))


@door.get("/customers/{id:uuid}/tier", permit="loyalty.read", errors=[NotFound])
async def show_tier(ask: Ask, id: UUID) -> HerTier | None:
    """Her tier and until when, what is missing to the next, and to keep it."""
    async with ask.look() as work:
        await customers.get_customer(work, id)
        return await tier_of(work, id)


DOORS = [show_tiers, set_tiers, show_tier]
