"""Audiences against a plain model that looks at each customer one by one."""

import random
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import Struct

from siyu.flows import count_audience
from siyu.flows.count_audience import Asker
from siyu.kernel.blocks import Leaf, Node, Op
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns, Feed
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Command, Database, Query
from siyu.kernel.errors import Invalid, NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.scope import Scope
from siyu.modules import audiences, customers, insight, tenants, tills
from siyu.modules.audiences.counting import HORIZON
from siyu.modules.insight.projections import PROJECTIONS
from siyu.views.leaves.birthday_within import birthdays
from tests.house.columns import next_fence
from tests.house.merchant import Merchant, furnish
from tests.house.street import made_kit

PEOPLE = 120
OPS: list[Op] = ["all", "any", "none"]
SOURCES = ["pos", "member_list", "storefront"]

_PLACE = Command(
    """
    update customers.customer set store_id = $3, guide_id = $4, gender = $5, birthday = $6
    where tenant_id = $1 and id = $2
    """
)


class Person(Struct, frozen=True, kw_only=True):
    """All that conditions look at, of one customer."""

    member_no: int
    id: UUID
    source: str
    store: UUID | None
    guide: UUID | None
    gender: str | None
    birthday: date | None
    granted: bool
    tagged: bool
    forgotten: bool
    spent: list[tuple[date, int]]
    """Day and amount of each line."""
    sold: list[tuple[date, int]]
    """Day and amount of each purchase that still counts."""

    @property
    def kept(self) -> list[date]:
        return [on for on, _ in self.sold]


_PEOPLE = Query(
    Person,
    """
    select c.member_no, c.id, c.source, c.store_id as store, c.guide_id as guide, c.gender,
           c.birthday,
           coalesce((select state = 'granted' from customers.consent s
                     where s.tenant_id = $1 and s.customer_id = c.id and purpose = 'marketing_sms'
                     order by turn desc limit 1), false) as granted,
           exists (select from customers.tagging x where x.tenant_id = $1
                   and x.customer_id = c.id and x.ended_at is null) as tagged,
           c.forgotten_at is not null as forgotten,
           coalesce((select jsonb_agg(jsonb_build_array(r.day, l.amount_minor))
                     from tills.line l join tills.receipt r
                       on r.tenant_id = $1 and r.id = l.receipt_id
                     where l.tenant_id = $1 and r.customer_id = c.id), '[]') as spent,
           coalesce((select jsonb_agg(jsonb_build_array(r.day, r.amount_minor))
                     from tills.receipt r
                     where r.tenant_id = $1 and r.customer_id = c.id and r.kind = 'sale'
                       and not exists (
                         select from tills.line l where l.tenant_id = $1
                           and l.returns_receipt_id = r.id)), '[]') as sold
    from customers.customer c where c.tenant_id = $1 order by c.member_no
    """,
)


class World(Struct, frozen=True):
    """A kit, a merchant, and her people one by one."""

    kit: Kit
    merchant: Merchant
    today: date
    people: list[Person]
    tag: UUID
    scores: dict[UUID, tuple[int, int, int]]

    @property
    def asker(self) -> Asker:
        return Asker(self.merchant.tenant, language="en")


@pytest.fixture
async def world(
    database: Database,
    keyring: Keyring,
    columns: Columns,
    tenant: TenantId,
    tmp_path: Any,
) -> World:
    kit = made_kit(database, keyring, Settings(data=tmp_path), columns)
    merchant = await furnish(kit.works, tenant)
    async with kit.works.look(tenant) as work:
        today = (await tenants.get_tenant(work)).date_of(work.now)
    tag = await _settle(kit, merchant, random.Random(tenant), today)
    await Feed(database.relay, columns, PROJECTIONS, fence=next_fence()).drain()
    async with kit.works.look(tenant) as work:
        people = await _PEOPLE.all(work, tenant)
    everywhere = insight.Within()
    buyers, _ = await insight.rfm_people(
        columns,
        insight.Merchant(tenant, "Asia/Shanghai"),
        today,
        everywhere,
        scores=(0, 0, 0),
        limit=PEOPLE,
    )
    scores = {one.customer: (one.r, one.f, one.m) for one in buyers}
    return World(kit, merchant, today, people, tag, scores)


