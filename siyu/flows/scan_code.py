"""Somebody comes by a code or a shared link, and is known later: visits join customers."""

from collections.abc import Sequence
from uuid import UUID

from siyu.flows import bind_customer
from siyu.kernel.db import Work
from siyu.modules import channels, tenants


async def scan_codes(work: Work, knocks: Sequence[channels.Knock]) -> list[channels.Scanned]:
    """What each scan leads to, on the merchant's day."""
    today = (await tenants.get_tenant(work)).date_of(work.now)
    return await channels.scan(work, knocks, today=today)


async def join(work: Work, arrival: channels.Arrival, customer: UUID, *, new: bool) -> None:
    """The visit was hers: she goes to the code's guide if the rule book says so."""
    if arrival.joined:
        return
    if arrival.code is None:
        await channels.join_opening(work, arrival, customer)
        return
    made = await bind_customer.add_by_code(work, customer, arrival.code)
    bound = made is not None and made.outcome == "moved" and made.guide_id is not None
    await channels.join_visit(work, arrival, customer, new=new, bound=bound)


async def join_signed_in(work: Work, token: str, customer: UUID) -> bool:
    """A customer who was signed in already came by a token; False if it led nowhere."""
    arrival = await channels.find_arrival(work, token, customer)
    if arrival is not None:
        await join(work, arrival, customer, new=False)
    return arrival is not None
