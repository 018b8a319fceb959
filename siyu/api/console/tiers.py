"""Console doors of tiers: the ladder, and how a customer stands."""

from uuid import UUID

from siyu.api.customer_doors import hold
from siyu.api.tier_shapes import REFUSALS, LadderGiven, set_ladder
from siyu.kernel.doors import Ask, door
from siyu.kernel.errors import NotFound
from siyu.views.tiers import HerTier, ProgrammeShape, programme, tier_of


@door.get("/tiers", permit="loyalty.read")
async def show_tiers(ask: Ask) -> ProgrammeShape:
    """The ladder that counts, with how many members each tier has."""
    async with ask.look() as work:
        return await programme(work)


@door.put("/tiers", permit="loyalty.write", errors=REFUSALS)
async def set_tiers(ask: Ask, data: LadderGiven) -> ProgrammeShape:
    """Set the next version, from now on; what was promised until some day stays until then."""
    async with ask.work() as work:
        return await set_ladder(work, data)


@door.get("/customers/{id:uuid}/tier", permit="loyalty.read", errors=[NotFound])
async def show_tier(ask: Ask, id: UUID) -> HerTier | None:
    """Her tier and until when, what is missing to the next, and to keep it."""
    async with ask.look() as work:
        await hold(ask, work, id)
        return await tier_of(work, id)


DOORS = [show_tiers, set_tiers, show_tier]
