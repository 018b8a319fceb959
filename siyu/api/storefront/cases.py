"""Storefront doors of after-sale: what she may ask back, and her cases."""

from uuid import UUID

from siyu.api import case_doors as shared
from siyu.api import order_doors as orders_shared
from siyu.api.case_shapes import ASK_REFUSALS, Askable, CaseGiven, SentBackGiven
from siyu.flows import after_sale
from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.modules import aftersale
from siyu.views.cases import MyCase, my_cases


@door.get("/orders/{id:uuid}/askable", permit=SIGNED_IN)
async def show_askable(ask: Ask, id: UUID) -> Askable:
    """What of her order she may ask back or in exchange now, and what she asked for before."""
    async with ask.look() as work:
        await orders_shared.mine(work, id, ask.id)
        return await shared.askable(work, id)


@door.post("/orders/{id:uuid}/cases", permit=SIGNED_IN, errors=ASK_REFUSALS)
async def ask_case(ask: Ask, id: UUID, data: CaseGiven) -> MyCase:
    """Ask for money, a return or an exchange; without an answer in time it counts as agreed to."""
    async with ask.work() as work:
        await orders_shared.mine(work, id, ask.id)
        asking = after_sale.Asking(
            id=data.id or work.new_id(),
            order=id,
            kind=data.kind,
            reason=data.reason,
            lines=data.quantities(),
            words=data.words,
        )
        made = await after_sale.ask(work, asking)
        return await shared.my_case(work, made.id)


@door.get("/cases", permit=SIGNED_IN)
async def list_my_cases(ask: Ask, paging: Paging) -> Page[MyCase]:
    """Hers, those that wait for somebody first."""
    async with ask.look() as work:
        rows, count = await aftersale.list_cases(
            work,
            aftersale.Filter(customer=ask.id),
            limit=paging.limit,
            offset=paging.offset,
        )
        return paging.of(await my_cases(work, rows), count)


@door.get("/cases/{id:uuid}", permit=SIGNED_IN)
async def show_my_case(ask: Ask, id: UUID) -> MyCase:
    """One of her cases, with where to send the goods and until when."""
    async with ask.look() as work:
        await shared.mine(work, id, ask.id)
        return await shared.my_case(work, id)


@door.post(
    "/cases/{id:uuid}/withdrawal", permit=SIGNED_IN, status_code=200, errors=[aftersale.NotNow]
)
async def withdraw_case(ask: Ask, id: UUID) -> MyCase:
    """She thinks better of it, as long as nothing is on its way."""
    async with ask.work() as work:
        await shared.mine(work, id, ask.id)
        await after_sale.withdraw(work, id)
        return await shared.my_case(work, id)


@door.post("/cases/{id:uuid}/parcel", permit=SIGNED_IN, status_code=200, errors=[aftersale.NotNow])
async def send_case_back(ask: Ask, id: UUID, data: SentBackGiven) -> MyCase:
    """The goods are on their way: who carries them, and by which number they are followed."""
    async with ask.work() as work:
        await shared.mine(work, id, ask.id)
        await after_sale.send_back(work, id, data.parcel())
        return await shared.my_case(work, id)


DOORS = [show_askable, ask_case, list_my_cases, show_my_case, withdraw_case, send_case_back]
