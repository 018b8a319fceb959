"""After-sale on three screens: she asks, the console answers, the goods and the money go back."""

import pytest
from playwright.async_api import Page, expect

from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import BIB, Shelf
from tests.screens.test_delivery import mails, order_by_mail, send_from_console
from tests.screens.test_mall_shop import enter_desk, open_at, press, sign_in

__all__ = ["mails"]


async def ask(page: Page, kind: str, reason: str) -> None:
    """Of the order that is open."""
    await press(page, "申请售后").click()
    await page.locator(".choice-row:visible", has_text=kind).first.click()
    await page.locator(".choice-row:visible", has_text=reason).first.click()
    await press(page, "提交申请").click()
    await expect(page.locator(".state:visible").first).to_have_text("等待商家处理")


async def answer(console: Page, button: str, **typed: str) -> None:
    """Press a button of the case, fill what its dialog asks for, and press it there."""
    await console.locator(".page-head, header, main").first.wait_for()
    await console.get_by_role("button", name=button, exact=True).first.click()
    dialog = console.get_by_role("dialog")
    for at, (label, words) in enumerate(typed.items()):
        field = dialog.get_by_label(label).first
        if at == 0:
            # An open dialog takes the cursor to its first field, whatever is being typed.
            await expect(field).to_be_focused()
        await field.fill(words)
    await dialog.get_by_role("button", name=button, exact=True).click()
    await expect(dialog).to_be_hidden()


@pytest.mark.usefixtures("mails")
async def test_a_return_from_asking_to_the_money(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    async with (
        opened(PHONE, owner=False) as page,
        opened(DESK) as console,
        opened(PHONE, owner=False) as desk,
    ):
        await open_at(page, "/pages/orders/index")
        await sign_in(page, lived, owner_cookie)
        await press(page, "继续").click()
        await order_by_mail(page, shelf.products[BIB])
        await send_from_console(console)
        await page.reload()
        await press(page, "确认收货").click()
        await page.locator(".uni-modal__btn_primary").click()
        await expect(page.locator(".state")).to_have_text("已收货")

        await press(page, "申请售后").click()
        await expect(page.locator(".page:visible")).to_contain_text("换货")
        await press(page, "提交申请").click()
        await expect(page.locator(".wrong:visible")).to_contain_text("请选择")
        await page.go_back()
        await ask(page, "退货退款", "质量问题或破损")
        await expect(page.locator(".sentence:visible")).to_contain_text("将自动同意")

        await enter_desk(desk, lived)
        await open_at(desk, "/pages-guide/cases/index")
        await expect(desk.locator(".case-card").first).to_contain_text("退货退款")

        await console.goto("/console/cases?state=mine")
        await console.locator("tbody tr a").first.click()
        await expect(console.locator(".due")).to_contain_text("将自动同意")
        await answer(
            console,
            "同意",
            寄回收件人="售后部",
            寄回电话="0571-88888888",
            寄回地址="杭州市西湖区文三路 2 号",
        )
        await expect(console.locator("main")).to_contain_text("已同意")

        await page.reload()
        await expect(page.locator(".state:visible").first).to_have_text("请寄回商品")
        await expect(page.locator(".page:visible")).to_contain_text("文三路 2 号")
        await expect(page.locator(".page:visible")).to_contain_text("到付")
        await press(page, "填写运单号").click()
        await page.locator(".text-field input:visible").last.fill("YT99887766")
        await press(page, "保存").click()
        await expect(page.locator(".state:visible").first).to_have_text("商品寄回中")

        await console.reload()
        await expect(console.locator("main")).to_contain_text("YT99887766")
        await answer(console, "确认收到寄回")
        await expect(console.locator("main")).to_contain_text("已退款")
        await page.reload()
        await expect(page.locator(".state:visible").first).to_have_text("售后完成")
        await open_at(page, "/pages/cases/index")
        await expect(page.locator(".case-card:visible").first).to_contain_text("售后完成")


@pytest.mark.usefixtures("mails")
async def test_what_is_excepted_is_confirmed_before_it_is_bought(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    async with opened(PHONE, owner=False) as page, opened(DESK) as console:
        await console.goto("/console/case-rule")
        await expect(console.locator("main")).to_contain_text("不支持七天无理由的分类")
        await open_at(page, "/pages/cases/index")
        await sign_in(page, lived, owner_cookie)
        await press(page, "继续").click()
        await open_at(page, "/pages/cases/index")
        await expect(page.locator(".page:visible")).to_contain_text("没有售后记录")
