"""A customer signs in by a code sent to her phone: customers keep the code, messaging sends it.

Who came by a merchant's own code is met with it as her source, and goes to its guide if the rule
book says so. Who is new is given what welcomes her, and what her code promised.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from siyu.flows import claim_coupon, scan_code
from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import channels, customers, messaging, promotions


class Entered(Struct, frozen=True, kw_only=True):
    """Whoever was let in."""

    token: str
    customer: customers.Customer
    phone_masked: str
    new: bool
    given: list[promotions.Owned] = []
    """Coupons that welcome her."""


async def ask_code(work: Work, phone: str, address: str) -> int:
    """Send a code to any phone, known or not; the seconds after which to ask for another."""
    code = await customers.make_code(work, phone, address)
    await messaging.send_code(work, phone=code.phone, code=code.digits)
    return code.again_in_s


async def enter(
    work: Work,
    phone: str,
    code: str,
    purposes: Sequence[str],
    came: Sequence[str] = (),
    *,
    language: Language = "zh",
) -> Entered | None:
    """A session for whoever holds the code; None if it is wrong, and then commit all the same.

    `came` are the tokens of visits and openings her browser kept; strange ones are left out.
    """
    proven = await customers.try_code(work, phone, code)
    if proven is None:
        return None
    arrivals = await _arrivals(work, came)
    source, promised = _source(arrivals)
    token, met = await customers.begin_session(work, proven, purposes, source=source)
    await customers.speak(work, token.customer, language)
    await _join(work, arrivals, token.customer, new=met.new)
    given = await claim_coupon.welcome(work, [token.customer], also=promised) if met.new else []
    customer = await customers.get_customer(work, token.customer)
    masked = await customers.masked_phones(work, [customer.id])
    return Entered(
        token=token.text,
        customer=customer,
        phone_masked=masked[customer.id],
        new=met.new,
        given=given,
    )


async def _arrivals(work: Work, came: Sequence[str]) -> list[channels.Arrival]:
    """Each way she came by, once, in the order given."""
    found = [await channels.find_arrival(work, token, None) for token in dict.fromkeys(came)]
    return [arrival for arrival in found if arrival is not None]


def _source(arrivals: Sequence[channels.Arrival]) -> tuple[str, list[UUID]]:
    """By what she came, and the coupon that was promised there."""
    for arrival in arrivals:
        if arrival.code is not None:
            welcome = arrival.code.welcome
            return f"code:{arrival.code.slug}", [welcome] if welcome else []
    return customers.STOREFRONT, []


async def _join(
    work: Work, arrivals: Sequence[channels.Arrival], customer: UUID, *, new: bool
) -> None:
    """Only one code is what a new customer was met through: the first that is given."""
    for arrival in arrivals:
        await scan_code.join(work, arrival, customer, new=new and arrival.code is not None)
        new = new and arrival.code is None
