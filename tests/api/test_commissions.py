"""Commission as finance, a store's manager and the guide herself see it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from siyu.api import spreadsheets
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import catalog, staff
from tests.house.apps import lent
from tests.house.knocking import Doors, Knocker
from tests.house.market import AFTER_SALE, Market, open_market

PASSWORD = "a lantern under the bridge"


class Desk:
    """Somebody signed in, at one audience's doors."""

    def __init__(self, doors: Doors, who: Knocker, prefix: str) -> None:
        self._doors, self._who, self._prefix = doors, who, prefix

    async def gets(self, path: str, status: int = 200, **query: str) -> Any:
        return await self._knocks("GET", path, status, params=query)

    async def takes(self, path: str, **query: str) -> str:
        answer = await self._doors.knock(self._who, "GET", f"{self._prefix}{path}", params=query)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        return answer.text

    async def posts(self, path: str, body: Any, status: int = 201) -> Any:
        return await self._knocks("POST", path, status, json=body)

    async def puts(self, path: str, body: Any, status: int = 200) -> Any:
        return await self._knocks("PUT", path, status, json=body)

    async def _knocks(self, method: str, path: str, status: int, **sent: Any) -> Any:
        answer = await self._doors.knock(self._who, method, f"{self._prefix}{path}", **sent)
        assert answer.status_code == status, answer.text
        return answer.json()


class House:
    def __init__(self, kit: Kit, market: Market) -> None:
        self.kit, self.market = kit, market
        self.doors = Doors(lent(kit))

    async def hires(self, account: str, role: staff.Role, store: UUID | None = None) -> UUID:
        hashed = await staff.hash_password(PASSWORD)
        new = staff.Join(
            account=account, name="顾安", role=role, password_hash=hashed, store_id=store
        )
        async with self.kit.works.open(self.market.shop.tenant) as work:
            return await staff.join(work, new)

    async def signs_in(self, account: str, audience: staff.Audience) -> Desk:
        tenant = self.market.shop.tenant
        shown = staff.Credentials(
            account=account, password=PASSWORD, code=None, address="203.0.113.9"
        )
        token = await staff.sign_in(self.kit.works, tenant, shown, audience)
        host = f"t{tenant}.shop.test"
        if audience == "guide":
            who = Knocker(called=account, host=host, bearer=token)
            return Desk(self.doors, who, "/api/guide")
        who = Knocker(called=account, host=host, cookie=token)
        return Desk(self.doors, who, "/api/console")


@pytest.fixture
async def market(works: Works, tenant: TenantId, clock: StoppedClock) -> Market:
    return await open_market(works, tenant, clock)


@pytest.fixture
def house(kit: Kit, market: Market) -> House:
    return House(kit, market)


async def test_a_guide_reads_how_each_line_came_about_and_when_it_is_hers(house: House) -> None:
    market, shop = house.market, house.market.shop
    anan = await house.hires("anan", "guide", shop.store)
    await market.gives_her_to(anan)
    market.clock.move(timedelta(minutes=1))
    made = await market.sells((shop.milk, 2), (shop.cup, 1))
    await market.hands_over(made.id)
    await market.returns(made.id, {1: 1})
    desk = await house.signs_in("anan", "guide")
    page = await desk.gets("/earnings")
    milk, cup = sorted(page["items"], key=lambda item: item["line"])
    assert milk["goods"] == "羊奶粉 2 段 900g"
    assert milk["order_no"] == made.no
    assert milk["formula"] == "¥596.00 × 5% = ¥29.80"
    assert milk["after_returns"] == (
        "退款后按未退的部分计算：¥29.80 × ¥298.00 ÷ ¥596.00，舍去零头为 ¥14.90"
    )
    assert cup["after_returns"] is None
    assert cup["why"] == "付款时顾客归她服务"
    assert (milk["state"], milk["thaws_at"] is None) == ("pending", False)
    month = await desk.gets("/earnings/month")
    assert (month["earned_minor"], month["pending_minor"]) == (2980 + 245, 1490 + 245)
    assert (month["void_minor"], month["waiting_minor"]) == (1490, 1490 + 245)
    assert (month["balance_minor"], month["next_thaw_at"]) == (0, milk["thaws_at"])
    market.clock.move(timedelta(days=AFTER_SALE))
    await market.thaws()
    await market.returns(made.id, {2: 1})
    [back] = (await desk.gets("/earnings", state="clawed_back"))["items"]
    assert (back["line"], back["kept_minor"], back["clawed_back_minor"]) == (2, 0, 245)
    month = await desk.gets("/earnings/month")
    assert (month["thawed_minor"], month["clawed_back_minor"]) == (1490 + 245, 245)
    assert month["balance_minor"] == 1490
    assert (await desk.gets("/earnings", month="2020-01"))["items"] == []


