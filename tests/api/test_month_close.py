"""The end of a month: what the books say, whether three rooms agree, and the table of it."""

import csv
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from siyu.modules import ledger
from tests.house.database import Server
from tests.house.knocking import Knocker, as_superuser
from tests.house.mall import Mall, open_mall
from tests.house.shop import CUP, MILK

AT = "/api/console/ledger/months"


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
        await one.shop.receives((one.shop.milk, 5), (one.shop.cup, 3))
        yield one


async def paid(mall: Mall, who: Knocker, her: UUID) -> Any:
    made = await mall.shop.ordered((mall.shop.milk, 2), (mall.shop.cup, 1), her=her)
    await mall.pays(who, str(made.id))
    return made


async def closed(mall: Mall) -> Any:
    """As finance reads it, in the month of the clock."""
    finance = await mall.staff("finance", None)
    return await mall.ask(finance, "GET", AT)


async def test_a_month_opens_moves_and_closes(mall: Mall) -> None:
    who, her = await mall.customer()
    made = await paid(mall, who, her)
    await mall.shop.ordered((mall.shop.milk, 1), her=her)
    await mall.shop.refunds(made.id, {1: 1})
    await mall.pays_back()
    await ledger.seal(mall.kit.works, mall.shop.tenant)
    month = await closed(mall)
    kinds = {one["kind"]: one for one in month["kinds"]}
    cashier, stock = kinds["cashier"], kinds["stock"]
    assert (cashier["opening"], cashier["came"], cashier["went"]) == (0, 2 * MILK + CUP, MILK)
    assert cashier["closing"] == MILK + CUP
    assert (stock["came"], stock["went"], stock["closing"], stock["held"]) == (9, 3, 6, 1)
    moves = {(one["kind"], one["reason"]): one for one in month["reasons"]}
    assert moves["cashier", "refund"]["went"] == MILK
    assert sum(one["came"] - one["went"] for one in month["reasons"] if one["unit"] == "fen") == 0
    money = month["money"]
    three = (money["payments_minor"], money["ledger_minor"], money["orders_minor"])
    assert three == (MILK + CUP,) * 3
    assert (money["number"], money["differing"], month["differences"]) == (1, 0, [])
    assert month["seal"] == month["seals"][0]
    assert len(month["seal"]["digest"]) == 64


async def test_a_month_before_there_was_anything_is_empty(mall: Mall) -> None:
    finance = await mall.staff("finance", None)
    month = await mall.ask(finance, "GET", AT, params={"month": "2020-02"})
    assert (month["month"], month["kinds"], month["money"]["number"]) == ("2020-02", [], 0)
    assert (await mall.refused(finance, "GET", f"{AT}?month=2020-13"))["code"] == "kernel.invalid"


async def test_the_month_after_opens_with_what_this_one_closed(mall: Mall) -> None:
    who, her = await mall.customer()
    await paid(mall, who, her)
    month = await closed(mall)
    year, number = map(int, month["month"].split("-"))
    after = f"{year + number // 12}-{number % 12 + 1:02d}"
    finance = await mall.staff("finance", None)
    following = await mall.ask(finance, "GET", AT, params={"month": after})
    closing = {one["kind"]: one["closing"] for one in month["kinds"]}
    assert {one["kind"]: one["opening"] for one in following["kinds"]} == closing
    assert following["reasons"] == []


FAULTS = {
    "a payment that never came": (
        "update payments.attempt set amount_minor = amount_minor + 7 where tenant_id = {t}",
        ("payments_minor", 7),
    ),
    "an order that costs more": (
        (
            "update orders.order set payable_minor = payable_minor + 7,"
            " goods_minor = goods_minor + 7 where tenant_id = {t}"
        ),
        ("orders_minor", 7),
    ),
    "an order that is gone": (
        "delete from orders.order where tenant_id = {t}",
        ("orders_minor", -2 * MILK - CUP),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_differs_is_listed(mall: Mall, server: Server, fault: str) -> None:
    who, her = await mall.customer()
    made = await paid(mall, who, her)
    statement, (where, by) = FAULTS[fault]
    conn = await as_superuser(server.superuser_url, server.urls("app"))
    await conn.execute(statement.format(t=int(mall.shop.tenant)))
    await conn.close()
    month = await closed(mall)
    [one] = month["differences"]
    assert (one["ref"], month["money"]["differing"]) == (str(made.id), 1)
    assert one[where] == one["ledger_minor"] + by


async def test_finance_takes_the_month_along_and_that_is_kept(mall: Mall) -> None:
    who, her = await mall.customer()
    made = await paid(mall, who, her)
    finance = await mall.staff("finance", None)
    table = await mall.doors.knock(finance, "GET", f"{AT}.csv")
    rows = list(csv.reader(table.content.decode("utf-8-sig").splitlines()))
    assert rows[0][:3] == ["月份", "项目", "账户或编号"]
    assert {len(row) for row in rows} == {len(rows[0])}
    [cashier] = [row for row in rows if row[1:3] == ["余额", "cashier"]]
    assert cashier[5:9] == ["0.00", "645.00", "0.00", "645.00"]
    [three] = [row for row in rows if row[1] == "三方合计"]
    assert three[9:12] == ["645.00"] * 3
    boss = await mall.staff("headquarters", None)
    kept = await mall.ask(boss, "GET", "/api/console/audit", params={"q": "ledger.export"})
    assert [one["after"]["month"] for one in kept["items"]] == [rows[1][0]]
    assert made.payable_minor == 64500


async def test_a_store_manager_sees_no_month(mall: Mall) -> None:
    manager = await mall.staff("store_manager", mall.shop.store, at="console")
    for path in (AT, f"{AT}.csv"):
        assert (await mall.refused(manager, "GET", path))["code"] == "kernel.forbidden"
