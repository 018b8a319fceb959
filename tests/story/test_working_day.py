"""A working day and what comes of it: the manager's morning, the guide's evening, a customer who
brings something back, and finance at the month's end, when every sum agrees to the fen.
"""

import csv
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from siyu.modules import ledger
from tests.house.knocking import Knocker
from tests.house.shop import CUP, MILK
from tests.story.teller import CONSOLE, DESK, HERS, Buyer, Teller

HERE = ZoneInfo("Asia/Shanghai")
TILL = MILK
"""What the till sold on the day before."""
LEFT = CUP + MILK
"""Of what was paid online, when two tins were bought and one came back."""
SHARE = MILK * 5 // 100


class House(Struct, frozen=True, kw_only=True):
    """Who works here, and the first day of the month that is told of."""

    guide: Knocker
    guide_id: str
    month: date

    @property
    def days(self) -> dict[str, str]:
        return {"from": str(self.month), "to": str(next_month(self.month) - timedelta(days=1))}


async def test_a_working_day(teller: Teller) -> None:
    house = await opened(teller)
    await the_day_before(teller)
    slug = await the_managers_morning(teller, house)
    dana = await teller.signs_in("13900139001", await teller.scans(slug))
    await until(teller, hour=19)
    order = await the_guides_evening(teller, house, dana)
    await until(teller, hour=11)
    await a_return(teller, house, dana, order)
    await teller.goes_on(days=8)
    await teller.mall.keeps_time()
    await the_months_end(teller, house)
    await teller.all_well()


def today(teller: Teller) -> date:
    return teller.mall.clock.now().astimezone(HERE).date()


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


async def until(teller: Teller, *, hour: int, on: date | None = None) -> None:
    """The next time that it is so late in Shanghai, or that hour of a day to come."""
    now = teller.mall.clock.now().astimezone(HERE)
    at = datetime.combine(on or now.date(), now.time(), HERE).replace(hour=hour, minute=0, second=0)
    if on is None and at <= now:
        at += timedelta(days=1)
    await teller.goes_on(seconds=(at - now).total_seconds())


async def opened(teller: Teller) -> House:
    """Early in a month, so that everything happens in it; some goods are on the shelf."""
    if today(teller).day > 15:
        await until(teller, hour=10, on=next_month(today(teller)))
    mall, shop = teller.mall, teller.mall.shop
    await shop.receives((shop.milk, 2), (shop.cup, 2))
    guide = await mall.staff("guide", shop.store)
    known = await mall.ask(guide, "GET", f"{DESK}/session")
    month = today(teller).replace(day=1)
    return House(guide=guide, guide_id=known["staff"]["id"], month=month)


async def manager(teller: Teller) -> Knocker:
    """She signs in anew every morning."""
    return await teller.mall.staff("store_manager", teller.mall.shop.store, "console")


async def the_day_before(teller: Teller) -> None:
    """The till sells a tin to somebody unknown, and the mall a cup."""
    at = teller.mall.clock.now().astimezone(HERE).isoformat()
    receipt = {"store": "E1", "receipt_no": "A-1", "at": at, "lines": [{"amount_minor": TILL}]}
    [rung] = (await teller.asks("POST", "/receipts", json={"receipts": [receipt]}))["receipts"]
    assert rung["status"] == "recorded"
    cleo = await teller.signs_in("13900139002")
    order = await bought(teller, cleo, (teller.mall.shop.cup, 1))
    assert order["payable_minor"] == CUP
    await until(teller, hour=9)


async def bought(teller: Teller, buyer: Buyer, *lines: Any, came: list[str] | None = None) -> Any:
    """She orders in the storefront and pays."""
    said = [{"sku": str(sku), "quantity": quantity} for sku, quantity in lines]
    store = str(teller.mall.shop.store)
    body = {"key": f"tap {teller.mall.clock.now()}", "store": store, "lines": said}
    asked = {**body, "came": came or []}
    order = await teller.mall.ask(buyer.who, "POST", f"{HERS}/orders", json=asked)
    await teller.mall.pays(buyer.who, order["id"])
    return await teller.mall.ask(buyer.who, "GET", f"{HERS}/orders/{order['id']}")


