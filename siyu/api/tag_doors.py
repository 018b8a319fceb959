"""What the console, the guide desk and the open API share about tags."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api import customer_doors as customer
from siyu.flows import tag_customers
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask
from siyu.kernel.errors import NotFound
from siyu.modules import customers
from siyu.modules.customers import Tagging, TagGroup
from siyu.modules.customers.errors import TagDecidesPrice, TagRetired

TagName = Annotated[
    str,
    Meta(
        max_length=30, pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$(?!\n)"
    ),
]
"""Neither empty nor with a blank at its ends, which nobody could tell from the one without."""
PRICES = "catalog.write"
REFUSALS = [TagDecidesPrice, TagRetired]
Some = Annotated[list[UUID], Meta(max_length=50)]


class TagsChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tags to give her and to take from her."""

    add: Some = []
    remove: Some = []


class TagPeople(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People who are to have a tag, or no longer."""

    customers: Annotated[list[UUID], Meta(min_length=1, max_length=500)]
    has: bool = True


class TagsChanged(Struct, frozen=True):
    """How many were changed by it."""

    people: int


async def groups(ask: Ask) -> list[TagGroup]:
    async with ask.look() as work:
        return await groups_in(ask, work)


async def groups_in(ask: Ask, work: Work) -> list[TagGroup]:
    """Whoever sees a part of the people learns no number of all of them."""
    everybody = ask.scope.places is None and ask.scope.own is None
    return await customers.list_tags(work, counted=everybody)


async def of_customer(ask: Ask, id_: UUID) -> list[Tagging]:
    async with ask.look() as work:
        await customer.hold(ask, work, id_)
        return await customers.find_taggings(work, [id_])


async def change(ask: Ask, work: Work, id_: UUID, data: TagsChange, via: str) -> list[Tagging]:
    await customer.hold(ask, work, id_)
    await _must_be_free(ask, work, [*data.add, *data.remove])
    if data.remove:
        await customers.untag(work, [id_], data.remove, via=via)
    if data.add:
        await customers.tag(work, [id_], data.add, via=via)
    return await customers.find_taggings(work, [id_])


async def many(ask: Ask, work: Work, tag: UUID, data: TagPeople, via: str) -> TagsChanged:
    """Everybody has to be the asker's to tag; who is not is not there."""
    wanted = set(data.customers)
    scope = ask.scope
    if await customers.find_seen(work, list(wanted), scope.place_list(), scope.own) != wanted:
        raise NotFound
    await _must_be_free(ask, work, [tag])
    act = customers.tag if data.has else customers.untag
    return TagsChanged(await act(work, list(wanted), [tag], via=via))


async def _must_be_free(ask: Ask, work: Work, tags: list[UUID]) -> None:
    if PRICES not in ask.permits:
        await tag_customers.must_be_free(work, tags)
