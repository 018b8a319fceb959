"""Console doors of after-sale: cases with their deadlines and answers, and the merchant's rule."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import Parameter

from siyu.api import case_doors as shared
from siyu.api.case_shapes import (
    AGREE_REFUSALS,
    ARRIVE_REFUSALS,
    AgreementGiven,
    ArrivalGiven,
    CaseRefusalGiven,
    CaseRuleGiven,
    CaseRuleShape,
    CaseState,
    ExemptGiven,
    ReplacementGiven,
)
from siyu.flows import after_sale
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.kit import Kit
from siyu.modules import aftersale
from siyu.views.cases import CaseItem, case_items

READ, ANSWER, RULE = "orders.read", "orders.refund", "fulfilment.write"


@door.get("/cases", permit=READ)
async def list_cases(
    ask: Ask,
    paging: Paging,
    *,
    state_: Annotated[CaseState, Parameter(query="state")] = "any",
    kind: aftersale.Kind | None = None,
    order: UUID | None = None,
) -> Page[CaseItem]:
    """Cases of the asker's stores, the nearest deadline first."""
    async with ask.look() as work:
        asked = shared.which(ask.scope.place_list(), state_, kind, order)
        rows, count = await aftersale.list_cases(
            work, asked, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await case_items(work, rows), count)


@door.get("/cases/{id:uuid}", permit=READ)
async def show_case(ask: Ask, id: UUID) -> CaseItem:
    """A case with its steps, and until when it waits for whom."""
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
async def agree_to_case(ask: Ask, id: UUID, data: AgreementGiven) -> CaseItem:
    """Her money goes back, or she is told where to send the goods."""
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
async def refuse_case(ask: Ask, id: UUID, data: CaseRefusalGiven) -> CaseItem:
    """Not as she asked for it; she reads why."""
    async with ask.work() as work:
        await shared.held(ask, work, id)
        await after_sale.refuse(work, id, data.why)
        return await shared.item(work, id)


@door.post("/cases/{id:uuid}/arrival", permit=ANSWER, status_code=200, errors=ARRIVE_REFUSALS)
async def receive_case(ask: Ask, id: UUID, data: ArrivalGiven) -> CaseItem:
    """Her goods are at the store; of a return her money goes back now."""
    async with ask.work() as work:
        await shared.held(ask, work, id)
        await after_sale.arrive(work, id, fit=data.fit, why=data.why)
        return await shared.item(work, id)


@door.post(
    "/cases/{id:uuid}/replacement", permit=ANSWER, status_code=200, errors=[aftersale.NotNow]
)
async def replace_case(ask: Ask, id: UUID, data: ReplacementGiven) -> CaseItem:
    """The other goods are on their way, or in her hands."""
    async with ask.work() as work:
        await shared.held(ask, work, id)
        await after_sale.replace(work, id, data.parcel.parcel() if data.parcel else None)
        return await shared.item(work, id)


@door.post("/cases/{id:uuid}/refund", permit=ANSWER, status_code=200, errors=ARRIVE_REFUSALS)
async def pay_case_again(ask: Ask, id: UUID) -> CaseItem:
    """Ask the cashier once more for a refund that it could not pay."""
    async with ask.work() as work:
        await shared.held(ask, work, id)
        await after_sale.pay_again(work, id)
        return await shared.item(work, id)


@door.get("/case-rule", permit=READ)
async def show_case_rule(ask: Ask) -> CaseRuleShape:
    """How long each side has, where goods go back to, and what is excepted from seven days."""
    async with ask.look() as work:
        return await shared.rule_shape(work)


@door.put("/case-rule", permit=RULE)
async def write_case_rule(ask: Ask, data: CaseRuleGiven) -> CaseRuleShape:
    """From now on; a case keeps the time that it was given."""
    async with ask.work() as work:
        await aftersale.write_rule(work, data.rule())
        return await shared.rule_shape(work)


@door.put("/case-rule/categories/{id:uuid}", permit=RULE)
async def exempt_category(ask: Ask, id: UUID, data: ExemptGiven) -> CaseRuleShape:
    """Whether goods of a category are returned without a reason; for orders from now on."""
    async with ask.work() as work:
        await shared.set_exempt(work, id, data.kind)
        return await shared.rule_shape(work)


DOORS = [
    list_cases,
    show_case,
    show_case_picture,
    agree_to_case,
    refuse_case,
    receive_case,
    replace_case,
    pay_case_again,
    show_case_rule,
    write_case_rule,
    exempt_category,
]
