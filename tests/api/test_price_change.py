"""Price change through the doors: with the cashier in between, by key, and whoever may not."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.http import Unreachable
from siyu.kernel.ids import TenantId
from siyu.modules import payments
from tests.house.knocking import Knocker
from tests.house.mall import SCOPES, Mall, open_mall
from tests.house.shop import CUP

AT, HOUSE = "/api/storefront", "/api/console"


@pytest.fixture
async def mall(
    database: Database,
    keyring: Keyring,
    clock: StoppedClock,
    tenant: TenantId,
    tmp_path: Path,
    alone: None,
) -> AsyncIterator[Mall]:
    async with open_mall(database, keyring, clock, tenant, tmp_path) as one:
        await one.shop.receives((one.shop.cup, 3))
        yield one


async def ordered(mall: Mall, her: Knocker) -> Any:
    lines = [{"sku": str(mall.shop.cup), "quantity": 1}]
    said = {"key": uuid4().hex, "store": str(mall.shop.store), "lines": lines}
    return await mall.ask(her, "POST", f"{AT}/orders", json=said)


async def lets(mall: Mall, boss: Knocker, most_bp: int = 2000) -> None:
    await mall.ask(boss, "PUT", f"{HOUSE}/price-limit", json={"most_bp": most_bp})


def off(minor: int, seen: int = CUP) -> dict[str, Any]:
    return {"off_minor": minor, "why": "老顾客", "seen_minor": seen}


async def test_who_has_begun_to_pay_pays_anew_at_the_new_price(mall: Mall) -> None:
    boss, (her, _) = await mall.staff("owner", None), await mall.customer()
    await lets(mall, boss)
    order = await ordered(mall, her)
    paying = f"{AT}/orders/{order['id']}/payment"
    first = await mall.ask(her, "POST", paying, json={"seen_minor": CUP})
    shown = await mall.ask(boss, "GET", f"{HOUSE}/orders/{order['id']}")
    assert (shown["pricing"]["paying"], shown["pricing"]["most_minor"]) == (True, CUP // 5)
    changed = await mall.ask(boss, "POST", f"{HOUSE}/orders/{order['id']}/price", json=off(900))
    assert changed["payable_minor"] == CUP - 900
    assert [one["state"] for one in changed["payments"]] == ["closed"]
    # The page she has open takes no money any more.
    await mall.press(first["pay_path"])
    await mall.worker.drain()
    mine = await mall.ask(her, "GET", f"{AT}/orders/{order['id']}")
    assert (mine["state"], mine["payable_minor"]) == ("unpaid", CUP - 900)
    assert [(one["code"], one["amount_minor"]) for one in mine["why"]] == [
        ("goods", CUP),
        ("by_hand", -900),
    ]
    no = await mall.refused(her, "POST", paying, json={"seen_minor": CUP})
    assert no["code"] == "orders.price_changed"
    await mall.pays(her, order["id"])
    assert await mall.shop.state(order["id"]) == "paid"
    assert await mall.shop.owes(UUID(order["id"])) == (0, CUP - 900, CUP - 900)


async def test_who_had_paid_by_then_has_paid(mall: Mall) -> None:
    boss, (her, _) = await mall.staff("owner", None), await mall.customer()
    await lets(mall, boss)
    order = await ordered(mall, her)
    asked = await mall.ask(her, "POST", f"{AT}/orders/{order['id']}/payment", json={})
    await mall.press(asked["pay_path"])
    answer = await mall.doors.knock(
        boss, "POST", f"{HOUSE}/orders/{order['id']}/price", json=off(900)
    )
    assert answer.json()["code"] in {"orders.being_paid", "orders.price_fixed"}
    await mall.worker.drain()
    assert await mall.shop.state(order["id"]) == "paid"
    assert await mall.shop.owes(UUID(order["id"])) == (0, CUP, CUP)


async def test_what_can_not_be_closed_at_the_cashier_keeps_its_price(
    mall: Mall, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, (her, _) = await mall.staff("owner", None), await mall.customer()
    await lets(mall, boss)
    order = await ordered(mall, her)
    await mall.ask(her, "POST", f"{AT}/orders/{order['id']}/payment", json={})

    async def away(*_: object) -> None:
        raise Unreachable(vendor="cashier")

    monkeypatch.setattr(type(mall.kit.port(payments.Cashier)), "close", away)
    no = await mall.refused(boss, "POST", f"{HOUSE}/orders/{order['id']}/price", json=off(900))
    assert no["code"] == "orders.being_paid"
    assert (await mall.ask(her, "GET", f"{AT}/orders/{order['id']}"))["payable_minor"] == CUP


async def test_by_key_and_at_the_desk_and_by_nobody_else(mall: Mall) -> None:
    boss, (her, _) = await mall.staff("owner", None), await mall.customer()
    order = await ordered(mall, her)
    path = f"/orders/{order['id']}/price"
    key = await mall.key(SCOPES | {"orders.reprice"})
    no = await mall.refused(key, "POST", f"/open/v1{path}", json=off(1))
    assert no["code"] == "orders.no_price_limit"
    await lets(mall, boss)
    by_key = await mall.ask(key, "POST", f"/open/v1{path}", json=off(100))
    assert by_key["payable_minor"] == CUP - 100
    manager = await mall.staff("store_manager", mall.shop.store)
    [waits] = await mall.ask(manager, "GET", "/api/guide/orders/unpaid")
    assert waits["payable_minor"] == CUP - 100
    said = off(200, seen=CUP - 100)
    assert (await mall.ask(manager, "POST", f"/api/guide{path}", json=said))[
        "payable_minor"
    ] == CUP - 200
    guide = await mall.staff("guide", mall.shop.store)
    answer = await mall.doors.knock(guide, "POST", f"/api/guide{path}", json=off(0))
    assert answer.status_code == 403
    both = off(1, seen=CUP - 200) | {"lines": [{"n": 1, "off_minor": 1}]}
    wrong = await mall.refused(boss, "POST", f"{HOUSE}{path}", json=both)
    assert wrong["code"] == "kernel.invalid"
    more = await mall.refused(boss, "POST", f"{HOUSE}{path}", json=off(981, seen=CUP - 200))
    assert (more["code"], more["message"]) == (
        "orders.too_much_off",
        "这笔订单最多可以减 ¥9.80。",
    )


async def test_a_change_stands_in_her_timeline_and_in_the_audit(mall: Mall) -> None:
    boss, (her, who) = await mall.staff("owner", None), await mall.customer()
    await lets(mall, boss)
    order = await ordered(mall, her)
    await mall.ask(boss, "POST", f"{HOUSE}/orders/{order['id']}/price", json=off(900))
    timeline = await mall.ask(boss, "GET", f"{HOUSE}/customers/{who}/timeline")
    assert "订单改价 ¥49.00 → ¥40.00" in [one["title"] for one in timeline["items"]]
    audit = await mall.ask(boss, "GET", f"{HOUSE}/audit")
    assert {"orders.reprice", "orders.set_price_limit"} <= {one["verb"] for one in audit["items"]}