async def the_managers_morning(teller: Teller, house: House) -> str:
    """Yesterday's figures, goods come in, a code is printed; nothing of another store's."""
    await teller.follow()
    mall, shop, boss = teller.mall, teller.mall.shop, await manager(teller)
    yesterday = str(today(teller) - timedelta(days=1))
    asked = {"from": yesterday, "to": yesterday}
    sales = await mall.ask(boss, "GET", f"{CONSOLE}/insight/sales", params=asked)
    assert [one["store"]["code"] for one in sales["stores"]] == ["E1"]
    totals = sales["totals"]
    assert (totals["amount_minor"], totals["mall_amount_minor"]) == (TILL + CUP, CUP)
    assert (totals["receipts"], totals["orders"]) == (2, 1)
    goods = {"store": str(shop.store), "lines": [{"sku": str(shop.milk), "quantity": 6}]}
    document = await mall.ask(boss, "POST", f"{CONSOLE}/stock/receipts", json=goods)
    assert [one["change"] for one in document["items"]] == [6]
    assert await shop.stands(shop.milk) == (8, 0)
    stores = (await teller.asks("GET", "/stores"))["items"]
    west = next(one["id"] for one in stores if one["code"] == "W1")
    far = await mall.refused(
        boss, "POST", f"{CONSOLE}/stock/receipts", json={**goods, "store": west}
    )
    assert far["code"] == "kernel.not_found"
    made = {"name": "试衣间", "source": "立牌", "domain": "private", "guide": house.guide_id}
    code = await mall.ask(boss, "POST", f"{CONSOLE}/codes", json=made)
    poster = f"{CONSOLE}/codes/{code['id']}/poster.png"
    printed = await mall.doors.knock(boss, "GET", poster, params={"paper": "a4"})
    assert (printed.status_code, printed.content[:4]) == (200, b"\x89PNG")
    await until(teller, hour=12)
    return code["slug"]


async def the_guides_evening(teller: Teller, house: House, dana: Buyer) -> str:
    """A task with its reason, a message, a link that sells, and goods handed over."""
    mall, guide = teller.mall, house.guide
    tasks = (await mall.ask(guide, "GET", f"{DESK}/today"))["tasks"]
    [greeting] = [one for one in tasks if one["customer"]["id"] == dana.id]
    assert (greeting["kind"], greeting["reason"] == "") == ("greeting", False)
    words = greeting["suggested"]["words"]
    letter = {"customer": dana.id, "words": words, "purpose": greeting["suggested"]["purpose"]}
    verdict = await mall.ask(guide, "POST", f"{DESK}/letters", json=letter)
    assert verdict["allowed"]
    left = (await mall.ask(guide, "GET", f"{DESK}/today"))["tasks"]
    assert [one for one in left if one["customer"]["id"] == dana.id] == []
    [read] = (await mall.ask(dana.who, "GET", f"{HERS}/letters"))["items"]
    assert read["words"] == words
    order = await she_follows_a_link(teller, guide, dana)
    waiting = await mall.ask(guide, "GET", f"{DESK}/pickups")
    [waits] = [one for one in waiting if one["order"] == order["id"]]
    assert waits["tail"] == order["code"][-4:]
    path, code = f"{DESK}/pickups/redemption", {"code": order["code"]}
    assert (await mall.ask(guide, "POST", path, json=code))["pieces"] == 2
    await teller.goes_on()
    [earned] = (await mall.ask(guide, "GET", f"{DESK}/earnings"))["items"]
    assert (earned["formula"], earned["kept_minor"]) == ("¥596.00 × 5% = ¥29.80", 2 * SHARE)
    assert earned["why"] == "顾客通过她分享的链接下单"
    month = await mall.ask(guide, "GET", f"{DESK}/earnings/month")
    assert (month["waiting_minor"], month["balance_minor"]) == (2 * SHARE, 0)
    return order["id"]


async def she_follows_a_link(teller: Teller, guide: Knocker, dana: Buyer) -> Any:
    mall, milk = teller.mall, teller.mall.shop.milk
    [goods] = (await teller.asks("GET", "/products", params={"q": "羊奶粉"}))["items"]
    shared = {"target": "product", "id": goods["id"]}
    link = await mall.ask(guide, "POST", f"{DESK}/links", json=shared)
    answer = await mall.doors.send("GET", link["path"], {"host": mall.host})
    [token] = re.findall(r"came=([\w=-]+)", answer.headers["location"])
    await mall.ask(dana.who, "POST", f"{HERS}/visit", json={"token": token})
    order = await bought(teller, dana, (milk, 2), came=[token])
    [mine] = (await mall.ask(guide, "GET", f"{DESK}/links"))["items"]
    assert (mine["openings"], mine["id"]) == (1, link["id"])
    return order


