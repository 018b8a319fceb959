"""The sandbox cashier's own doors: its interface for merchants, and the page for who pays."""

from typing import Annotated

from litestar import MediaType, Request, Response
from litestar.params import Parameter

from siyu.integrations.cashier import VENDOR
from siyu.integrations.cashier.sandbox import (
    STYLE_POLICY,
    Desk,
    Given,
    Reply,
    Told,
    Trade,
    find_prepaid,
    page,
    pay,
    prepay_tenant,
    standing,
)
from siyu.kernel import sandbox
from siyu.kernel.db import Actor
from siyu.kernel.doors import OPEN, Ask, door
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.modules import tenants

_STATUS: dict[Told, int] = {"paid_before": 409, "closed": 409, "expired": 410, "unknown": 404}


@door.post("/cashier/v1/trades", permit=OPEN, status_code=200)
async def prepare_trade(request: Request, desk: Desk) -> Response[bytes]:
    """Let somebody pay."""
    return _answer(await desk.prepare(await _given(request)))


@door.get("/cashier/v1/trades/{number:str}", permit=OPEN)
async def show_trade(
    request: Request,
    desk: Desk,
    number: str,
    mchid: Annotated[str, Parameter(max_length=32)] = "",
) -> Response[bytes]:
    """A trade as it stands."""
    return _answer(await desk.show(await _given(request), number, mchid))


@door.post("/cashier/v1/trades/{number:str}/close", permit=OPEN, status_code=200)
async def close_trade(request: Request, desk: Desk, number: str) -> Response[bytes]:
    """Let nobody pay it any more."""
    return _answer(await desk.close(await _given(request), number))


@door.post("/cashier/v1/refunds", permit=OPEN, status_code=200)
async def refund_trade(request: Request, desk: Desk) -> Response[bytes]:
    """Pay back a part of a trade."""
    return _answer(await desk.refund(await _given(request)))


@door.get("/cashier/v1/refunds/{number:str}", permit=OPEN)
async def show_refund(request: Request, desk: Desk, number: str) -> Response[bytes]:
    """A refund as it stands."""
    return _answer(await desk.show_refund(await _given(request), number))


@door.get("/cashier/pay/{prepay:str}", permit=OPEN, media_type=MediaType.HTML)
async def show_page(ask: Ask, kit: Kit, prepay: str) -> Response[str]:
    """The page at which a buyer pays or gives up."""
    try:
        async with kit.works.look(prepay_tenant(prepay)) as work:
            trade = await find_prepaid(work, prepay)
            merchant = (await tenants.get_tenant(work)).name
    except NotFound:
        return _page(ask, None, "", "unknown")
    return _page(ask, trade, merchant, standing(trade, prepay, kit.clock.now()), status=200)


@door.post("/cashier/pay/{prepay:str}", permit=OPEN, status_code=200, media_type=MediaType.HTML)
async def press(request: Request, ask: Ask, kit: Kit, prepay: str) -> Response[str]:
    """What a buyer pressed: `act` is `pay` or `give_up`."""
    pays = (await request.form()).get("act") == "pay"
    try:
        async with kit.works.open(prepay_tenant(prepay), actor=Actor("buyer")) as work:
            merchant = (await tenants.get_tenant(work)).name
            if not pays:
                trade = await find_prepaid(work, prepay)
                now = standing(trade, prepay, work.now)
                return _page(ask, trade, merchant, "given_up" if now == "open" else now)
            trade, told = await pay(work, prepay, await sandbox.plan(work, VENDOR))
    except NotFound:
        return _page(ask, None, "", "unknown")
    return _page(ask, trade, merchant, told)


def _page(
    ask: Ask, trade: Trade | None, merchant: str, told: Told, *, status: int | None = None
) -> Response[str]:
    shown = page(trade, merchant, ask.language, told)
    headers = {
        "Content-Security-Policy": STYLE_POLICY,
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
    }
    code = status or _STATUS.get(told, 200)
    return Response(shown, status_code=code, headers=headers, media_type=MediaType.HTML)


async def _given(request: Request) -> Given:
    """As it came over the wire: that is what was signed."""
    query = request.scope["query_string"]
    path = request.scope["raw_path"].partition(b"?")[0]
    return Given(
        method=request.method,
        path=(path + b"?" + query if query else path).decode("latin-1"),
        authorization=request.headers.get("authorization", ""),
        body=await request.body(),
    )


def _answer(reply: Reply) -> Response[bytes]:
    return Response(
        reply.body,
        status_code=reply.status,
        headers=reply.headers,
        media_type=MediaType.JSON,
    )


DOORS = [prepare_trade, show_trade, close_trade, refund_trade, show_refund, show_page, press]
