"""Signing in and out by a code that is sent to the phone."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request
from msgspec import Meta, Struct

from siyu.api.staff_entry import bearer
from siyu.flows import sign_in_customer
from siyu.kernel.doors import OPEN, SIGNED_IN, Ask, door
from siyu.modules import customers
from siyu.modules.customers.errors import TooManyCodes, UnreadablePhone, WrongCode

Came = Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=5)]
Phone = Annotated[str, Meta(min_length=1, max_length=32)]


class AskCode(Struct, frozen=True, forbid_unknown_fields=True):
    phone: Phone


class CodeAsked(Struct, frozen=True):
    again_in_s: int


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`consents` are the purposes that she agreed to on the way in.

    `came` are the tokens that the addresses of codes and links left with her, the latest first.
    """

    phone: Phone
    code: Annotated[str, Meta(min_length=1, max_length=12)]
    consents: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=20)] = []
    came: Came = []


class SignedInCustomer(Struct, frozen=True):
    id: UUID
    name: str | None
    phone_masked: str


class Given(Struct, frozen=True):
    """A coupon that welcomes her: it is in her wallet already."""

    id: UUID
    name: str
    amount_minor: int
    threshold_minor: int
    valid_until: datetime


class SignedIn(Struct, frozen=True):
    """The token goes into the Authorization header of what follows; it is shown this once."""

    token: str
    customer: SignedInCustomer
    new: bool
    coupons: list[Given] = []


@door.post(
    "/codes",
    permit=OPEN,
    own_site=True,
    status_code=202,
    errors=[UnreadablePhone, TooManyCodes],
)
async def ask_code(ask: Ask, data: AskCode, request: Request[Any, Any, Any]) -> CodeAsked:
    """Send a sign-in code; the answer is the same for every phone."""
    address = request.client.host if request.client else ""
    async with ask.work() as work:
        return CodeAsked(await sign_in_customer.ask_code(work, data.phone, address))


@door.post("/session", permit=OPEN, own_site=True, errors=[WrongCode, UnreadablePhone])
async def sign_in(ask: Ask, data: SignIn) -> SignedIn:
    """Sign in with a code; whoever is new becomes a customer."""
    async with ask.work() as work:
        entered = await sign_in_customer.enter(
            work, data.phone, data.code, data.consents, data.came, language=ask.language
        )
    if entered is None:
        raise WrongCode
    person = entered.customer
    who = SignedInCustomer(person.id, person.name, entered.phone_masked)
    given = [
        Given(one.id, one.name, one.amount_minor, one.threshold_minor, one.valid_until)
        for one in entered.given
    ]
    return SignedIn(entered.token, who, entered.new, given)


@door.delete("/session", permit=SIGNED_IN)
async def sign_out(ask: Ask, request: Request[Any, Any, Any]) -> None:
    """End the session of this token."""
    async with ask.work() as work:
        session = await customers.find_session(work, bearer(request) or "")
        if session is not None:
            await customers.end_session(work, session.id)


DOORS = [ask_code, sign_in, sign_out]
