"""Guide desk doors of signing in and out; a phone keeps the token."""

from litestar import Request

from siyu.api.console.session import REFUSALS, SignIn, signed_in
from siyu.api.staff_entry import Session, StaffAsk, bearer, session_of
from siyu.kernel.doors import OPEN, SIGNED_IN, Ask, door
from siyu.kernel.kit import Kit
from siyu.modules import staff


@door.get("/session", permit=SIGNED_IN)
async def show_session(ask: StaffAsk, kit: Kit) -> Session:
    """Who is signed in."""
    return await session_of(ask, kit)


@door.post("/session", permit=OPEN, own_site=True, status_code=200, errors=REFUSALS)
async def sign_in(ask: Ask, kit: Kit, request: Request, data: SignIn) -> Session:
    """Sign in; the answer's token goes into `Authorization: Bearer`."""
    signed, token = await signed_in(ask, request, data, "guide")
    return await session_of(signed, kit, token=token)


@door.delete("/session", permit=SIGNED_IN, status_code=204)
async def sign_out(ask: Ask, request: Request) -> None:
    """End this session."""
    async with ask.work() as work:
        await staff.sign_out(work, bearer(request) or "")
        work.audit("staff.sign_out", "staff", ask.id)


DOORS = [show_session, sign_in, sign_out]
