"""Guide desk door of bonds: why somebody a guide added stayed with another one."""

from msgspec import structs

from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.modules import customers
from siyu.views.bonds import Decided, decided


@door.get("/bonds/kept", permit=SIGNED_IN)
async def list_kept(ask: Ask, paging: Paging) -> Page[Decided]:
    """Whom I added or sold to and who stayed where they were: why, and until when.

    Who has her is not said beyond the store: that is her business and theirs.
    """
    async with ask.look() as work:
        rows, count = await customers.list_kept_from(
            work, ask.id, limit=paging.limit, offset=paging.offset
        )
        told = await decided(work, rows, ask.language)
    return paging.of([structs.replace(one, guide=None) for one in told], count)


DOORS = [list_kept]