async def _settle(kit: Kit, merchant: Merchant, dice: random.Random, today: date) -> UUID:
    """People from everywhere, some with purchases, some returned, some consenting, some gone; a
    tag that some have."""
    async with kit.works.open(merchant.tenant) as work:
        meets = [
            customers.Meet(
                identity=customers.read_identity(f"1380000{n:04}"),
                source=dice.choice(SOURCES),
                at=work.now - timedelta(days=dice.randrange(400)),
            )
            for n in range(PEOPLE)
        ]
        ids = [met.customer for met in await customers.meet(work, meets)]
        lines = []
        for n, id_ in enumerate(ids):
            assert id_ is not None
            place = dice.choice(
                [(None, None), (merchant.east, merchant.lin), (merchant.west, None)]
            )
            born = date(dice.randrange(1960, 2005), dice.randrange(1, 13), dice.randrange(1, 29))
            gender = dice.choice(["female", "male", None])
            birthday = dice.choice([born, born, date(1996, 2, 29), None])
            await _PLACE.run(work, merchant.tenant, id_, *place, gender, birthday)
            if dice.random() < 0.5:
                granted = dice.random() < 0.6
                await customers.agree(
                    work, id_, "marketing_sms", granted=granted, source="storefront"
                )
            lines += _bought(dice, merchant, id_, n, today)
        await tills.record_lines(work, lines)
        group = await customers.add_tag_group(work, "价值")
        tag = await customers.add_tag(work, group, "高价值")
        some = [id_ for id_ in ids[::3] if id_ is not None]
        await customers.tag(work, some, [tag])
        await customers.untag(work, some[:5], [tag])
        for id_ in dice.sample(ids, 6):
            assert id_ is not None
            await customers.forget(work, id_, reason="她要求")
    return tag


def _bought(
    dice: random.Random, merchant: Merchant, customer: UUID, n: int, today: date
) -> list[tills.RecordLine]:
    """No, one or some receipts of one line; one in four is brought back whole."""
    lines = []
    for k in range(dice.choice([0, 0, 1, 2, 3])):
        on = today - timedelta(dice.choice([0, 1, 6, 7, 29, 30, 31, 80]))
        amount = dice.choice([100, 5_000, 20_000])
        head = {"source": "pos", "store": merchant.east, "customer": customer, "on": on}
        at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
        number = f"N{n}-{k}"
        sale = tills.RecordLine(
            **head, receipt_no=number, line_no=1, at=at, quantity_milli=1000, amount_minor=amount
        )
        lines.append(sale)
        if dice.random() < 0.25:
            back = tills.RecordLine(
                **head,
                receipt_no=f"R{number}",
                line_no=1,
                at=at + timedelta(minutes=5),
                quantity_milli=-1000,
                amount_minor=-amount,
                returns_no=number,
                kind="return",
            )
            lines.append(back)
    return lines


def leaf(block: str, **args: Any) -> Node:
    return Node(op="leaf", block=block, args=args)


Holds = Callable[[Person], bool]


def every_leaf(world: World) -> list[tuple[Node, Holds]]:
    """Each condition with what it means of one person."""
    shop, scores = world.merchant, world.scores
    found: list[tuple[Node, Holds]] = [
        (leaf("source", sources=["pos"]), lambda p: p.source == "pos"),
        (leaf("store", stores=[str(shop.east)]), lambda p: p.store == shop.east),
        (leaf("guide", guides=[str(shop.lin)]), lambda p: p.guide == shop.lin),
        (leaf("gender", gender="female"), lambda p: p.gender == "female"),
        (leaf("consent", purpose="marketing_sms"), lambda p: p.granted),
        (leaf("tag", tags=[str(world.tag)]), lambda p: p.tagged),
        (
            leaf("rfm", r=[4, 5], f=[1, 2, 3, 4, 5], m=[3, 4, 5]),
            lambda p: p.id in scores and scores[p.id][0] >= 4 and scores[p.id][2] >= 3,
        ),
        (leaf("rfm", r=[1]), lambda p: p.id in scores and scores[p.id][0] == 1),
    ]
    for days in (1, 7, 30, 366):
        found += _of_days(days, world.today)
    return found


