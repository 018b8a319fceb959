"""Tagging a whole audience: who is meant is fixed, nobody is tagged twice, all of it is told."""

import asyncio
from uuid import UUID

import pytest
from msgspec import Struct
from pyroaring import BitMap

from siyu.flows import count_audience, tag_audience
from siyu.flows.count_audience import Asker, Kept
from siyu.flows.jobs.customers import handlers
from siyu.kernel.blocks import Node
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Actor, Database, Query
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.scope import EVERYTHING, Scope
from siyu.modules import audiences, customers
from siyu.modules.customers.errors import NobodyToTag, TagRetired
from tests.house.merchant import Merchant, furnish
from tests.house.street import made_kit

PEOPLE = 12


class Told(Struct, frozen=True):
    subject: UUID
    actor: str
    via: str


_TOLD = Query(
    Told,
    """
    select subject, actor, body->>'via' as via from facts.fact
    where tenant_id = $1 and name = 'customers.tagged'
    """,
)


class Town(Struct, frozen=True):
    """People of two guides, an audience of everybody, and a tag."""

    kit: Kit
    merchant: Merchant
    people: list[UUID]
    audience: UUID
    tag: UUID

    async def ask(self, scope: Scope = EVERYTHING, *, has: bool = True) -> customers.BulkTagging:
        asker = Asker(self.merchant.tenant, scope)
        members = await tag_audience.meant(self.kit, asker, self.audience)
        actor = Actor("staff", self.merchant.lin)
        async with self.kit.works.open(self.merchant.tenant, actor=actor) as work:
            return await customers.ask_to_tag_many(work, self.tag, self.audience, members, has=has)

    async def run(self, bulk: customers.BulkTagging, chunk: int = 5) -> customers.BulkTagging:
        await tag_audience.run(self.kit.works, self.merchant.tenant, bulk.id, chunk=chunk)
        async with self.kit.works.look(self.merchant.tenant) as work:
            return await customers.get_bulk_tagging(work, bulk.id)

    async def tagged(self) -> set[UUID]:
        async with self.kit.works.look(self.merchant.tenant) as work:
            return {one.customer_id for one in await customers.find_taggings(work, self.people)}

    async def told(self) -> list[Told]:
        async with self.kit.works.look(self.merchant.tenant) as work:
            return await _TOLD.all(work, self.merchant.tenant)


@pytest.fixture
async def town(database: Database, keyring: Keyring, tenant: TenantId) -> Town:
    kit = made_kit(database, keyring, Settings(), Columns.embedded("127.0.0.1", 9, "nobody"))
    merchant = await furnish(kit.works, tenant)
    places = [(merchant.east, merchant.lin), (merchant.west, merchant.zhao)]
    async with kit.works.open(tenant) as work:
        met = await customers.meet(
            work,
            [
                customers.Meet(
                    identity=customers.read_identity(f"1390000{n:04}"),
                    source="pos",
                    at=work.now,
                    store=places[n % 2][0],
                    guide=places[n % 2][1],
                )
                for n in range(PEOPLE)
            ],
        )
        group = await customers.add_tag_group(work, "价值")
        tag = await customers.add_tag(work, group, "高价值")
    everybody = Kept(name="所有人", tree=Node(op="all"))
    asked = await count_audience.counted(kit, Asker(tenant), everybody)
    async with kit.works.open(tenant) as work:
        kept = await audiences.save(work, asked)
    people = [one.customer for one in met if one.customer is not None]
    return Town(kit, merchant, people, kept.id, tag)


