"""Doors of customers, knocked at by people of different scope."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from litestar.di import Provide

from siyu.api.console import customers as console
from siyu.api.guide import customers as desk
from siyu.api.guide import figures
from siyu.kernel.db import Actor, Scalar, Works
from siyu.kernel.doors import EVERYTHING, Ask, Connection, Scope, audience
from siyu.kernel.kit import Kit
from siyu.modules import staff
from siyu.modules.staff import Role
from tests.house.merchant import Merchant, buy

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
PHONE = "13800138001"

Asker = Callable[..., httpx.AsyncClient]


@pytest.fixture
def asker(kit: Kit, merchant: Merchant) -> Asker:
    """Somebody of a role and scope, already past the entry."""

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
        return await buy(work, merchant, PHONE, NOON, 80_00)


AUDITED = Scalar("select verb from kernel.audit where tenant_id = $1 and object_id = $2")


async def audited(works: Works, merchant: Merchant, customer: UUID) -> list[str]:
    async with works.look(merchant.tenant) as work:
        return sorted(await AUDITED.column(work, merchant.tenant, customer))


async def test_a_manager_sees_changes_and_moves_a_customer(
    asker: Asker, works: Works, merchant: Merchant, anna: UUID
) -> None:
    boss = asker(console.DOORS, "headquarters")
    (listed,) = (await boss.get("/customers", params={"q": "8001"})).json()["items"]
    assert (listed["phone_masked"], listed["spent_minor"]) == ("138****8001", 80_00)
    named = await boss.patch(f"/customers/{anna}", json={"name": "王小明", "remark": None})
    assert named.json()["pinyin"] == "wang xiao ming"
    move = {"store": str(merchant.west), "guide": str(merchant.zhao), "reason": "搬家"}
    moved = (await boss.put(f"/customers/{anna}/belonging", json=move)).json()
    assert moved["belonging"]["guide"]["name"] == "赵敏"
    phone = await boss.get(f"/customers/{anna}/phone", params={"reason": "回访"})
    assert phone.json() == {"phone": PHONE}
    verbs = ["customers.assign", "customers.change_profile", "customers.reveal_phone"]
    assert await audited(works, merchant, anna) == verbs


async def test_out_of_scope_nobody_is_there_and_nothing_changes(
    asker: Asker, works: Works, merchant: Merchant, anna: UUID
) -> None:
    scope = Scope(places=frozenset({merchant.west}))
    other = asker(console.DOORS, "store_manager", scope)
    move = {"store": str(merchant.west), "reason": "mine"}
    answers = [
        await other.get(f"/customers/{anna}"),
        await other.get(f"/customers/{anna}/timeline"),
        await other.get(f"/customers/{anna}/phone"),
        await other.patch(f"/customers/{anna}", json={"name": "x"}),
        await other.put(f"/customers/{anna}/belonging", json=move),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert (await other.get("/customers", params={"q": PHONE})).json()["total"] == 0
    assert await audited(works, merchant, anna) == []


async def test_a_manager_cannot_give_a_customer_to_a_store_out_of_scope(
    asker: Asker, merchant: Merchant, anna: UUID
) -> None:
    scope = Scope(places=frozenset({merchant.east}))
    manager = asker(console.DOORS, "store_manager", scope)
    away = {"store": str(merchant.west), "reason": "away"}
    assert (await manager.put(f"/customers/{anna}/belonging", json=away)).status_code == 404


async def test_a_colleague_of_the_same_store_sees_only_her_own(
    asker: Asker, merchant: Merchant, anna: UUID
) -> None:
    own = Scope(places=frozenset({merchant.east}), own=merchant.lin)
    hers = asker(desk.DOORS, "guide", own)
    colleague = asker(desk.DOORS, "guide", Scope(places=own.places, own=merchant.zhao))
    assert (await hers.get(f"/customers/{anna}")).status_code == 200
    assert (await colleague.get(f"/customers/{anna}")).status_code == 404
    remark = await hers.put(f"/customers/{anna}", json={"remark": "喜欢羊奶粉"})
    assert remark.json()["remark"] == "喜欢羊奶粉"
    assert (await colleague.put(f"/customers/{anna}", json={"remark": ""})).status_code == 404


async def test_a_guide_has_no_permit_to_move_or_to_read_phones(asker: Asker, anna: UUID) -> None:
    guide = asker(console.DOORS, "guide")
    assert (await guide.get(f"/customers/{anna}/phone")).status_code == 403
    body = {"store": str(anna), "reason": "x"}
    assert (await guide.put(f"/customers/{anna}/belonging", json=body)).status_code == 403


async def test_the_owner_has_a_customer_forgotten_for_good(asker: Asker, anna: UUID) -> None:
    why = {"reason": "she asked in the store"}
    refused = await asker(console.DOORS, "store_manager").put(
        f"/customers/{anna}/erasure", json=why
    )
    owner = asker(console.DOORS, "owner")
    done = await owner.put(f"/customers/{anna}/erasure", json=why)
    assert (refused.status_code, done.status_code) == (403, 204)
    assert (await owner.get(f"/customers/{anna}")).status_code == 404
    assert (await owner.get("/customers", params={"q": PHONE})).json()["total"] == 0


async def test_a_timeline_is_read_page_by_page(asker: Asker, anna: UUID) -> None:
    boss = asker(console.DOORS, "owner")
    page = (await boss.get(f"/customers/{anna}/timeline")).json()
    assert [item["title"] for item in page["items"]] == ["消费 ¥80.00", "第一次认识"]
    only = {"names": "tills.receipt_recorded,tills.return_linked", "before": "§"}
    narrowed = (await boss.get(f"/customers/{anna}/timeline", params=only)).json()
    assert [item["tone"] for item in narrowed["items"]] == ["money"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/customers?size=101", "size"),
        (f"/customers?q={101 * chr(120)}", "q"),
        ("/customers?sort=name", "sort"),
        ("/customers?page=0", "page"),
        ("/customers?source=%00", "source"),
    ],
)
async def test_what_a_list_does_not_know_is_refused(asker: Asker, path: str, field: str) -> None:
    answer = await asker(console.DOORS, "owner").get(path)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (400, field)


async def test_a_guide_sees_her_month(asker: Asker, anna: UUID) -> None:
    month = (await asker(figures.DOORS, "guide").get("/me/month")).json()
    assert {"on", "amount_minor", "receipts", "customers", "new_customers", "days"} <= set(month)
