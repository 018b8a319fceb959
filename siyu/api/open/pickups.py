"""Open API doors of pickups: a till of the merchant's own looks at codes and hands out orders."""

from uuid import UUID

from litestar import Response

from siyu.api import pickup_doors as shared
from siyu.api.pickup_doors import REFUSALS, CodeShown, HandingShape
from siyu.flows import redeem_pickup
from siyu.kernel.doors import Ask, Once, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import fulfilment, tenants


class CodeAtStore(CodeShown, frozen=True, forbid_unknown_fields=True):
    """Eight digits, and the store they are shown at."""

    store: UUID


@door.post("/pickups/look", permit="fulfilment.redeem", status_code=200, errors=REFUSALS)
async def look_at_pickup(ask: Ask, data: CodeAtStore) -> HandingShape:
    """What the code fetches there, before it is handed over."""
    async with ask.work() as work:
        await tenants.get_store(work, data.store)
        by = fulfilment.By(person=ask.id, store=data.store)
        said = await shared.answer(work, await redeem_pickup.look(work, data.code, by))
    return shared.must_be_told(said)


@door.post(
    "/pickups/redemption",
    permit="fulfilment.redeem",
    status_code=200,
    errors=[*REFUSALS, KeyMissing, KeyReused],
)
async def redeem_at_till(ask: Ask, once: Once, data: CodeAtStore) -> Response[HandingShape]:
    """Hand it over, once."""
    async with once.work() as work:
        await tenants.get_store(work, data.store)
        by = fulfilment.By(person=ask.id, store=data.store)
        said = await shared.answer(work, await redeem_pickup.redeem(work, data.code, by))
        if isinstance(said, HandingShape):
            return await once.answer(work, said, status=200)
    raise said


DOORS = [look_at_pickup, redeem_at_till]
