"""The first story on three screens at once: her phone, the guide's, and the manager's console."""

import re
import time
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from msgspec import Struct
from playwright.async_api import Page, expect

from siyu.modules import channels
from tests.house.installed import Lived
from tests.screens.conftest import PHONE, Open
from tests.screens.shelf import NAPPY, Shelf
from tests.screens.test_console import settled
from tests.screens.test_mall_shop import enter_desk, open_at, pay, press, read_pickup, sign_in

NAME, SIZE = "云感超薄纸尿裤", f"{NAPPY}-2"
FOLLOW_S = 30
"""Facts reach the columns a moment after they happen."""


class Printed(Struct, frozen=True):
    """A code of the story's own, so that nobody else is counted with it."""

    id: str
    slug: str


@pytest.fixture
async def printed(lived: Lived, shelf: Shelf) -> Printed:
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        made = channels.MakeCode(
            name="故事里的立牌",
            source="counter",
            domain="private",
            store=lived.town.stores["T01"],
            guide=lived.town.staff["anan"],
            offer="新人满 100 减 20",
            cost_minor=60_00,
        )
        code = await channels.make_code(work, made, today=date(2026, 1, 1))
    return Printed(str(code.id), code.slug)


async def test_everybody_sees_the_same_story(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf, printed: Printed
) -> None:
    async with (
        opened(PHONE, owner=False) as hers,
        opened(PHONE, owner=False) as desk,
        opened(owner=False) as office,
    ):
        await enter_office(office, lived)
        before = await on_hand(office)
        number = await she_comes(hers, lived, owner_cookie, printed)
        await enter_desk(desk, lived)
        await the_guide_writes(desk, number)
        await she_follows_the_card(hers, shelf)
        code, no = await she_orders(hers)
        assert await on_hand(office) == before - 2
        await the_guide_hands_over(desk, code)
        await the_guide_earned(desk, no, "¥9.90", "¥198.00 × 5% = ¥9.90")
        await the_manager_looks(office, no, printed)
        await the_manager_pays_back(office, no)
        assert await on_hand(office) == before - 1
        await her_money_is_back(hers)
        half = "¥9.90 × ¥99.00 ÷ ¥198.00，舍去零头为 ¥4.95"
        await the_guide_earned(desk, no, "¥4.95", half)
        await the_funnel_says(office, printed, [1, 1, 1, 1, 1, 0])


async def enter_office(page: Page, lived: Lived) -> None:
    """The store's manager signs in."""
    await page.goto("/console/orders")
    await page.locator("input").nth(0).fill("lan")
    await page.locator("input").nth(1).fill(lived.password)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="订单", exact=True)).to_be_visible()


async def asked(page: Page, path: str, **params: Any) -> Any:
    """What the console would be told on this screen."""
    answer = await page.request.get(f"/api/console{path}", params=params)
    assert answer.ok, await answer.text()
    return await answer.json()


async def on_hand(office: Page) -> int:
    [found] = (await asked(office, "/stock", q=SIZE))["items"]
    assert found["held"] == 0
    return found["on_hand"]


async def she_comes(page: Page, lived: Lived, cookie: str, printed: Printed) -> str:
    await page.goto(f"/c/{printed.slug}")
    await expect(page.locator("body")).to_contain_text("春溪母婴")
    await page.locator(".uni-tabbar__item", has_text="我的").click()
    await press(page, "手机号登录").click()
    number = await sign_in(page, lived, cookie)
    await expect(page.locator(".ticket")).to_contain_text("新人礼券")
    await expect(page.locator(".why")).to_contain_text("安安")
    await press(page, "开始逛逛").click()
    return number


async def the_guide_writes(desk: Page, number: str) -> None:
    await desk.locator(".tabs .tab", has_text="客户").click()
    await desk.locator(".search-box input").fill(number[-4:])
    await expect(desk.locator(".person")).to_have_count(1)
    await desk.locator(".person").click()
    await press(desk, "写消息").click()
    await desk.locator("textarea").fill(f"给您留了两包（{number[-4:]}）")
    await press(desk, "附上商品或文章").click()
    await desk.locator(".sheet .search-box input").fill(NAME)
    await desk.locator(".sheet .row", has_text=NAME).click()
    await press(desk, "发送").click()
    await expect(desk.locator(".verdict-card.good")).to_be_visible()


async def she_follows_the_card(page: Page, shelf: Shelf) -> None:
    await open_at(page, "/")
    await expect(page.locator(".guide-card .badge")).to_have_text("1")
    await page.locator(".guide-card").click()
    await page.locator(".letter .card-preview", has_text=NAME).click()
    await expect(page).to_have_url(re.compile(f"product.*{shelf.products[NAPPY]}"))


