"""Console doors of signing in and out."""

from typing import Annotated

import msgspec
from litestar import Request, Response

from siyu.api.console import entry
from siyu.api.staff_entry import Session, StaffAsk, find_ask, named_tenant, session_of
from siyu.api.typed import Name
from siyu.kernel.doors import OPEN, SIGNED_IN, Ask, door
from siyu.kernel.kit import Kit
from siyu.modules import staff


class SignIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    account: Name
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    code: Annotated[str, msgspec.Meta(max_length=20)] | None = None


async def signed_in(
    ask: Ask, request: Request, data: SignIn, audience: staff.Audience
) -> tuple[StaffAsk, str]:
    """The asker and the token of a fresh session."""
    tenant, account = await named_tenant(ask, data.account)
    shown = staff.Credentials(
        account=account,
        password=data.password,
        code=data.code or None,
        address=request.client.host if request.client else "?",
        device=staff.device_of(request.headers.get("user-agent", "")),
    )
    token = await staff.sign_in(ask.works, tenant, shown, audience)
    signed = await find_ask(ask.works, token, audience)
    if signed is None:
        raise staff.WrongCredentials
    return signed, token


REFUSALS = [
    staff.WrongCredentials,
    staff.CodeNeeded,
    staff.WrongCode,
    staff.Locked,
    staff.NotAtThisDoor,
    staff.MerchantNeeded,
]


@door.get("/session", permit=SIGNED_IN)
async def show_session(ask: StaffAsk, kit: Kit) -> Session:
    """Who is signed in, with the token that writes must show."""
    return await session_of(ask, kit, csrf=ask.csrf or "")


@door.post("/session", permit=OPEN, own_site=True, status_code=200, errors=REFUSALS)
async def sign_in(ask: Ask, kit: Kit, request: Request, data: SignIn) -> Response[Session]:
    """Sign in with account, password and, where it is switched on, a code."""
    signed, token = await signed_in(ask, request, data, "console")
    response = Response(await session_of(signed, kit, csrf=entry.csrf(token)))
    entry.keep(response, request, token)
    return response


@door.delete("/session", permit=SIGNED_IN, status_code=204)
async def sign_out(ask: Ask, request: Request) -> Response[None]:
    """End this session."""
    async with ask.work() as work:
        await staff.sign_out(work, request.cookies.get(entry.COOKIE, ""))
        work.audit("staff.sign_out", "staff", ask.id)
    response = Response(None, status_code=204)
    entry.drop(response)
    return response


DOORS = [show_session, sign_in, sign_out]
