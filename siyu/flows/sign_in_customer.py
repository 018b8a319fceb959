"""A customer signs in by a code sent to her phone: customers keep the code, messaging sends it."""

from collections.abc import Sequence

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import customers, messaging


class Entered(Struct, frozen=True, kw_only=True):
    """Whoever was let in."""

    token: str
    customer: customers.Customer
    phone_masked: str
    new: bool


async def ask_code(work: Work, phone: str, address: str) -> int:
    """Send a code to any phone, known or not; the seconds after which to ask for another."""
    code = await customers.make_code(work, phone, address)
    await messaging.send_code(work, phone=code.phone, code=code.digits)
    return code.again_in_s


async def enter(work: Work, phone: str, code: str, purposes: Sequence[str]) -> Entered | None:
    """A session for whoever holds the code; None if it is wrong, and then commit all the same."""
    proven = await customers.try_code(work, phone, code)
    if proven is None:
        return None
    token, met = await customers.begin_session(work, proven, purposes)
    customer = await customers.get_customer(work, token.customer)
    masked = await customers.masked_phones(work, [customer.id])
    return Entered(
        token=token.text, customer=customer, phone_masked=masked[customer.id], new=met.new
    )
