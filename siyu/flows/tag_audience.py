"""Tagging everybody an audience means: fixed when it is asked, given by a job in chunks."""

from uuid import UUID

from pyroaring import BitMap

from siyu.flows import count_audience
from siyu.flows.count_audience import Asker
from siyu.kernel.db import Actor, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import audiences, customers

CHUNK = 1000


async def meant(kit: Kit, asker: Asker, audience: UUID) -> BitMap:
    """Who is meant at this moment, within the asker's scope; give them to `ask_to_tag_many`."""
    async with kit.works.look(asker.tenant) as work:
        kept = await audiences.get_audience(work, audience)
    if kept.ended_at is not None:
        raise audiences.Ended
    return BitMap(await count_audience.members(kit, asker, kept.tree, fresh=True))


async def run(works: Works, tenant: TenantId, bulk: UUID, *, chunk: int = CHUNK) -> None:
    """Tag whoever is left, in the name of who asked; begun again it goes on where it was."""
    async with works.look(tenant) as work:
        actor = Actor.read((await customers.get_bulk_tagging(work, bulk)).asked_by)
    going = True
    while going:
        async with works.open(tenant, actor=actor) as work:
            taken = await customers.take_tag_chunk(work, bulk, chunk)
            going = taken is not None
            if taken is not None:
                await customers.tag_chunk(work, taken)
