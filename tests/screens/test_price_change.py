"""Price change on the screens: the limit, the order in the console, the desk, and what she pays."""

import os
from pathlib import Path
from uuid import UUID

from playwright.async_api import Page, expect

from siyu.modules import orders
from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import Shelf
from tests.screens.test_mall_shop import buy_bib, enter_desk, open_at, pay, press, read_pickup
from tests.screens.test_purse import enter

LOOK = os.environ.get("LOOK_AT_PRICES")


async def look(page: Page, called: str) -> None:
    """A picture for whoever wants to look."""
    if LOOK:
        await page.wait_for_timeout(700)
        await page.screenshot(path=Path(LOOK) / f"{called}.png")


async def both(page: Page, called: str) -> None:
    """Wide and narrow."""
    if LOOK:
        await look(page, f"{called}-1440")
        await page.set_viewport_size({"width": PHONE, "height": 844})
        await look(page, f"{called}-390")
        await page.set_viewport_size({"width": DESK, "height": 844})


async def lets(page: Page, percent: str) -> None:
    await page.goto("/console/orders")
    await page.get_by_role("button", name="改价").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("改价上限").fill(percent)
    await look(page, "console-limit-1440-zh")
    await dialog.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("button", name=f"改价上限 {percent}%")).to_be_visible()


async def test_a_price_is_changed_and_she_pays_it(opened: Open, lived: Lived, shelf: Shelf) -> None:
    async with opened() as page, opened(PHONE, owner=False) as phone:
        await lets(page, "20")
        her = await enter(phone, lived, "13700138461")
        await buy_bib(phone, shelf)
        order = await order_of(lived, her)
        await open_at(phone, f"/pages/order/index?id={order}")
        await expect(press(phone, "35.00")).to_be_visible()

        await page.goto(f"/console/orders/{order}")
        await page.get_by_role("button", name="改价", exact=True).click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("顾客已经打开收银台")
        await dialog.get_by_label("整单减多少").fill("20")
        await dialog.get_by_label("原因").fill("老顾客")
        await dialog.get_by_role("button", name="确认改价").click()
        await expect(dialog).to_contain_text("这笔订单最多可以减 ¥7.00")
        await both(page, "console-too-much-zh")
        await dialog.get_by_label("整单减多少").fill("5")
        await both(page, "console-dialog-zh")
        await dialog.get_by_role("button", name="确认改价").click()
        await expect(page.locator("main")).to_contain_text("改价记录")
        await expect(page.locator("main")).to_contain_text("老顾客")
        await both(page, "console-order-zh")
        await page.get_by_role("button", name="改价", exact=True).click()
        await dialog.get_by_text("逐行减").click()
        await look(page, "console-lines-1440-zh")
        await page.keyboard.press("Escape")

        await expect(press(phone, "30.00")).to_be_visible()
        await expect(phone.locator(".price-why")).to_contain_text("商家改价")
        await look(phone, "mall-order-390-zh")

        async with opened(PHONE, owner=False) as desk:
            await enter_desk(desk, lived, "lan")
            await open_at_desk(desk)
            card = desk.locator(".card", has_text="30.00").first
            await expect(card).to_be_visible()
            await look(desk, "desk-unpaid-390-zh")
            await card.locator(".button", has_text="改价").click()
            sheet = desk.locator(".sheet")
            await expect(sheet).to_contain_text("最多可减 ¥7.00")
            await sheet.locator("input").nth(0).fill("7")
            await press(desk, "确认改价").click()
            await expect(sheet).to_contain_text("请填写原因")
            await look(desk, "desk-sheet-390-zh")
            await sheet.locator("input").nth(1).fill("店里的熟客")
            await press(desk, "确认改价").click()
            await expect(desk.locator(".card", has_text="28.00").first).to_be_visible()

        await expect(press(phone, "28.00")).to_be_visible()
        await press(phone, "28.00").click()
        await pay(phone)
        await read_pickup(phone)
        await page.reload()
        await expect(page.locator("main")).to_contain_text("店里的熟客")
        await expect(page.get_by_role("button", name="改价")).to_have_count(0)

    async with opened(language="en-US") as page, opened(PHONE, "en-US", owner=False) as phone:
        await page.goto(f"/console/orders/{order}")
        await expect(page.locator("main")).to_contain_text("Changes of the price")
        await both(page, "console-order-en")
        await page.goto("/console/orders")
        await expect(page.get_by_role("button", name="Price changes up to 20%")).to_be_visible()
        await both(page, "console-orders-en")
        await enter(phone, lived, "13700138461")
        await open_at(phone, f"/pages/order/index?id={order}")
        await expect(phone.locator(".price-why")).to_contain_text("Price changed")
        await look(phone, "mall-order-390-en")


async def order_of(lived: Lived, her: UUID) -> UUID:
    async with lived.installation.kit() as kit, kit.works.look(lived.town.tenant) as work:
        [found], _ = await orders.list_orders(work, orders.Filter(customer=her), limit=1)
        return found.id


async def open_at_desk(desk: Page) -> None:
    await desk.locator(".tabs").get_by_text("提货").click()
    await desk.get_by_text("待付款订单").click()
