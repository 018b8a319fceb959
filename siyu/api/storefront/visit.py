"""A customer who is signed in already comes by a code or a shared link."""

from typing import Annotated

from msgspec import Meta, Struct

from siyu.flows import scan_code
from siyu.kernel.doors import SIGNED_IN, Ask, door


class Visit(Struct, frozen=True, forbid_unknown_fields=True):
    """The token that the address of the code or link left with her."""

    token: Annotated[str, Meta(min_length=1, max_length=64)]


class VisitTaken(Struct, frozen=True):
    """False: the token is old, strange, or led somebody else in."""

    taken: bool


@door.post("/visit", permit=SIGNED_IN, status_code=200)
async def join_visit(ask: Ask, data: Visit) -> VisitTaken:
    """Say by what she came; nothing else depends on it, so a strange token is no error."""
    async with ask.work() as work:
        return VisitTaken(await scan_code.join_signed_in(work, data.token, ask.id))


DOORS = [join_visit]