async def a_return(teller: Teller, house: House, dana: Buyer, order: str) -> None:
    """What she has fetched goes back at the store, where the manager takes it."""
    mall = teller.mall
    own = await mall.refused(dana.who, "POST", f"{HERS}/orders/{order}/refunds", json={})
    assert own["code"] == "orders.at_the_store"
    asked = {"lines": [{"n": 1, "quantity": 1}], "why": "没拆封，买多了"}
    boss = await manager(teller)
    await mall.ask(boss, "POST", f"{CONSOLE}/orders/{order}/refunds", json=asked)
    await mall.pays_back()
    hers = await mall.ask(dana.who, "GET", f"{HERS}/orders/{order}")
    assert (hers["refunded_minor"], hers["lines"][0]["refunded_quantity"]) == (MILK, 1)
    assert await mall.shop.stands(mall.shop.milk) == (7, 0)
    [earned] = (await mall.ask(house.guide, "GET", f"{DESK}/earnings"))["items"]
    assert (earned["kept_minor"], earned["state"]) == (SHARE, "pending")
    assert earned["after_returns"].endswith("舍去零头为 ¥14.90")


async def the_months_end(teller: Teller, house: House) -> None:
    """Payments, orders, their table, books and figures say the same; so do books and commission."""
    await until(teller, hour=9, on=next_month(today(teller)))
    await teller.follow()
    office = Office(teller, await teller.mall.staff("finance", None), house)
    shown = await office.asks("/ledger/invariants")
    assert all(one["holds"] for one in shown)
    told = {
        "payments": await of_payments(office),
        "orders": await of_orders(office),
        "table": await of_table(office),
        "books": (await books(teller, ledger.cashier()))[0],
        "sales": -(await books(teller, ledger.sales(teller.mall.shop.store)))[0],
        "figures": await of_figures(office),
    }
    assert told == dict.fromkeys(told, LEFT)
    month = {"month": f"{house.month:%Y-%m}"}
    [row] = await office.asks("/commissions/months", **month)
    sums = {name: row[f"{name}_minor"] for name in ("earned", "void", "thawed", "balance")}
    assert sums == {"earned": 2 * SHARE, "void": SHARE, "thawed": SHARE, "balance": SHARE}
    page = await office.asks("/commissions", guide=house.guide_id, **month)
    assert sum(one["kept_minor"] for one in page["items"]) == SHARE
    assert await books(teller, ledger.commission_cost()) == (-SHARE, 0)
    hidden = await teller.mall.refused(office.who, "GET", f"{CONSOLE}/customers")
    assert hidden["code"] == "kernel.forbidden"


class Office(NamedTuple):
    """Finance, signed in."""

    teller: Teller
    who: Knocker
    house: House

    async def asks(self, path: str, **query: str) -> Any:
        return await self.teller.mall.ask(self.who, "GET", f"{CONSOLE}{path}", params=query)


async def of_payments(office: Office) -> int:
    """What came in, less what went back, attempt by attempt."""
    page = await office.asks("/payments", state="paid", size="100")
    kept = 0
    for one in page["items"]:
        detail = await office.asks(f"/payments/{one['id']}")
        back = [r["amount_minor"] for r in detail["refunds"] if r["state"] == "paid_back"]
        kept += one["amount_minor"] - sum(back)
    return kept


async def of_orders(office: Office) -> int:
    page = await office.asks("/orders", size="100", **office.house.days)
    return sum(one["payable_minor"] - one["refunded_minor"] for one in page["items"])


async def of_table(office: Office) -> int:
    """As a spreadsheet would add it up."""
    doors, path = office.teller.mall.doors, f"{CONSOLE}/orders.csv"
    answer = await doors.knock(office.who, "GET", path, params=office.house.days)
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    return sum(fen(row["应付"]) - fen(row["已退"]) for row in rows)


def fen(yuan: str) -> int:
    return int(Decimal(yuan) * 100)


async def of_figures(office: Office) -> int:
    totals = (await office.asks("/insight/sales", **office.house.days))["totals"]
    assert totals["amount_minor"] == totals["mall_amount_minor"] + TILL
    return totals["mall_amount_minor"]


async def books(teller: Teller, account: ledger.Account) -> tuple[int, int]:
    async with teller.mall.kit.works.look(teller.mall.shop.tenant) as work:
        [found] = await ledger.balances_of(work, [account])
    return found.posted, found.coming
