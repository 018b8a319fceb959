"""Console doors of tags."""

from uuid import UUID

from msgspec import Struct

from siyu.api import tag_doors as shared
from siyu.api.tag_doors import TagName, TagPeople, TagsChange, TagsChanged
from siyu.flows import tag_audience
from siyu.kernel.doors import Ask, door
from siyu.modules import customers
from siyu.modules.customers import Tagging, TagGroup
from siyu.modules.customers.errors import TagNamed, TagRetired


class GroupGiven(Struct, frozen=True, forbid_unknown_fields=True):
    name: TagName


class TagGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    group: UUID
    name: TagName


class AudienceGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to tag: everybody the audience means when the job runs, within the asker's scope."""

    audience: UUID


class JobLeft(Struct, frozen=True):
    """What is being done in the background."""

    job: UUID


@door.get("/tags", permit="customers.read")
async def list_tags(ask: Ask) -> list[TagGroup]:
    """Every group with its tags, retired ones too."""
    async with ask.look() as work:
        return await customers.list_tags(work)


@door.post("/tags/groups", permit="customers.tags", errors=[TagNamed])
async def add_group(ask: Ask, data: GroupGiven) -> list[TagGroup]:
    """Add a group; answers all of them."""
    async with ask.work() as work:
        await customers.add_tag_group(work, data.name)
        return await customers.list_tags(work)


@door.patch("/tags/groups/{id:uuid}", permit="customers.tags", errors=[TagNamed])
async def rename_group(ask: Ask, id: UUID, data: GroupGiven) -> list[TagGroup]:
    """Give a group another name."""
    async with ask.work() as work:
        await customers.rename_tag_group(work, id, data.name)
        return await customers.list_tags(work)


@door.post("/tags", permit="customers.tags", errors=[TagNamed])
async def add_tag(ask: Ask, data: TagGiven) -> list[TagGroup]:
    """Add a tag to a group."""
    async with ask.work() as work:
        await customers.add_tag(work, data.group, data.name)
        return await customers.list_tags(work)


@door.patch("/tags/{id:uuid}", permit="customers.tags", errors=[TagNamed])
async def rename_tag(ask: Ask, id: UUID, data: GroupGiven) -> list[TagGroup]:
    """Give a tag another name; whoever has it has it under the new one."""
    async with ask.work() as work:
        await customers.rename_tag(work, id, data.name)
        return await customers.list_tags(work)


@door.put("/tags/{id:uuid}/retirement", permit="customers.tags")
async def retire_tag(ask: Ask, id: UUID) -> list[TagGroup]:
    """Let it be given to nobody any more; whoever has it keeps it."""
    async with ask.work() as work:
        await customers.retire_tag(work, id)
        return await customers.list_tags(work)


@door.post("/tags/{id:uuid}/people", permit="customers.write", status_code=200, errors=[TagRetired])
async def tag_people(ask: Ask, id: UUID, data: TagPeople) -> TagsChanged:
    """Give a tag to a list of people, or take it from them."""
    async with ask.work() as work:
        return await shared.many(ask, work, id, data, "list")


@door.post(
    "/tags/{id:uuid}/audience", permit="customers.tags", status_code=202, errors=[TagRetired]
)
async def tag_an_audience(ask: Ask, id: UUID, data: AudienceGiven) -> JobLeft:
    """Give a tag to everybody an audience means; done in the background."""
    async with ask.work() as work:
        return JobLeft(
            await tag_audience.ask(work, audience=data.audience, tag=id, scope=ask.scope)
        )


@door.get("/customers/{id:uuid}/tags", permit="customers.read")
async def list_customer_tags(ask: Ask, id: UUID) -> list[Tagging]:
    """The tags that she has."""
    return await shared.of_customer(ask, id)


@door.put("/customers/{id:uuid}/tags", permit="customers.write", errors=[TagRetired])
async def change_customer_tags(ask: Ask, id: UUID, data: TagsChange) -> list[Tagging]:
    """Give her tags and take some; answers those that she has then."""
    async with ask.work() as work:
        return await shared.change(ask, work, id, data, "by_hand")


DOORS = [
    list_tags,
    add_group,
    rename_group,
    add_tag,
    rename_tag,
    retire_tag,
    tag_people,
    tag_an_audience,
    list_customer_tags,
    change_customer_tags,
]
