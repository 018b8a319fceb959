"""Open API doors of after-sale: for a merchant's own service desk or warehouse."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import Parameter

from siyu.api import case_doors as shared
from siyu.api.case_shapes import (
    AGREE_REFUSALS,
    ARRIVE_REFUSALS,
    ASK_REFUSALS,
    AgreementGiven,
    ArrivalGiven,
    CaseGiven,
    CaseRefusalGiven,
    CaseState,
    ReplacementGiven,
    SentBackGiven,
)
from siyu.flows import after_sale
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.kernel.kit import Kit
from siyu.modules import aftersale
from siyu.views.cases import CaseItem, case_items

READ, ANSWER = "orders.read", "orders.refund"
KEYS = [KeyMissing, KeyReused]


@door.get("/cases", permit=READ)
async def list_cases(
    ask: Ask,
    paging: Paging,
    *,
    state_: Annotated[CaseState, Parameter(query="state")] = "any",
    kind: aftersale.Kind | None = None,
    order: UUID | None = None,
) -> Page[CaseItem]:
    """After-sale cases, the nearest deadline first."""
    async with ask.look() as work:
        rows, count = await aftersale.list_cases(
            work,
            shared.which(None, state_, kind, order),
            limit=paging.limit,
            offset=paging.offset,
        )
        return paging.of(await case_items(work, rows), count)


@door.get("/cases/{id:uuid}", permit=READ)
async def show_case(ask: Ask, id: UUID) -> CaseItem:
    """A case with its steps, and until when it waits for whom."""
    async with ask.look() as work:
        return await shared.item(work, id)


@door.get("/case-pictures/{id:uuid}", permit=READ)
async def show_case_picture(ask: Ask, kit: Kit, id: UUID) -> Response[bytes]:
    """What she shows of a case, as a JPEG."""
    async with ask.look() as work:
        await aftersale.case_of_picture(work, id)
    return await shared.picture(kit, ask, id)


@door.post("/orders/{id:uuid}/cases", permit="orders.write", errors=[*ASK_REFUSALS, *KEYS])
async def ask_case(once: Once, id: UUID, data: CaseGiven) -> Response[CaseItem]:
    """Ask for her, who called or wrote."""
    async with once.work() as work:
        asking = after_sale.Asking(
            id=data.id or work.new_id(),
            order=id,
            kind=data.kind,
            reason=data.reason,
            lines=data.quantities(),
            words=data.words,
        )
        made = await after_sale.ask(work, asking)
        return await once.answer(work, await shared.item(work, made.id))


@door.post(
    "/cases/{id:uuid}/agreement", permit=ANSWER, status_code=200, errors=[*AGREE_REFUSALS, *KEYS]
)
async def agree_to_case(once: Once, id: UUID, data: AgreementGiven) -> Response[CaseItem]:
    """Her money goes back, or she is told where to send the goods."""
    async with once.work() as work:
        to = data.return_to.given() if data.return_to else None
        await after_sale.agree(work, id, why=data.why, return_to=to)
        return await once.answer(work, await shared.item(work, id), status=200)


@door.post(
    "/cases/{id:uuid}/refusal",
    permit=ANSWER,
    status_code=200,
    errors=[aftersale.NotNow, aftersale.WhyNeeded, *KEYS],
)
async def refuse_case(once: Once, id: UUID, data: CaseRefusalGiven) -> Response[CaseItem]:
    """Not as she asked for it; she reads why."""
    async with once.work() as work:
        await after_sale.refuse(work, id, data.why)
        return await once.answer(work, await shared.item(work, id), status=200)


@door.post(
    "/cases/{id:uuid}/parcel", permit=ANSWER, status_code=200, errors=[aftersale.NotNow, *KEYS]
)
async def send_case_back(once: Once, id: UUID, data: SentBackGiven) -> Response[CaseItem]:
    """The goods are on their way to the merchant."""
    async with once.work() as work:
        await after_sale.send_back(work, id, data.parcel())
        return await once.answer(work, await shared.item(work, id), status=200)


@door.post(
    "/cases/{id:uuid}/arrival", permit=ANSWER, status_code=200, errors=[*ARRIVE_REFUSALS, *KEYS]
)
async def receive_case(once: Once, id: UUID, data: ArrivalGiven) -> Response[CaseItem]:
    """Her goods are at the store; of a return her money goes back now."""
    async with once.work() as work:
        await after_sale.arrive(work, id, fit=data.fit, why=data.why)
        return await once.answer(work, await shared.item(work, id), status=200)


@door.post(
    "/cases/{id:uuid}/replacement", permit=ANSWER, status_code=200, errors=[aftersale.NotNow, *KEYS]
)
async def replace_case(once: Once, id: UUID, data: ReplacementGiven) -> Response[CaseItem]:
    """The other goods are on their way, or in her hands."""
    async with once.work() as work:
        await after_sale.replace(work, id, data.parcel.parcel() if data.parcel else None)
        return await once.answer(work, await shared.item(work, id), status=200)


DOORS = [
    list_cases,
    show_case,
    show_case_picture,
    ask_case,
    agree_to_case,
    refuse_case,
    send_case_back,
    receive_case,
    replace_case,
]
