"""Goods that are sent: a template in the console, her address, two screens that say the same."""

import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page, expect

from siyu.modules import tenants
from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import BIB, Shelf
from tests.screens.test_mall_shop import open_at, pay, press, sign_in


@pytest.fixture
async def mails(lived: Lived) -> AsyncIterator[None]:
    """The merchant sends what it sells, too, while this is tried."""
    async with lived.installation.kit() as kit:
        async with kit.works.open(lived.town.tenant) as work:
            await tenants.choose_ways(work, ["pickup", "mail"])
        yield
        async with kit.works.open(lived.town.tenant) as work:
            await tenants.choose_ways(work, ["pickup"])


async def write_template(console: Page, name: str) -> None:
    await console.goto("/console/freights/new")
    await console.locator("input[type=text]").first.fill(name)
    charge = console.locator(".charge").first
    await charge.locator("input").nth(1).fill("8")
    await charge.locator("input").nth(3).fill("2")
    await console.locator("button[type=submit]").click()
    await expect(console.locator("dl")).to_contain_text("首 1 件 ¥8.00，每续 1 件 ¥2.00")
    usual = console.get_by_role("button", name="设为通用")
    if await usual.count():
        await usual.click()
    await expect(console.get_by_role("button", name="不再通用")).to_be_visible()


async def write_address(page: Page) -> None:
    await press(page, "新增地址").click()
    fields = page.locator(".text-field input:visible")
    await fields.nth(0).fill("王小明")
    await fields.nth(1).fill("13800138000")
    await fields.nth(2).fill("杭州市")
    await fields.nth(3).fill("西湖区")
    await fields.nth(4).fill("文三路 1 号 2 幢 301")
    await press(page, "保存").click()
    await expect(page.locator(".failed")).to_contain_text("省份")
    await page.locator(".picked").click()
    await page.locator(".uni-picker-action-confirm:visible").first.click()
    await expect(page.locator(".picked")).to_have_text("北京市")
    await press(page, "保存").click()


async def order_by_mail(page: Page, product: UUID, note: str = "") -> None:
    """She is signed in and has no address yet; paid, and to be sent."""
    await open_at(page, f"/pages/product/index?id={product}")
    await press(page, "立即购买").click()
    await page.locator(".sheet .button", has_text="立即购买").click()
    await page.locator(".segments .choice", has_text="快递到家").click()
    await page.locator(".row", has_text="选择收货地址").click()
    await write_address(page)
    await page.locator(".address-row:visible").first.click()
    await expect(page.locator(".address-row:visible")).to_contain_text("文三路 1 号")
    if note:
        await page.locator(".note-field:visible input").fill(note)
    await press(page, "提交订单").click()
    await expect(page.locator("body")).to_contain_text("不产生真实扣款")
    await pay(page)
    await expect(page.locator(".state")).to_have_text("待发货")


async def send_from_console(console: Page) -> None:
    """The order that waits, in one parcel."""
    await console.goto("/console/orders?state=to_ship")
    await console.locator("tbody tr a").first.click()
    await expect(console.locator(".to")).to_contain_text("王**")
    await console.get_by_role("button", name="查看完整地址").click()
    await expect(console.locator(".to")).to_contain_text("文三路 1 号 2 幢 301")
    await console.get_by_role("button", name="发货", exact=True).click()
    dialog = console.get_by_role("dialog")
    await dialog.locator("input[type=text]").last.fill("SF1234567890")
    await dialog.get_by_role("button", name="发货", exact=True).click()
    await expect(console.locator("code")).to_have_text("SF1234567890")


@pytest.mark.usefixtures("mails")
async def test_sent_to_her_door(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    async with opened(PHONE, owner=False) as page, opened(DESK) as console:
        await write_template(console, f"通用 {uuid4().hex[:4]}")
        await open_at(page, "/pages/orders/index")
        await sign_in(page, lived, owner_cookie)
        await press(page, "继续").click()
        await order_by_mail(page, shelf.products[BIB])
        await expect(page.locator(".price-why:visible")).to_contain_text("¥8.00")
        await send_from_console(console)

        await page.reload()
        await expect(page.locator(".state")).to_have_text("已发货")
        await expect(page.locator(".parcel-card")).to_contain_text(re.compile("顺丰速运"))
        await press(page, "确认收货").click()
        await page.locator(".uni-modal__btn_primary").click()
        await expect(page.locator(".state")).to_have_text("已收货")
