"""Tags: given, taken, in bulk, by name."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from siyu.kernel.db import Scalar, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import customers
from siyu.modules.customers.errors import TagNamed, TagRetired

Newcomer = Callable[..., Awaitable[UUID]]
NAMES = Scalar(
    "select name from facts.fact where tenant_id = $1 and subject = $2 order by recorded_at, id"
)


@pytest.fixture
async def vip(works: Works, tenant: TenantId) -> UUID:
    async with works.open(tenant) as work:
        group = await customers.add_tag_group(work, "价值")
        return await customers.add_tag(work, group, "高价值")


async def give(works: Works, tenant: TenantId, tag: UUID, *people: UUID) -> int:
    async with works.open(tenant) as work:
        return await customers.tag(work, people, [tag])


async def test_a_tag_is_had_once_and_its_end_is_kept(
    works: Works, tenant: TenantId, vip: UUID, newcomer: Newcomer
) -> None:
    her = await newcomer()
    assert [await give(works, tenant, vip, her, her) for _ in range(2)] == [1, 0]
    async with works.open(tenant) as work:
        [had] = await customers.find_taggings(work, [her])
        assert (had.group, had.name, had.via) == ("价值", "高价值", "by_hand")
        assert await customers.untag(work, [her], [vip]) == 1
        assert await customers.untag(work, [her], [vip]) == 0
        assert await customers.find_taggings(work, [her]) == []
    assert await give(works, tenant, vip, her) == 1
    async with works.look(tenant) as work:
        assert len(await customers.list_taggings(work, her)) == 2
        [group] = await customers.list_tags(work)
        names = await NAMES.column(work, tenant, her)
    assert [(t.name, t.people) for t in group.tags] == [("高价值", 1)]
    assert (names.count("customers.tagged"), names.count("customers.untagged")) == (2, 1)


async def test_two_who_tag_the_same_people_at_once_tag_them_once(
    works: Works, tenant: TenantId, vip: UUID, newcomer: Newcomer
) -> None:
    people = [await newcomer(f"1380013{n:04}") for n in range(8)]
    given = await asyncio.gather(
        give(works, tenant, vip, *people), give(works, tenant, vip, *reversed(people))
    )
    assert sum(given) == len(people)


async def test_names_are_given_once_in_a_group(works: Works, tenant: TenantId, vip: UUID) -> None:
    async with works.look(tenant) as work:
        [group] = await customers.list_tags(work)
    for act in (
        lambda work: customers.add_tag(work, group.id, "高价值"),
        lambda work: customers.add_tag_group(work, "价值"),
    ):
        with pytest.raises(TagNamed):
            async with works.open(tenant) as work:
                await act(work)
    async with works.open(tenant) as work:
        other = await customers.add_tag_group(work, "来源")
        await customers.add_tag(work, other, "高价值")
        await customers.rename_tag(work, vip, "VIP")
        assert (await customers.tag_refs(work, [vip]))[vip].name == "VIP"


async def test_a_retired_tag_stays_with_whoever_has_it(
    works: Works, tenant: TenantId, vip: UUID, newcomer: Newcomer
) -> None:
    her, other = await newcomer(), await newcomer("13800138001")
    await give(works, tenant, vip, her)
    async with works.open(tenant) as work:
        await customers.retire_tag(work, vip)
    with pytest.raises(TagRetired):
        await give(works, tenant, vip, other)
    async with works.look(tenant) as work:
        assert [t.customer_id for t in await customers.find_taggings(work, [her, other])] == [her]


async def test_what_nobody_knows_is_not_given(
    works: Works, tenant: TenantId, vip: UUID, newcomer: Newcomer
) -> None:
    her = await newcomer()
    with pytest.raises(NotFound):
        await give(works, tenant, UUID(int=5), her)
    assert await give(works, tenant, vip, UUID(int=6)) == 0
    async with works.open(tenant) as work:
        await customers.forget(work, her, reason="本人要求")
    assert await give(works, tenant, vip, her) == 0
