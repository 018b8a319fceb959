"""Points as money on the screens: the rule set, a toggle at the checkout, points given back."""

import os
import re
from pathlib import Path
from uuid import UUID, uuid4

from playwright.async_api import Page, expect

from siyu.flows import adjust_points
from siyu.modules import loyalty
from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import BIB, Shelf
from tests.screens.test_mall_shop import open_at, pay, press, read_pickup
from tests.screens.test_purse import enter

LOOK = os.environ.get("LOOK_AT_POINTS")


async def look(page: Page, called: str) -> None:
    """A picture for whoever wants to look."""
    if LOOK:
        await page.wait_for_timeout(700)
        await page.screenshot(path=Path(LOOK) / f"{called}.png")


async def kind(lived: Lived) -> UUID:
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        known = [one for one in await loyalty.list_kinds(work) if one.code == "stars"]
        return (known[0] if known else await loyalty.add_kind(work, "stars", "星星")).id


async def given(lived: Lived, her: UUID, stars: UUID, amount: int) -> None:
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        asked = adjust_points.Adjusting(
            id=uuid4(), customer=her, kind=stars, amount=amount, why="welcome"
        )
        await adjust_points.adjust(work, asked)


async def to_checkout(page: Page, shelf: Shelf, words: str) -> None:
    await open_at(page, f"/pages/product/index?id={shelf.products[BIB]}")
    await press(page, words).click()
    await page.locator(".sheet .button", has_text=words).click()
    await expect(page.locator(".price-why")).to_be_visible()


async def test_points_pay_a_part_and_come_back(opened: Open, lived: Lived, shelf: Shelf) -> None:
    stars = await kind(lived)
    async with opened() as page, opened(PHONE, owner=False) as phone:
        await page.goto("/console/points")
        section = page.locator("section", has_text="积分抵现").last
        await section.get_by_role("button", name="编辑").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("最多抵商品款的").fill("120")
        await dialog.get_by_role("button", name="保存").click()
        await expect(dialog).to_contain_text("0.01 到 100")
        await look(page, "console-wrong-1440-zh")
        kinds = page.get_by_role("combobox", name="用哪种积分", exact=True)
        await dialog.locator(".el-select", has=kinds).click()
        await page.get_by_role("option", name="星星", exact=True).click()
        await dialog.get_by_label("最多抵商品款的").fill("50")
        await dialog.get_by_role("button", name="保存").click()
        await expect(page.locator("main")).to_contain_text("100 星星抵 ¥1.00")
        await look(page, "console-rule-1440-zh")
        await page.set_viewport_size({"width": PHONE, "height": 844})
        await look(page, "console-rule-390-zh")
        await page.set_viewport_size({"width": DESK, "height": 844})

        her = await enter(phone, lived, "13700138401")
        await to_checkout(phone, shelf, "立即购买")
        await expect(phone.locator("body")).to_contain_text("还没有星星可用")
        await look(phone, "checkout-none-390-zh")
        await given(lived, her, stars, 5000)
        await to_checkout(phone, shelf, "立即购买")
        await expect(phone.locator("body")).to_contain_text("可用 1750，抵 ¥17.50")
        await phone.get_by_role("switch", name="用星星抵扣").click()
        await expect(phone.locator(".price-why")).to_contain_text("−¥17.50")
        await expect(phone.locator(".bottom-bar:visible .price")).to_have_text("¥17.50")
        await look(phone, "checkout-390-zh")
        await press(phone, "提交订单").click()
        await expect(phone.locator("body")).to_contain_text("17.50")
        await pay(phone)
        await read_pickup(phone)
        await look(phone, "order-390-zh")
        found = re.search(r"id=([0-9a-f-]{36})", phone.url)
        assert found is not None
        await press(phone, "申请退款").click()
        await press(phone, "确认退款").click()
        await expect(phone.locator("body")).to_contain_text("退还积分 1750")
        await expect(phone.locator(".head .state")).to_have_text("已退款")
        await look(phone, "order-refunded-390-zh")
        await open_at(phone, "/pages/points/index")
        await expect(phone.locator("body")).to_contain_text("5,000")
        await page.goto(f"/console/orders/{found[1]}")
        await expect(page.locator("main")).to_contain_text("退还 1750 积分（抵过 ¥17.50）")
        await look(page, "console-order-1440-zh")

    async with opened(PHONE, "en-US", owner=False) as phone, opened(language="en-US") as page:
        await enter(phone, lived, "13700138401")
        await to_checkout(phone, shelf, "Buy now")
        await phone.get_by_role("switch", name="Pay with").click()
        await expect(phone.locator(".price-why")).to_contain_text("−¥17.50")
        await look(phone, "checkout-390-en")
        await page.goto(f"/console/orders/{found[1]}")
        await expect(page.locator("main")).to_contain_text("1750 points that had paid")
        await page.goto("/console/points")
        await expect(page.locator("main")).to_contain_text("Points as money")
        await look(page, "console-rule-1440-en")
