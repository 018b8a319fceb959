"""What people are told in the shop: that nothing is left, where to go, and in which language."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from siyu.flows import counter
from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from siyu.modules import customers, tenants
from tests.house.knocking import Knocker
from tests.house.mall import Mall, open_mall

AT = "/api/storefront"


@pytest.fixture
async def mall(
    alone: None,
    database: Database,
    keyring: Keyring,
    clock: StoppedClock,
    tenant: TenantId,
    tmp_path: Path,
) -> AsyncIterator[Mall]:
    async with open_mall(database, keyring, clock, tenant, tmp_path) as one:
        yield one


async def told(
    mall: Mall, who: Knocker, method: str, path: str, language: str, **sent: Any
) -> tuple[int, Any]:
    headers = {**who.headers(path), "accept-language": language}
    answer = await mall.doors.send(method, path, headers, **sent)
    return answer.status_code, answer.json()


def wanted(mall: Mall, sku: UUID, quantity: int = 1) -> dict[str, Any]:
    lines = [{"sku": str(sku), "quantity": quantity}]
    return {"key": uuid4().hex, "store": str(mall.shop.store), "lines": lines}


@pytest.mark.parametrize(
    ("language", "none", "few"),
    [
        ("zh-CN", "学饮杯 已售罄。", "学饮杯 库存不足：需要 9 件，只剩 2 件。"),
        ("en", "学饮杯 is sold out.", "Not enough of 学饮杯: 9 wanted, 2 left."),
    ],
)
async def test_who_comes_too_late_hears_that_nothing_is_left(
    mall: Mall, language: str, none: str, few: str
) -> None:
    her, _ = await mall.customer()
    cup = mall.shop.cup
    path = f"{AT}/orders"
    status, refused = await told(mall, her, "POST", path, language, json=wanted(mall, cup))
    assert (status, refused["code"]) == (409, "orders.goods_short")
    assert refused["message"] == none
    await mall.shop.receives((cup, 2))
    # They came by another process: this one remembers for a moment more that there was nothing.
    await asyncio.sleep(counter.MARK_S)
    _, refused = await told(mall, her, "POST", path, language, json=wanted(mall, cup, 9))
    assert refused["message"] == few


@pytest.mark.parametrize(("language", "here"), [("zh-CN", "不在本店"), ("en", "not at this store")])
async def test_at_the_wrong_store_one_is_told_the_right_one(
    mall: Mall, language: str, here: str
) -> None:
    await mall.shop.receives((mall.shop.cup, 2))
    her, _ = await mall.customer()
    order = await mall.ask(her, "POST", f"{AT}/orders", json=wanted(mall, mall.shop.cup))
    await mall.pays(her, order["id"])
    code = {"code": (await mall.ask(her, "GET", f"{AT}/orders/{order['id']}"))["code"]}
    guide = await mall.staff("guide", await west(mall))
    for act in ("look", "redemption"):
        path = f"/api/guide/pickups/{act}"
        _, refused = await told(mall, guide, "POST", path, language, json=code)
        assert refused["code"] == "fulfilment.other_store"
        assert order["store"]["name"] in refused["message"]
        assert here in refused["message"]


async def letter_of(mall: Mall, her: Knocker) -> str:
    await mall.shop.receives((mall.shop.cup, 1))
    order = await mall.ask(her, "POST", f"{AT}/orders", json=wanted(mall, mall.shop.cup))
    await mall.pays(her, order["id"])
    [letter] = (await mall.ask(her, "GET", f"{AT}/letters"))["items"]
    assert order["no"] in letter["words"]
    return letter["words"]


async def test_the_letter_of_a_pickup_is_in_her_language(mall: Mall) -> None:
    her, _ = await mall.customer()
    await mall.ask(her, "PUT", f"{AT}/me", json={"language": "en"})
    assert "show it at the counter" in await letter_of(mall, her)


async def test_it_is_in_the_merchants_where_nobody_knows_hers(mall: Mall) -> None:
    her, _ = await mall.customer()
    assert "到店时请出示给店员" in await letter_of(mall, her)
    async with mall.kit.works.open(mall.shop.tenant) as work:
        await work.conn.execute(
            "update tenants.merchant set language = 'en' where tenant_id = $1", mall.shop.tenant
        )
        assert (await tenants.get_tenant(work)).language == "en"
    other, _ = await mall.customer("13800138002")
    assert "show it at the counter" in await letter_of(mall, other)


async def test_signing_in_says_her_language(mall: Mall) -> None:
    phone = "13800138009"
    her, _ = await mall.customer(phone)
    await mall.ask(her, "PUT", f"{AT}/me", json={"language": "zh"})
    async with mall.kit.works.open(mall.shop.tenant) as work:
        code = await customers.make_code(work, phone, "203.0.113.7")
    headers = {"host": mall.host, "accept-language": "en"}
    sent = {"phone": phone, "code": code.digits}
    answer = await mall.doors.send("POST", f"{AT}/session", headers, json=sent)
    assert answer.is_success, answer.text
    assert "show it at the counter" in await letter_of(mall, her)


async def west(mall: Mall) -> Any:
    async with mall.kit.works.look(mall.shop.tenant) as work:
        sql = "select id from tenants.store where tenant_id = $1 and code = 'W1'"
        return await work.conn.fetchval(sql, mall.shop.tenant)