async def she_orders(page: Page) -> tuple[str, str]:
    """Two of the second size with her coupon, paid; the digits and the order's number."""
    await press(page, "立即购买").click()
    sheet = page.locator(".sheet")
    await sheet.locator(".sku").nth(1).click()
    await sheet.locator(".step").nth(1).click()
    await sheet.locator(".button", has_text="立即购买").click()
    await expect(page.locator(".price-why")).to_contain_text("−¥20.00")
    await expect(page.locator(".bottom-bar:visible .price")).to_have_text("¥198.00")
    await press(page, "提交订单").click()
    await expect(page.locator("body")).to_contain_text("198.00")
    await pay(page)
    code = await read_pickup(page)
    no = await page.locator(".fact", has_text="订单号").locator("uni-text").last.inner_text()
    assert no.isdigit()
    return code, no


async def the_guide_hands_over(desk: Page, code: str) -> None:
    await open_at(desk, "/pages-guide/pickup/index")
    await desk.locator(".text-field input").fill(code)
    await press(desk, "查看").click()
    await expect(desk.locator(".line")).to_contain_text("×2")
    await press(desk, "确认交货，核销").click()
    await desk.locator(".uni-modal__btn_primary").click()
    await expect(desk.locator(".top.done")).to_contain_text("已核销")


async def the_guide_earned(desk: Page, no: str, amount: str, formula: str) -> None:
    """On her page of earnings, once what follows from it has happened."""

    async def shown() -> None:
        await open_at(desk, "/pages-guide/earnings/index")
        earned = desk.locator(".earning", has_text=no)
        await expect(earned.locator(".price")).to_have_text(amount, timeout=3_000)
        await expect(earned.locator(".formula").last).to_contain_text(formula)

    await until(shown)


async def the_manager_looks(office: Page, no: str, printed: Printed) -> None:
    """Order, timeline and funnel agree."""
    await open_order(office, no)
    main = office.locator("main")
    for words in ("已自提", "安安", "新人礼券", "¥198.00", "-¥20.00", "商城下单"):
        await expect(main).to_contain_text(words)
    await main.locator("a[href*='/console/customers/']").first.click()
    await expect(office).to_have_url(re.compile("/console/customers/"))
    for words in ("扫码进入商城", "下单 ¥198.00", "订单已付款 ¥198.00", "自提完成"):
        await expect(main).to_contain_text(words)
    await the_funnel_says(office, printed, [1, 1, 1, 1, 1, 0])
    await office.goto(f"/console/codes/{printed.id}")
    await expect(main).to_contain_text("¥60.00")


async def open_order(office: Page, no: str) -> None:
    await office.goto(f"/console/orders?q={no}")
    await office.locator("main a", has_text=no).first.click()
    await expect(office.get_by_role("heading", name=no)).to_be_visible()


async def the_funnel_says(office: Page, printed: Printed, people: list[int]) -> None:
    async def shown() -> None:
        await office.goto(f"/console/insight/funnel?of=code&code={printed.id}")
        seen = await settled(office)
        bars = office.locator(".bars .number")
        found = await bars.evaluate_all("all => all.map(one => Number(one.firstChild.data))")
        assert found == people, seen

    await until(shown)


async def the_manager_pays_back(office: Page, no: str) -> None:
    """One of two, back on the shelf."""
    await open_order(office, no)
    await office.get_by_role("button", name="退款").click()
    asking = office.get_by_role("dialog")
    pieces = asking.get_by_label(f"{NAME} 退几件")
    await expect(pieces).to_have_value("2")
    await pieces.fill("1")
    await asking.get_by_label("原因").fill("尺码买大了")
    await asking.get_by_role("button", name="确认退款").click()
    await expect(office.locator("main")).to_contain_text(f"{NAME} × 1")
    await expect(office.get_by_text("已退回", exact=True)).to_be_visible()
    await expect(office.locator("main")).to_contain_text("-¥99.00")


async def her_money_is_back(page: Page) -> None:
    await page.reload()
    await expect(page.locator(".state")).to_have_text("已提货")
    back = page.locator(".card", has_text="已原路退回")
    await expect(back).to_contain_text("¥99.00")
    await expect(page.locator(".line")).to_contain_text("已退 1 件")


async def until(shown: Callable[[], Awaitable[None]]) -> None:
    """What follows by itself is there in the end, and until then the page is opened again."""
    end = time.monotonic() + FOLLOW_S
    while True:
        try:
            await shown()
        except AssertionError:
            if time.monotonic() > end:
                raise
        else:
            return
