"""Open API doors of tags."""

from uuid import UUID

from litestar import Response

from siyu.api import tag_doors as shared
from siyu.api.tag_doors import TagPeople, TagsChange, TagsChanged
from siyu.kernel.doors import Ask, Once, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules.customers import Tagging, TagGroup

REFUSALS = [*shared.REFUSALS, KeyMissing, KeyReused]


@door.get("/tags", permit="customers.read")
async def list_tags(ask: Ask) -> list[TagGroup]:
    """Every group with its tags."""
    return await shared.groups(ask)


@door.post("/tags/{id:uuid}/people", permit="customers.write", status_code=200, errors=REFUSALS)
async def tag_people(once: Once, id: UUID, data: TagPeople) -> Response[TagsChanged]:
    """Give a tag to a list of people, or take it from them."""
    async with once.work() as work:
        changed = await shared.many(once.ask, work, id, data, "open")
        return await once.answer(work, changed, 200)


@door.get("/customers/{id:uuid}/tags", permit="customers.read")
async def list_customer_tags(ask: Ask, id: UUID) -> list[Tagging]:
    """The tags that she has."""
    return await shared.of_customer(ask, id)


@door.put("/customers/{id:uuid}/tags", permit="customers.write", errors=REFUSALS)
async def change_customer_tags(once: Once, id: UUID, data: TagsChange) -> Response[list[Tagging]]:
    """Give her tags and take some; answers those that she has then."""
    async with once.work() as work:
        changed = await shared.change(once.ask, work, id, data, "open")
        return await once.answer(work, changed, 200)


DOORS = [list_tags, tag_people, list_customer_tags, change_customer_tags]
