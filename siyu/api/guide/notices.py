"""Guide desk doors of notices: what somebody is to know for their work."""

from msgspec import Struct

from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.modules import messaging


class NewNotices(Struct, frozen=True):
    """How many were not read yet, counted no further than 99."""

    unread: int


@door.get("/notices", permit=SIGNED_IN)
async def list_notices(ask: Ask, paging: Paging) -> Page[messaging.Noticed]:
    """Mine, the latest first."""
    async with ask.look() as work:
        rows, count = await messaging.list_notices(
            work, ask.id, limit=paging.limit, offset=paging.offset
        )
        return paging.of(rows, count)


@door.get("/notices/new", permit=SIGNED_IN)
async def count_notices(ask: Ask) -> NewNotices:
    """How many wait for me."""
    async with ask.look() as work:
        return NewNotices(unread=await messaging.count_new_notices(work, ask.id))


@door.put("/notices/reading", permit=SIGNED_IN)
async def read_notices(ask: Ask) -> NewNotices:
    """I looked at them."""
    async with ask.work() as work:
        await messaging.read_notices(work, ask.id)
    return NewNotices(unread=0)


DOORS = [list_notices, count_notices, read_notices]