async def test_everybody_is_tagged_once_in_the_name_of_who_asked(town: Town) -> None:
    async with town.kit.works.open(town.merchant.tenant) as work:
        await customers.tag(work, town.people[:2], [town.tag])
    bulk = await town.ask()
    assert (bulk.people, bulk.done, bulk.ended_at) == (PEOPLE, 0, None)
    ended = await town.run(bulk)
    assert (ended.done, ended.changed, ended.stopped_by) == (PEOPLE, PEOPLE - 2, None)
    assert ended.ended_at is not None
    assert await town.tagged() == set(town.people)
    told = [one for one in await town.told() if one.via == "audience"]
    assert {one.actor for one in told} == {f"staff:{town.merchant.lin}"}
    assert sorted(one.subject for one in told) == sorted(town.people[2:])
    # Asked for again, the job finds nothing to do.
    await handlers(town.kit)[customers.TAG_MANY](
        town.merchant.tenant, UUID(int=1), {"bulk": str(bulk.id)}
    )
    assert len(await town.told()) == PEOPLE


async def test_workers_take_turns_and_one_who_died_is_followed(town: Town) -> None:
    bulk = await town.ask()
    async with town.kit.works.open(town.merchant.tenant) as work:
        taken = await customers.take_tag_chunk(work, bulk.id, 5)
        assert taken is not None
        await customers.tag_chunk(work, taken)
    async with town.kit.works.look(town.merchant.tenant) as work:
        assert (await customers.get_bulk_tagging(work, bulk.id)).done == 5
    await asyncio.gather(*(town.run(bulk, chunk=2) for _ in range(3)))
    ended = await town.run(bulk)
    assert (ended.done, ended.changed, len(await town.told())) == (PEOPLE, PEOPLE, PEOPLE)


async def test_who_is_meant_is_fixed_and_cut_to_the_askers_scope(town: Town) -> None:
    bulk = await town.ask(Scope(places=frozenset({town.merchant.east})))
    async with town.kit.works.open(town.merchant.tenant) as work:
        late = customers.read_identity("13911112222")
        await customers.meet(
            work,
            [customers.Meet(identity=late, source="pos", at=work.now, store=town.merchant.east)],
        )
        await customers.forget(work, town.people[0], reason="她要求")
    ended = await town.run(bulk)
    assert (ended.people, ended.done, ended.changed) == (PEOPLE // 2, PEOPLE // 2, PEOPLE // 2 - 1)
    assert await town.tagged() == set(town.people[2::2])


async def test_a_tag_is_taken_from_everybody_too(town: Town) -> None:
    await town.run(await town.ask())
    ended = await town.run(await town.ask(has=False))
    assert (ended.changed, await town.tagged()) == (PEOPLE, set())


async def test_a_tag_retired_meanwhile_stops_the_rest(town: Town) -> None:
    bulk = await town.ask()
    async with town.kit.works.open(town.merchant.tenant) as work:
        await customers.retire_tag(work, town.tag)
    ended = await town.run(bulk)
    assert (ended.done, ended.stopped_by) == (0, "customers.tag_retired")
    assert ended.ended_at is not None
    with pytest.raises(TagRetired):
        await town.ask()


async def test_an_audience_of_nobody_or_put_away_tags_nobody(town: Town) -> None:
    async with town.kit.works.open(town.merchant.tenant) as work:
        with pytest.raises(NobodyToTag):
            await customers.ask_to_tag_many(work, town.tag, town.audience, BitMap(), has=True)
        await audiences.end(work, town.audience)
    with pytest.raises(audiences.Ended):
        await town.ask()


async def test_who_has_a_tag_can_be_meant_by_it(town: Town) -> None:
    async with town.kit.works.open(town.merchant.tenant) as work:
        await customers.tag(work, town.people[:5], [town.tag])
        await customers.untag(work, town.people[:1], [town.tag])
        await customers.forget(work, town.people[1], reason="她要求")
        assert await customers.find_taggings(work, town.people[:2]) == []
    node = Node(op="leaf", block="tag", args={"tags": [str(town.tag)]})
    found = await count_audience.members(town.kit, Asker(town.merchant.tenant), node, fresh=True)
    async with town.kit.works.look(town.merchant.tenant) as work:
        assert set(await customers.find_by_number(work, list(found))) == set(town.people[2:5])
