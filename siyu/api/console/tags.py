"""Console doors of tags."""

from uuid import UUID

from msgspec import Struct

from siyu.api import tag_doors as shared
from siyu.api.audience_doors import asker
from siyu.api.customer_doors import hold
from siyu.api.tag_doors import TagName, TagPeople, TagsChange, TagsChanged
from siyu.flows import tag_audience
from siyu.kernel.columns import UNANSWERED
from siyu.kernel.doors import Ask, door
from siyu.kernel.kit import Kit
from siyu.modules import audiences, customers
from siyu.modules.customers import Tagging, TagGroup
from siyu.modules.customers.errors import NobodyToTag, TagNamed, TagRetired
from siyu.views.taggings import BulkItem, PastTagging, bulk_items, list_past


class GroupGiven(Struct, frozen=True, forbid_unknown_fields=True):
    name: TagName


class TagGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    group: UUID
    name: TagName


class AudienceGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom: everybody the audience means now, within what the asker may see."""

    audience: UUID
    has: bool = True


@door.get("/tags", permit="customers.read")
async def list_tags(ask: Ask) -> list[TagGroup]:
    """Every group with its tags, retired ones too."""
    return await shared.groups(ask)


@door.post("/tags/groups", permit="customers.tags", errors=[TagNamed])
async def add_group(ask: Ask, data: GroupGiven) -> list[TagGroup]:
    """Add a group; answers all of them."""
    async with ask.work() as work:
        await customers.add_tag_group(work, data.name)
        return await shared.groups_in(ask, work)


@door.patch("/tags/groups/{id:uuid}", permit="customers.tags", errors=[TagNamed])
async def rename_group(ask: Ask, id: UUID, data: GroupGiven) -> list[TagGroup]:
    """Give a group another name."""
    async with ask.work() as work:
        await customers.rename_tag_group(work, id, data.name)
        return await shared.groups_in(ask, work)


@door.post("/tags", permit="customers.tags", errors=[TagNamed])
async def add_tag(ask: Ask, data: TagGiven) -> list[TagGroup]:
    """Add a tag to a group."""
    async with ask.work() as work:
        await customers.add_tag(work, data.group, data.name)
        return await shared.groups_in(ask, work)


@door.patch("/tags/{id:uuid}", permit="customers.tags", errors=[TagNamed])
async def rename_tag(ask: Ask, id: UUID, data: GroupGiven) -> list[TagGroup]:
    """Give a tag another name; whoever has it has it under the new one."""
    async with ask.work() as work:
        await customers.rename_tag(work, id, data.name)
        return await shared.groups_in(ask, work)


@door.put("/tags/{id:uuid}/retirement", permit="customers.tags")
async def retire_tag(ask: Ask, id: UUID) -> list[TagGroup]:
    """Let it be given to nobody any more; whoever has it keeps it."""
    async with ask.work() as work:
        await customers.retire_tag(work, id)
        return await shared.groups_in(ask, work)


@door.post(
    "/tags/{id:uuid}/people",
    permit="customers.write",
    status_code=200,
    errors=shared.REFUSALS,
)
async def tag_people(ask: Ask, id: UUID, data: TagPeople) -> TagsChanged:
    """Give a tag to a list of people, or take it from them."""
    async with ask.work() as work:
        return await shared.many(ask, work, id, data, "list")


@door.post(
    "/tags/{id:uuid}/audience",
    permit="customers.tags",
    status_code=202,
    errors=[TagRetired, NobodyToTag, audiences.Ended, *UNANSWERED],
)
async def tag_an_audience(ask: Ask, kit: Kit, id: UUID, data: AudienceGiven) -> BulkItem:
    """Give a tag to everybody an audience means, or take it; done in the background."""
    members = await tag_audience.meant(kit, asker(ask), data.audience)
    async with ask.work() as work:
        bulk = await customers.ask_to_tag_many(work, id, data.audience, members, has=data.has)
        return (await bulk_items(work, [bulk], ask.language))[0]


@door.get("/tags/bulk", permit="customers.tags")
async def list_bulk(ask: Ask) -> list[BulkItem]:
    """The last taggings of whole audiences, and how far they have come."""
    async with ask.look() as work:
        bulks = await customers.latest_bulk_taggings(work)
        return await bulk_items(work, bulks, ask.language)


@door.get("/customers/{id:uuid}/tags", permit="customers.read")
async def list_customer_tags(ask: Ask, id: UUID) -> list[Tagging]:
    """The tags that she has."""
    return await shared.of_customer(ask, id)


@door.get("/customers/{id:uuid}/tags/history", permit="customers.read")
async def list_tag_history(ask: Ask, id: UUID) -> list[PastTagging]:
    """The tags that she has and had, with who gave and who took them."""
    async with ask.look() as work:
        await hold(ask, work, id)
        return await list_past(work, id, ask.language)


@door.put("/customers/{id:uuid}/tags", permit="customers.write", errors=shared.REFUSALS)
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
    list_bulk,
    list_customer_tags,
    list_tag_history,
    change_customer_tags,
]
