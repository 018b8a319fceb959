"""Guide desk doors of tags."""

from uuid import UUID

from siyu.api import tag_doors as shared
from siyu.api.tag_doors import TagsChange
from siyu.kernel.doors import Ask, door
from siyu.modules.customers import Tagging, TagGroup


@door.get("/tags", permit="customers.read")
async def list_tags(ask: Ask) -> list[TagGroup]:
    """Every group with its tags."""
    return await shared.groups(ask)


@door.get("/customers/{id:uuid}/tags", permit="customers.read")
async def list_customer_tags(ask: Ask, id: UUID) -> list[Tagging]:
    """The tags that my customer has."""
    return await shared.of_customer(ask, id)


@door.put("/customers/{id:uuid}/tags", permit="customers.write", errors=shared.REFUSALS)
async def change_customer_tags(ask: Ask, id: UUID, data: TagsChange) -> list[Tagging]:
    """Give her tags and take some."""
    async with ask.work() as work:
        return await shared.change(ask, work, id, data, "by_hand")


DOORS = [list_tags, list_customer_tags, change_customer_tags]
