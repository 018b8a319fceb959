"""Open API doors of audiences."""

from uuid import UUID

from litestar import Response

from siyu.api import audience_doors as shared
from siyu.api.audience_doors import AudienceGiven, AudienceShape, Counted, TreeGiven
from siyu.flows import count_audience
from siyu.kernel.blocks import BlockShape
from siyu.kernel.columns import UNANSWERED
from siyu.kernel.doors import Ask, Once, Page, Paging, Search, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.kernel.kit import Kit
from siyu.modules import audiences
from siyu.views.members import Member


@door.get("/audiences/blocks", permit="audiences.read")
async def list_blocks(ask: Ask, kit: Kit) -> list[BlockShape]:
    """Every condition, as a sentence with slots and the fields that fill them."""
    return shared.blocks(ask, kit)


@door.post("/audiences/count", permit="audiences.read", status_code=200, errors=UNANSWERED)
async def count(ask: Ask, kit: Kit, data: TreeGiven) -> Counted:
    """People at every node of a tree; nothing is kept."""
    return await shared.count(ask, kit, data.tree)


@door.get("/audiences", permit="audiences.read")
async def list_audiences(ask: Ask, paging: Paging, q: Search = "") -> Page[AudienceShape]:
    """Audiences, the last saved first."""
    return await shared.list_page(ask, paging, q)


@door.post(
    "/audiences",
    permit="audiences.write",
    errors=[audiences.NameTaken, KeyMissing, KeyReused, *UNANSWERED],
)
async def make_audience(
    ask: Ask, kit: Kit, once: Once, data: AudienceGiven
) -> Response[AudienceShape]:
    """Keep a new audience."""
    kept = count_audience.Kept(name=data.name, tree=data.tree)
    counted = await count_audience.counted(kit, shared.asker(ask), kept)
    async with once.work() as work:
        saved = await audiences.save(work, counted)
        [shape] = await shared.shapes(ask, work, [saved])
        return await once.answer(work, shape)


@door.get("/audiences/{id:uuid}/members", permit="audiences.read", errors=UNANSWERED)
async def list_members_of(ask: Ask, kit: Kit, paging: Paging, id: UUID) -> Page[Member]:
    """Who is in it now, by member number."""
    return await shared.members_page(ask, kit, id, paging)


DOORS = [list_blocks, count, list_audiences, make_audience, list_members_of]
