"""Guide desk doors of after-sale: what waits at her store; who may refund answers it there.

The permits and the rules are the console's: the desk is only nearer to the counter.
"""

from uuid import UUID

from litestar import Response

from siyu.api import case_doors as shared
from siyu.api.case_shapes import (
    AGREE_REFUSALS,
    ARRIVE_REFUSALS,
    AgreementGiven,
    ArrivalGiven,
    CaseRefusalGiven,
    ReplacementGiven,
)
from siyu.flows import after_sale
from siyu.kernel.doors import Ask, door
from siyu.kernel.kit import Kit
from siyu.modules import aftersale
from siyu.views.cases import CaseItem, case_items

MOST = 100
READ, ANSWER = "fulfilment.redeem", "orders.refund"


@door.get("/cases", permit=READ)
async def list_store_cases(ask: Ask) -> list[CaseItem]:
    """Open cases of my store, the nearest deadline first."""
    async with ask.look() as work:
        which = aftersale.Filter(stores=tuple(ask.scope.place_list() or []), states=aftersale.OPEN)
        rows, _ = await aftersale.list_cases(work, which, limit=MOST)
        return await case_items(work, rows)


@door.get("/cases/{id:uuid}", permit=READ)
async def show_store_case(ask: Ask, id: UUID) -> CaseItem:
    """A case of my store with its steps, and until when it waits for whom."""
    async with ask.look() as work:
        await shared.held(ask, work, id)
        return await shared.item(work, id)


@door.get("/case-pictures/{id:uuid}", permit=READ)
async def show_case_picture(ask: Ask, kit: Kit, id: UUID) -> Response[bytes]:
    """What she shows of a case, as a JPEG."""
    async with ask.look() as work:
        await shared.held(ask, work, await aftersale.case_of_picture(work, id))
    return await shared.picture(kit, ask, id)


@door.post("/cases/{id:uuid}/agreement", permit=ANSWER, status_code=200, errors=AGREE_REFUSALS)
async def agree_at_desk(ask: Ask, id: UUID, data: AgreementGiven) -> CaseItem:
    """Her money goes back, or she is told where to send or bring the goods."""
    async with ask.work() as work:
        await shared.held(ask, work, id)
        to = data.return_to.given() if data.return_to else None
        await after_sale.agree(work, id, why=data.why, return_to=to)
        return await shared.item(work, id)


@door.post(
    "/cases/{id:uuid}/refusal",
    permit=ANSWER,
    status_code=200,
    errors=[aftersale.NotNow, aftersale.WhyNeeded],
)
async def refuse_at_desk(ask: Ask, id: UUID, data: CaseRefusalGiven) -> CaseItem:
    """Not as she asked for it; she reads why."""
    async with ask.work() as work:
        await shared.held(ask, work, id)
        await after_sale.refuse(work, id, data.why)
        return await shared.item(work, id)


@door.post("/cases/{id:uuid}/arrival", permit=ANSWER, status_code=200, errors=ARRIVE_REFUSALS)
async def receive_at_desk(ask: Ask, id: UUID, data: ArrivalGiven) -> CaseItem:
    """Her goods are at the store, over the counter too; of a return her money goes back now."""
    async with ask.work() as work:
        await shared.held(ask, work, id)
        await after_sale.arrive(work, id, fit=data.fit, why=data.why)
        return await shared.item(work, id)


@door.post(
    "/cases/{id:uuid}/replacement", permit=ANSWER, status_code=200, errors=[aftersale.NotNow]
)
async def replace_at_desk(ask: Ask, id: UUID, data: ReplacementGiven) -> CaseItem:
    """The other goods are on their way, or in her hands."""
    async with ask.work() as work:
        await shared.held(ask, work, id)
        await after_sale.replace(work, id, data.parcel.parcel() if data.parcel else None)
        return await shared.item(work, id)


DOORS = [
    list_store_cases,
    show_store_case,
    show_case_picture,
    agree_at_desk,
    refuse_at_desk,
    receive_at_desk,
    replace_at_desk,
]
