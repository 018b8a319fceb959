"""Guide desk doors of after-sale: what waits at her store, to talk to her customers about."""

from siyu.kernel.doors import Ask, door
from siyu.modules import aftersale
from siyu.views.cases import CaseItem, case_items

MOST = 100


@door.get("/cases", permit="fulfilment.redeem")
async def list_store_cases(ask: Ask) -> list[CaseItem]:
    """Open cases of my store, the nearest deadline first."""
    async with ask.look() as work:
        which = aftersale.Filter(stores=tuple(ask.scope.place_list() or []), states=aftersale.OPEN)
        rows, _ = await aftersale.list_cases(work, which, limit=MOST)
        return await case_items(work, rows)


DOORS = [list_store_cases]