async def test_nobody_sees_what_another_guide_earned(house: House) -> None:
    market, shop = house.market, house.market.shop
    await house.hires("anan", "guide", shop.store)
    await market.sells((shop.cup, 1))
    desk = await house.signs_in("anan", "guide")
    assert (await desk.gets("/earnings"))["items"] == []
    assert (await desk.gets("/earnings/month"))["waiting_minor"] == 0


async def test_finance_sees_everybody_and_an_order_with_its_formula(house: House) -> None:
    market, shop = house.market, house.market.shop
    await house.hires("qian", "finance")
    made = await market.sells((shop.milk, 1))
    await market.returns(made.id, {1: 1})
    other = await shop.ordered((shop.cup, 1))
    await shop.pays(other.id)
    await market.hears()
    desk = await house.signs_in("qian", "console")
    [row] = (await desk.gets("/commissions", guide=str(market.lin)))["items"]
    assert (row["earner"]["name"], row["state"]) == ("林静", "void")
    assert (await desk.gets("/commissions", guide=str(market.zhao)))["items"] == []
    [lin] = await desk.gets("/commissions/months")
    assert (lin["earned_minor"], lin["void_minor"], lin["balance_minor"]) == (1490, 1490, 0)
    one = await desk.gets(f"/commissions/orders/{made.id}")
    assert one["earnings"][0]["formula"] == "¥298.00 × 5% = ¥14.90"
    assert [(t["void_minor"], t["debt_minor"]) for t in one["taken"]] == [(1490, 0)]
    assert [(p["place"], p["opened"]) for p in one["places"]][:2] == [
        ("导购", True),
        ("一级推广员", False),
    ]
    nobody = await desk.gets(f"/commissions/orders/{other.id}")
    assert nobody["why"] == "付款时顾客没有导购，也不是通过导购的链接下单"
    assert nobody["earnings"] == []
    await desk.gets(f"/commissions/orders/{uuid4()}", status=404)
    await desk.gets("/commissions", status=400, month="2026-13")


async def test_finance_takes_a_month_along_and_a_debt_stays_a_number(house: House) -> None:
    market, shop = house.market, house.market.shop
    await house.hires("qian", "finance")
    await market.plans(after_sale_days=0)
    made = await market.sells((shop.milk, 1))
    await market.hands_over(made.id)
    await market.thaws()
    await market.returns(made.id, {1: 1})
    desk = await house.signs_in("qian", "console")
    text = await desk.takes("/commissions/months.csv")
    head, row = text.removeprefix("\ufeff").splitlines()
    assert head.startswith("月份,导购,本月产生,其中待解冻")
    assert row.split(",")[1:] == ["林静", "14.90", "0.00", "14.90", "0.00", "14.90", "0.00"]
    assert (await desk.takes("/commissions/months.csv", month="2020-01")).count("\n") == 1
    assert spreadsheets.rows([["=1+1", "-12.00", "-安安", "+86"]]) == (
        "'=1+1,-12.00,'-安安,'+86\r\n".encode()
    )


async def test_who_earned_before_stays_in_the_month_with_what_is_hers(house: House) -> None:
    market, shop = house.market, house.market.shop
    await house.hires("qian", "finance")
    await house.hires("far", "store_manager", await _other_store(house))
    await market.plans(after_sale_days=0)
    made = await market.sells((shop.milk, 1))
    await market.hands_over(made.id)
    await market.thaws()
    market.clock.move(timedelta(days=40))
    desk = await house.signs_in("qian", "console")
    [lin] = await desk.gets("/commissions/months")
    assert (lin["earned_minor"], lin["thawed_minor"], lin["balance_minor"]) == (0, 0, 1490)
    assert await desk.gets("/commissions/months", month="2020-01") == []
    far = await house.signs_in("far", "console")
    assert await far.gets("/commissions/months") == []


