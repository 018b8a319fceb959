"""Open API doors of staff: who works where, so that codes and letters can be in their names."""

from uuid import UUID

from msgspec import Struct

from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.modules import staff
from siyu.views.refs import PlaceRef, gather_refs


class ColleagueItem(Struct, frozen=True, kw_only=True):
    """Somebody who works here now; nothing by which a private person is reached."""

    id: UUID
    name: str
    role: staff.Role
    employee_no: str | None
    store: PlaceRef | None


@door.get("/staff", permit="staff.read")
async def list_staff(
    ask: Ask, paging: Paging, q: Search = "", role: Search = "", store: UUID | None = None
) -> Page[ColleagueItem]:
    """People in service whose name (also its sound), account or number contains `q`."""
    wanted = staff.Filter(text=q, role=role, store=store, state="active")
    async with ask.look() as work:
        people, count = await staff.list_people(
            work, wanted, limit=paging.limit, offset=paging.offset
        )
        refs = await gather_refs(work, stores={one.store_id for one in people})
    items = [
        ColleagueItem(
            id=one.id,
            name=one.name,
            role=one.role,
            employee_no=one.employee_no,
            store=refs.store(one.store_id),
        )
        for one in people
    ]
    return paging.of(items, count)


DOORS = [list_staff]
