"""Storefront doors of after-sale: what she may ask back, and her cases."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body

from siyu.api import case_doors as shared
from siyu.api import order_doors as orders_shared
from siyu.api.case_shapes import (
    ASK_REFUSALS,
    MOST_SENT,
    PICTURE_REFUSALS,
    Askable,
    CaseGiven,
    SentBackGiven,
)
from siyu.flows import after_sale, case_pictures
from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.kernel.kit import Kit
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
    "/cases/{id:uuid}/pictures",
    permit=SIGNED_IN,
    errors=PICTURE_REFUSALS,
    request_max_body_size=MOST_SENT,
)
async def add_case_picture(
    ask: Ask,
    kit: Kit,
    id: UUID,
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> MyCase:
    """Show what is wrong: JPEG, PNG or WebP, while the case is open. The same one again is one."""
    async with ask.look() as work:
        await shared.mine(work, id, ask.id)
    picture = await case_pictures.write(kit.works, kit.uploads, ask.tenant, id, await data.read())
    async with ask.work() as work:
        await case_pictures.add(work, id, picture)
        return await shared.my_case(work, id)


@door.get("/case-pictures/{id:uuid}", permit=SIGNED_IN)
async def show_my_case_picture(ask: Ask, kit: Kit, id: UUID) -> Response[bytes]:
    """What she showed of one of her cases, as a JPEG."""
    async with ask.look() as work:
        await shared.mine(work, await aftersale.case_of_picture(work, id), ask.id)
    return await shared.picture(kit, ask, id)


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


DOORS = [
    show_askable,
    ask_case,
    list_my_cases,
    show_my_case,
    add_case_picture,
    show_my_case_picture,
    withdraw_case,
    send_case_back,
]
