"""Doors of tags, knocked at by people of different scope."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from litestar.di import Provide

from siyu.api.console import tags as console
from siyu.api.guide import tags as desk
from siyu.flows import count_audience
from siyu.flows.count_audience import Asker as Asking
from siyu.flows.count_audience import Kept
from siyu.flows.tag_audience import run
from siyu.kernel.blocks import Node
from siyu.kernel.db import Actor, Scalar, Works
from siyu.kernel.doors import EVERYTHING, Ask, Connection, Scope, audience
from siyu.kernel.kit import Kit
from siyu.modules import audiences, catalog, customers, staff
from siyu.modules.staff import Role
from tests.house.merchant import Merchant, buy

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
AUDITED = Scalar("select verb from kernel.audit where tenant_id = $1 and object_kind = 'tag'")

CUP = catalog.NewProduct(
    code="CUP",
    name="学饮杯",
    category_id=None,
    skus=[catalog.NewSku(code="CUP", name="蓝", price_minor=49_00)],
)
EVERYBODY = Kept(name="所有人", tree=Node(op="all"))

Asker = Callable[..., httpx.AsyncClient]


@pytest.fixture
def asker(kit: Kit, merchant: Merchant) -> Asker:
    """Lin, of a role and scope, already past the entry."""

    def make(doors: list[Any], role: Role, scope: Scope = EVERYTHING) -> httpx.AsyncClient:
        async def known(_: Connection) -> Ask:
            actor, permits = Actor("staff", merchant.lin), staff.ROLES[role]
            return Ask(kit.works, merchant.tenant, actor=actor, permits=permits, scope=scope)

        app = audience(
            "test",
            "/t",
            doors,
            authenticate=known,
            anonymous=known,
            about="",
            dependencies={"kit": Provide(lambda: kit, sync_to_thread=False)},
        )
        transport = httpx.ASGITransport(app=cast("Any", app))
        return httpx.AsyncClient(transport=transport, base_url="http://t/t")

    return make


@pytest.fixture
async def anna(works: Works, merchant: Merchant) -> UUID:
    async with works.open(merchant.tenant) as work:
        return await buy(work, merchant, "13800138001", NOON, 80_00)


async def made(boss: httpx.AsyncClient) -> str:
    """A tag in a group of its own."""
    [group] = (await boss.post("/tags/groups", json={"name": "喂养方式"})).json()
    answer = await boss.post("/tags", json={"group": group["id"], "name": "混合喂养"})
    return answer.json()[0]["tags"][0]["id"]


async def test_a_guide_tags_her_customer_and_the_history_names_her(
    asker: Asker, anna: UUID, merchant: Merchant
) -> None:
    boss, guide = asker(console.DOORS, "headquarters"), asker(desk.DOORS, "guide")
    tag = await made(boss)
    had = await guide.put(f"/customers/{anna}/tags", json={"add": [tag]})
    assert [one["name"] for one in had.json()] == ["混合喂养"]
    await guide.put(f"/customers/{anna}/tags", json={"remove": [tag]})
    [past] = (await boss.get(f"/customers/{anna}/tags/history")).json()
    assert (past["by"], past["way"], past["ended_by"]) == ("林静", "手工", "林静")


async def test_a_tag_that_decides_prices_is_given_by_whoever_sets_them(
    asker: Asker, anna: UUID, merchant: Merchant, works: Works
) -> None:
    boss, guide = asker(console.DOORS, "headquarters"), asker(desk.DOORS, "guide")
    dealer = await made(boss)
    async with works.open(merchant.tenant) as work:
        await catalog.list_new(work, [CUP])
        [sku] = (await catalog.find_skus_by_code(work, ["CUP"])).values()
        prices = (catalog.NewPrice(sku=sku, unit_minor=1_00, from_quantity=1),)
        terms = catalog.BookTerms(
            name="经销", valid_from=work.now, prices=prices, tiers=(UUID(dealer),)
        )
        await catalog.define_book(work, "DEALER", terms)
    refused = await guide.put(f"/customers/{anna}/tags", json={"add": [dealer]})
    assert (refused.status_code, refused.json()["code"]) == (403, "customers.tag_decides_price")
    manager = asker(console.DOORS, "store_manager")
    refused = await manager.post(f"/tags/{dealer}/people", json={"customers": [str(anna)]})
    assert refused.json()["code"] == "customers.tag_decides_price"
    assert (await boss.get(f"/customers/{anna}/tags")).json() == []
    given = await boss.put(f"/customers/{anna}/tags", json={"add": [dealer]})
    assert [one["name"] for one in given.json()] == ["混合喂养"]
    taken = await guide.put(f"/customers/{anna}/tags", json={"remove": [dealer]})
    assert taken.status_code == 403


async def test_out_of_scope_nobody_is_tagged_and_no_number_of_all_is_told(
    asker: Asker, anna: UUID, merchant: Merchant
) -> None:
    boss = asker(console.DOORS, "headquarters")
    tag = await made(boss)
    given = await boss.post(f"/tags/{tag}/people", json={"customers": [str(anna)]})
    assert given.json() == {"people": 1}
    west = asker(console.DOORS, "store_manager", Scope(places=frozenset({merchant.west})))
    refused = [
        await west.post(f"/tags/{tag}/people", json={"customers": [str(anna)], "has": False}),
        await west.put(f"/customers/{anna}/tags", json={"remove": [tag]}),
        await west.get(f"/customers/{anna}/tags/history"),
    ]
    assert [answer.status_code for answer in refused] == [404, 404, 404]
    assert (await west.get("/tags")).json()[0]["tags"][0]["people"] is None
    assert (await boss.get("/tags")).json()[0]["tags"][0]["people"] == 1


async def test_an_audience_is_tagged_in_the_background_and_shows_how_far_it_is(
    asker: Asker, anna: UUID, merchant: Merchant, works: Works, kit: Kit
) -> None:
    boss = asker(console.DOORS, "headquarters")
    tag = await made(boss)
    counted = await count_audience.counted(kit, Asking(merchant.tenant), EVERYBODY)
    async with works.open(merchant.tenant) as work:
        kept = await audiences.save(work, counted)
    asked = await boss.post(f"/tags/{tag}/audience", json={"audience": str(kept.id)})
    assert asked.status_code == 202, asked.text
    assert (asked.json()["people"], asked.json()["done"]) == (1, 0)
    await run(works, merchant.tenant, UUID(asked.json()["id"]))
    [bulk] = (await boss.get("/tags/bulk")).json()
    assert (bulk["done"], bulk["changed"], bulk["audience"]) == (1, 1, "所有人")
    assert (bulk["asked_by"], bulk["tag"]["name"]) == ("林静", "混合喂养")
    async with works.look(merchant.tenant) as work:
        [had] = await customers.find_taggings(work, [anna])
        verbs = await AUDITED.column(work, merchant.tenant)
    assert (had.via, had.by) == ("audience", f"staff:{merchant.lin}")
    assert "customers.tag_many" in verbs


@pytest.mark.parametrize("name", ["", " ", "名 ", " 名", "名\n", "名" * 31])
async def test_names_that_nobody_can_tell_apart_are_refused(asker: Asker, name: str) -> None:
    boss = asker(console.DOORS, "headquarters")
    assert (await boss.post("/tags/groups", json={"name": name})).status_code == 400
