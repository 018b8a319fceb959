"""A flash sale from the console's button to her phone."""

import os
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from playwright.async_api import Page, expect

from siyu.flows import flash_sales
from siyu.modules import deals
from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import BIB, BOTTLE, Shelf
from tests.screens.test_mall_shop import open_at, press, sign_in

LOOK = os.environ.get("LOOK_AT_SALES")


async def look(page: Page, called: str) -> None:
    """A picture for whoever wants to look."""
    if LOOK:
        await page.wait_for_timeout(700)
        await page.screenshot(path=Path(LOOK) / f"{called}.png")


async def drafted(lived: Lived, shelf: Shelf, name: str, *, begins: timedelta) -> UUID:
    store = lived.town.stores["T01"]
    goods = [(BIB, 990, 6, 2), (BOTTLE, 2900, 10, None)]
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        said = deals.Said(
            name=name,
            since=work.now + begins,
            until=work.now + begins + timedelta(hours=2),
            stores=(store,),
            goods=tuple(
                deals.NewGood(sku=shelf.skus[f"{code}-1"], price_minor=price, pieces=n, cap=cap)
                for code, price, n, cap in goods
            ),
        )
        return (await flash_sales.draft(work, said)).id


async def test_a_sale_is_confirmed_bought_watched_and_ended(
    opened: Open, lived: Lived, shelf: Shelf, owner_cookie: str
) -> None:
    sale = await drafted(lived, shelf, "周年秒杀", begins=timedelta(0))
    async with opened() as page, opened(PHONE, owner=False) as phone:
        await page.goto("/console/flash-sales")
        await page.get_by_text("周年秒杀").click()
        await look(page, "console-draft-1440-zh")
        await page.get_by_role("button", name="确认备货").click()
        await page.get_by_role("dialog").get_by_role("button", name="确认备货").click()
        await expect(page.locator("main")).to_contain_text("进行中")

        await open_at(phone, "/pages/home/index")
        await expect(phone.locator(".zone .title")).to_have_text("周年秒杀")
        await look(phone, "home-390-zh")
        await phone.locator(".zone .head").click()
        await expect(phone.locator("body")).to_contain_text("每人限 2 件")
        await look(phone, "sale-390-zh")
        await open_at(phone, f"/pages/product/index?id={shelf.products[BIB]}")
        await expect(phone.locator(".strip").last).to_contain_text("周年秒杀")
        await look(phone, "product-390-zh")
        await press(phone, "立即购买").click()
        await phone.locator(".sheet .button", has_text="立即购买").click()
        await sign_in(phone, lived, owner_cookie)
        await press(phone, "继续").click()
        await expect(phone.locator("body")).to_contain_text("周年秒杀")
        await look(phone, "checkout-390-zh")
        await press(phone, "提交订单").click()
        await expect(phone.locator("body")).to_contain_text("不产生真实扣款")

        await expect(page.locator("main")).to_contain_text(re.compile(r"待付款\s*1\D"))
        await look(page, "console-live-1440-zh")
        await page.set_viewport_size({"width": PHONE, "height": 844})
        await look(page, "console-live-390-zh")
        await page.set_viewport_size({"width": DESK, "height": 844})
        await page.get_by_role("button", name="结束秒杀").click()
        await page.get_by_role("dialog").get_by_role("button", name="结束秒杀").click()
        await expect(page.locator("main")).to_contain_text("已结束")
        await open_at(phone, f"/pages/sale/index?id={sale}")
        await expect(phone.locator("body")).to_contain_text("本场秒杀已结束")
        await look(phone, "sale-ended-390-zh")


async def test_a_sale_is_written_and_awaited(opened: Open, lived: Lived, shelf: Shelf) -> None:
    async with opened(language="en-US") as page:
        await page.goto("/console/flash-sales/new")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Say from when until when")).to_be_visible()
        await expect(page.get_by_text("Choose at least one store")).to_be_visible()
        await look(page, "console-form-1440-en")
        await page.set_viewport_size({"width": PHONE, "height": 844})
        await look(page, "console-form-390-en")
    sale = await drafted(lived, shelf, "Evening sale", begins=timedelta(days=1, hours=2))
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        await flash_sales.confirm(work, sale)
    async with opened(PHONE, "en-US", owner=False) as phone:
        await open_at(phone, "/pages/home/index")
        await expect(phone.locator(".zone .title")).to_have_text("Evening sale")
        await open_at(phone, f"/pages/sale/index?id={sale}")
        await expect(phone.locator("body")).to_contain_text("Begins in")
        await look(phone, "sale-coming-390-en")
        await open_at(phone, f"/pages/product/index?id={shelf.products[BIB]}")
        await expect(phone.locator(".strip").last).to_contain_text("in the sale")
        await look(phone, "product-coming-390-en")
        await phone.set_viewport_size({"width": DESK, "height": 900})
        await open_at(phone, "/pages/home/index")
        await expect(phone.locator(".zone .title")).to_have_text("Evening sale")
        await look(phone, "home-1440-en")
        await open_at(phone, f"/pages/sale/index?id={sale}")
        await expect(phone.locator("body")).to_contain_text("Begins in")
        await look(phone, "sale-coming-1440-en")
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        await flash_sales.end(work, sale, "stopped")
