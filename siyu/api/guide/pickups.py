"""Guide desk doors of pickups: what waits here, what a code fetches, and handing it over."""

from uuid import UUID

from siyu.api import pickup_doors as shared
from siyu.api.pickup_doors import REFUSALS, CodeShown, HandingShape, WaitingShape
from siyu.flows import redeem_pickup
from siyu.kernel.doors import Ask, door
from siyu.modules import fulfilment

PERMIT = "fulfilment.redeem"


@door.get("/pickups", permit=PERMIT)
async def list_waiting(ask: Ask) -> list[WaitingShape]:
    """What is paid and waits at my store, the longest waiting first."""
    store = _store(ask)
    async with ask.look() as work:
        return [] if store is None else await shared.waiting(work, store)


@door.post(
    "/pickups/look",
    permit=PERMIT,
    status_code=200,
    errors=[*REFUSALS, fulfilment.WithoutStore],
)
async def look_at_pickup(ask: Ask, data: CodeShown) -> HandingShape:
    """What the code fetches here, before it is handed over."""
    async with ask.work() as work:
        found = await redeem_pickup.look(work, data.code, _by(ask))
        said = await shared.answer(work, found)
    return shared.must_be_told(said)


@door.post(
    "/pickups/redemption",
    permit=PERMIT,
    status_code=200,
    errors=[*REFUSALS, fulfilment.WithoutStore],
)
async def redeem_at_desk(ask: Ask, data: CodeShown) -> HandingShape:
    """Hand it over, once; the store is the guide's own."""
    async with ask.work() as work:
        found = await redeem_pickup.redeem(work, data.code, _by(ask))
        said = await shared.answer(work, found)
    return shared.must_be_told(said)


def _by(ask: Ask) -> fulfilment.By:
    store = _store(ask)
    if store is None:
        raise fulfilment.WithoutStore
    return fulfilment.By(person=ask.id, store=store)


def _store(ask: Ask) -> UUID | None:
    """Where the asker is posted: whoever works at this desk sees one store at most."""
    places = ask.scope.place_list() or []
    return places[0] if len(places) == 1 else None


DOORS = [list_waiting, look_at_pickup, redeem_at_desk]