def _of_days(days: int, today: date) -> list[tuple[Node, Holds]]:
    first = today - timedelta(days - 1)
    return [
        (
            leaf("bought_within", days=days),
            lambda p: bool(p.kept) and max(p.kept) >= first,
        ),
        (
            leaf("not_bought_for", days=days),
            lambda p: bool(p.kept) and max(p.kept) < first,
        ),
        (
            leaf("spent", days=days, amount_minor=5_000),
            lambda p: sum(a for on, a in p.spent if on >= first) >= 5_000,
        ),
        (
            leaf("birthday_within", days=days),
            lambda p: p.birthday is not None and _falls(p.birthday, days, today),
        ),
    ]


def _falls(born: date, days: int, today: date) -> bool:
    """By looking at each day and asking whether it is the birthday."""
    for n in range(days):
        day = today + timedelta(n)
        try:
            this = born.replace(year=day.year)
        except ValueError:
            this = date(day.year, 2, 28)
        if this == day:
            return True
    return False


async def test_every_leaf_is_what_looking_at_each_person_finds(world: World) -> None:
    for node, holds in every_leaf(world):
        found = await count_audience.members(world.kit, world.asker, node)
        expected = [p.member_no for p in world.people if holds(p) and not p.forgotten]
        assert list(found) == expected, node


async def test_some_leaf_says_yes_and_no_of_somebody(world: World) -> None:
    """Or the comparison above would prove nothing."""
    living = [p for p in world.people if not p.forgotten]
    decided = [sum(map(holds, living)) for _, holds in every_leaf(world)]
    assert sum(0 < n < len(living) for n in decided) > len(decided) * 0.8


def grown(dice: random.Random, leaves: list[tuple[Node, Holds]], depth: int) -> tuple[Node, Holds]:
    """A random tree, and what it means of one person."""
    if depth == 1 or dice.random() < 0.3:
        return dice.choice(leaves)
    parts = [grown(dice, leaves, depth - 1) for _ in range(dice.randint(1, 3))]
    op: Op = dice.choice(OPS)
    node = Node(op=op, of=tuple(node for node, _ in parts))
    means = {
        "all": lambda p: all(h(p) for _, h in parts),
        "any": lambda p: any(h(p) for _, h in parts),
        "none": lambda p: not any(h(p) for _, h in parts),
    }
    return node, means[op]


async def test_random_trees_mean_what_they_mean_of_each_person(world: World) -> None:
    dice, leaves = random.Random(5), every_leaf(world)
    scoped = Scope(places=frozenset({world.merchant.east}))
    for scope in (Scope(), scoped, Scope(places=scoped.places, own=world.merchant.lin)):
        asker = Asker(world.merchant.tenant, scope)
        seen = [p for p in world.people if not p.forgotten and _sees(scope, p)]
        for _ in range(25):
            node, holds = grown(dice, leaves, 4)
            expected = [p.member_no for p in seen if holds(p)]
            assert list(await count_audience.members(world.kit, asker, node)) == expected
            counts, of = await count_audience.count(world.kit, asker, node)
            assert (counts.people, of) == (len(expected), len(seen))
            for who in dice.sample(seen, 2):
                why = await count_audience.explain(world.kit, asker, node, who.id)
                assert why.holds == holds(who)


def _sees(scope: Scope, person: Person) -> bool:
    try:
        scope.must_hold(person.store, own=person.guide)
    except NotFound:
        return False
    return True


async def test_every_node_is_counted(world: World) -> None:
    tree = Node(
        op="all",
        of=(
            leaf("gender", gender="female"),
            Node(op="none", of=(leaf("source", sources=["pos"]),)),
        ),
    )
    counts, of = await count_audience.count(world.kit, world.asker, tree)
    living = [p for p in world.people if not p.forgotten]
    assert of == len(living)
    assert counts.of[0].people == sum(p.gender == "female" for p in living)
    assert counts.of[1].people == sum(p.source != "pos" for p in living)
    assert counts.of[1].of[0].people == sum(p.source == "pos" for p in living)
    why = await count_audience.explain(world.kit, world.asker, tree, living[0].id)
    assert [part.holds for part in why.of] == [
        living[0].gender == "female",
        living[0].source != "pos",
    ]