async def test_a_manager_sees_the_guides_of_her_store_only(house: House) -> None:
    market, shop = house.market, house.market.shop
    async with house.kit.works.look(shop.tenant) as work:
        person = await staff.get_person(work, market.lin)
    assert person.store_id == shop.store
    await house.hires("near", "store_manager", shop.store)
    await house.hires("far", "store_manager", await _other_store(house))
    made = await market.sells((shop.milk, 1))
    near = await house.signs_in("near", "console")
    far = await house.signs_in("far", "console")
    assert len((await near.gets("/commissions"))["items"]) == 1
    assert len(await near.gets("/commissions/months")) == 1
    assert (await near.gets(f"/commissions/orders/{made.id}"))["order_no"] == made.no
    assert (await far.gets("/commissions"))["items"] == []
    assert await far.gets("/commissions/months") == []
    await far.gets(f"/commissions/orders/{made.id}", status=404)
    await near.posts("/plans", _plan(house), status=403)


async def test_a_plan_is_set_from_a_day_on_and_says_what_is_wrong_with_it(house: House) -> None:
    async with house.kit.works.open(house.market.shop.tenant) as work:
        new = catalog.NewCategory(code="milk", name="奶粉")
        await catalog.add_categories(work, [new])
        [milk] = await catalog.list_categories(work)
    await house.hires("he", "headquarters")
    desk = await house.signs_in("he", "console")
    rates = [
        {"role": "guide", "rate_bp": 800},
        {"role": "guide", "rate_bp": 100, "category": str(milk.id)},
    ]
    shown = await desk.posts("/plans", _plan(house, days=3, rates=rates, seen=1))
    first, before = shown["plans"]
    assert (first["version"], first["counts"], before["counts"]) == (2, False, True)
    assert first["since_on"] == _day(house, 3)
    assert [r["category_name"] for r in first["rates"]] == [None, "奶粉"]
    assert first["set_by"]["name"] == "顾安"
    for change, code in [
        ({"days": -1}, "distribution.begins_in_past"),
        ({"seen": 1}, "distribution.plan_changed"),
        ({"ceiling_bp": 799}, "distribution.rate_above_ceiling"),
        ({"rates": [{"role": "guide", "rate_bp": 3001}]}, "distribution.rate_too_high"),
        ({"rates": [{"role": "agent", "rate_bp": 1}]}, "distribution.place_closed"),
        ({"rates": [rates[0], rates[0]]}, "distribution.rate_twice"),
        ({"rates": [rates[1] | {"category": str(uuid4())}]}, "distribution.unknown_category"),
    ]:
        said: dict[str, Any] = {"rates": rates, **change}
        status = 409 if code.endswith("changed") else 422
        answer = await desk.posts("/plans", _plan(house, **said), status=status)
        assert answer["code"] == code
    await desk.posts("/plans", _plan(house, ceiling_bp=5001), status=400)
    kept = await desk.gets("/plans")
    assert (len(kept["plans"]), kept["today"]) == (2, _day(house, 0))


async def _other_store(house: House) -> UUID:
    async with house.kit.works.look(house.market.shop.tenant) as work:
        people, _ = await staff.list_people(work, staff.Filter(text="赵敏"), limit=9)
    stores = {one.store_id for one in people} - {house.market.shop.store, None}
    [west] = stores
    assert west is not None
    return west


def _day(house: House, days: int) -> str:
    today = house.market.clock.now().date()
    return str(date.fromordinal(today.toordinal() + days))


def _plan(house: House, *, days: int = 0, **said: Any) -> dict[str, Any]:
    plan = {
        "since_on": _day(house, days),
        "after_sale_days": 7,
        "ceiling_bp": 3000,
        "rates": [{"role": "guide", "rate_bp": 500}],
    }
    return plan | said