async def test_whoever_is_forgotten_leaves_at_once(world: World) -> None:
    everybody = Node(op="all")
    before = await count_audience.page(world.kit, world.asker, everybody, limit=5, offset=0)
    one = next(p for p in world.people if not p.forgotten)
    async with world.kit.works.open(world.merchant.tenant) as work:
        await customers.forget(work, one.id, reason="她要求")
    after = await count_audience.page(world.kit, world.asker, everybody, limit=5, offset=0)
    assert one.member_no in before.numbers
    assert one.member_no not in after.numbers
    assert after.people == before.people - 1


class Counting:
    """The real conditions, and how often they were asked."""

    def __init__(self, leaves: audiences.Leaves) -> None:
        self.registry, self.universe = leaves.registry, leaves.universe
        self.forgotten_since = leaves.forgotten_since
        self._leaves = leaves
        self.times = 0

    async def members(self, asking: audiences.Asking, leaf: Leaf) -> Iterable[int]:
        self.times += 1
        return await self._leaves.members(asking, leaf)


async def test_a_leaf_is_asked_once_in_a_horizon(world: World, clock: StoppedClock) -> None:
    node = leaf("source", sources=["pos"])
    counter = world.kit.port(audiences.Counter)
    asked = counter.leaves = Counting(counter.leaves)
    for _ in range(3):
        await count_audience.count(world.kit, world.asker, Node(op="any", of=(node, node)))
    assert asked.times == 1
    clock.move(HORIZON)
    await count_audience.count(world.kit, world.asker, node)
    assert asked.times == 2
    await count_audience.members(world.kit, world.asker, node, fresh=True)
    assert asked.times == 3


async def test_a_page_and_a_sample_are_of_the_people_meant(world: World) -> None:
    node = leaf("source", sources=["pos"])
    everyone = list(await count_audience.members(world.kit, world.asker, node))
    page = await count_audience.page(world.kit, world.asker, node, limit=7, offset=3)
    assert (page.numbers, page.people) == (everyone[3:10], len(everyone))
    beyond = await count_audience.page(world.kit, world.asker, node, limit=7, offset=10_000)
    assert beyond.numbers == []
    some = await count_audience.sample(world.kit, world.asker, node, 5)
    assert len(set(some)) == 5
    assert set(some) <= set(everyone)


async def test_saving_keeps_versions_and_tells_counts(world: World) -> None:
    kit, tenant = world.kit, world.merchant.tenant
    node = leaf("source", sources=["storefront", "pos"])
    new = count_audience.Kept(name="老客", tree=node)
    asked = await count_audience.counted(kit, world.asker, new)
    async with kit.works.open(tenant) as work:
        made = await audiences.save(work, asked)
    assert (made.version, made.people) == (
        1,
        len(await count_audience.members(kit, world.asker, node)),
    )
    edited = count_audience.Kept(name="老客", tree=Node(op="all"), audience=made.id, version=1)
    again = await count_audience.counted(kit, world.asker, edited)
    async with kit.works.open(tenant) as work:
        assert (await audiences.save(work, again)).version == 2
    with pytest.raises(audiences.ChangedMeanwhile):
        async with kit.works.open(tenant) as work:
            await audiences.save(work, again)
    with pytest.raises(audiences.NameTaken):
        async with kit.works.open(tenant) as work:
            await audiences.save(work, asked)
    async with kit.works.look(tenant) as work:
        versions = await audiences.list_versions(work, made.id)
        told = await _TOLD.all(work, tenant)
    assert [(v.version, v.people) for v in versions] == [(2, again.people), (1, asked.people)]
    # Two works of one instant: their facts have no order among themselves.
    assert {t.people for t in told} == {asked.people, again.people}


class Told(Struct, frozen=True):
    people: int


_TOLD = Query(
    Told,
    """
    select (body ->> 'people')::int as people from facts.fact
    where tenant_id = $1 and name = 'audiences.audience_saved' order by id
    """,
)


async def test_an_unknown_condition_is_refused_with_its_place(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        await count_audience.count(world.kit, world.asker, Node(op="any", of=(leaf("magic"),)))
    assert refused.value.fields[0]["path"] == "tree.of[0]"


def test_leap_days_are_kept_on_the_28th_of_other_years() -> None:
    assert birthdays(date(2026, 2, 27), 2) == ["0227", "0228", "0229"]
    assert birthdays(date(2028, 2, 27), 2) == ["0227", "0228"]
