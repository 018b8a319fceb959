"""After-sale on three screens: she asks, the console answers, the goods and the money go back."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import BIB, Shelf
from tests.screens.test_delivery import mails, order_by_mail, send_from_console
from tests.screens.test_mall_shop import enter_desk, open_at, press, sign_in

__all__ = ["mails"]

LOOK = os.environ.get("LOOK_AT_CASES")


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


async def look(page: Page, called: str) -> None:
    """A picture for whoever wants to look."""
    if LOOK:
        await page.wait_for_timeout(700)
        await page.screenshot(path=Path(LOOK) / f"{called}.png", full_page=True)


def drawn(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (900, 600), colour).save(file, "PNG")
    return file.getvalue()


async def shows(page: Page, *pictures: tuple[str, bytes]) -> None:
    """She picks pictures of her device."""
    async with page.expect_file_chooser() as choosing:
        await page.locator(".case-pictures:visible .add").click()
    chooser = await choosing.value
    files = [{"name": name, "mimeType": "image/png", "buffer": made} for name, made in pictures]
    await chooser.set_files(files)  # type: ignore[arg-type]


@pytest.mark.usefixtures("mails")
async def test_an_exchange_with_pictures_answered_at_the_counter(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    async with (
        opened(PHONE, owner=False) as page,
        opened(DESK) as console,
        opened(PHONE, owner=False) as desk,
        opened(PHONE, owner=False) as guide,
    ):
        await open_at(page, "/pages/orders/index")
        await sign_in(page, lived, owner_cookie)
        await press(page, "继续").click()
        await order_by_mail(page, shelf.products[BIB], "放在门口，勿按门铃")
        await expect(page.locator(".page:visible")).to_contain_text("放在门口，勿按门铃")
        await enter_desk(desk, lived, "lan")
        await open_at(desk, "/pages-guide/ship/index")
        await expect(desk.locator(".her-note").first).to_contain_text("放在门口，勿按门铃")
        await look(desk, "desk-ship-note")
        await console.goto("/console/orders?state=to_ship")
        await console.locator("tbody tr a").first.click()
        await expect(console.locator("main")).to_contain_text("放在门口，勿按门铃")
        await look(console, "console-order-note")
        await send_from_console(console)
        await page.reload()
        await press(page, "确认收货").click()
        await page.locator(".uni-modal__btn_primary").click()
        await expect(page.locator(".state")).to_have_text("已收货")

        await press(page, "申请售后").click()
        await page.locator(".choice-row:visible", has_text="换货").first.click()
        await page.locator(".choice-row:visible", has_text="质量问题或破损").first.click()
        await shows(page, ("seam.png", drawn("#c96")), ("back.png", drawn("#69c")))
        await expect(page.locator(".case-pictures:visible .thumb")).to_have_count(2)
        await page.locator(".case-pictures:visible .drop").last.click()
        await look(page, "mall-ask-zh")
        await press(page, "提交申请").click()
        await expect(page.locator(".state:visible").first).to_have_text("等待商家处理")
        await expect(page.locator(".case-pictures:visible img").first).to_be_visible()
        await shows(page, ("no-picture.png", b"GIF89a"))
        await expect(page.locator(".wrong:visible")).to_contain_text("图片读不出来")
        await shows(page, ("label.png", drawn("#6b7")))
        await expect(page.locator(".case-pictures:visible .cell")).to_have_count(3)
        await look(page, "mall-case-zh")

        await enter_desk(guide, lived)
        await open_at(guide, "/pages-guide/cases/index")
        await guide.locator(".case-card").first.click()
        await expect(guide.locator(".sentence")).to_contain_text("由店长或总部处理")
        await expect(guide.locator(".button:visible", has_text="同意")).to_have_count(0)
        await look(guide, "desk-case-guide")

        await open_at(desk, "/pages-guide/cases/index")
        await look(desk, "desk-cases")
        await desk.locator(".case-card").first.click()
        await expect(desk.locator(".case-pictures:visible .cell")).to_have_count(2)
        await desk.locator(".case-pictures:visible .cell").first.click()
        await expect(desk.locator(".large:visible")).to_be_visible()
        await desk.locator(".large:visible").click()
        await press(desk, "不同意").click()
        await press(desk, "确定").click()
        await expect(desk.locator(".wrong:visible")).to_contain_text("请写明原因")
        await look(desk, "desk-refuse")
        await desk.locator(".sheet-close:visible").click()
        await press(desk, "同意").click()
        await desk.locator(".sheet input:visible").nth(0).fill("门店售后")
        await press(desk, "确定").click()
        await expect(desk.locator(".wrong:visible")).to_contain_text("一起填")
        await desk.locator(".sheet input:visible").nth(1).fill("0571-88888888")
        await desk.locator(".sheet input:visible").nth(2).fill("春溪巷 5 号")
        await look(desk, "desk-agree")
        await press(desk, "确定").click()
        await expect(desk.locator(".state:visible").first).to_have_text("请寄回商品")

        await console.goto("/console/cases?state=open")
        await look(console, "console-cases")
        await console.locator("tbody tr a").first.click()
        await expect(console.locator(".picture img")).to_have_count(2)
        await look(console, "console-case")
        await page.reload()
        await expect(page.locator(".page:visible")).to_contain_text("春溪巷 5 号")
        await look(page, "mall-case-agreed-zh")

        await press(desk, "收到退货").click()
        await look(desk, "desk-arrive")
        await press(desk, "确定").click()
        await expect(desk.locator(".state:visible").first).to_have_text("商家已收到商品")
        await press(desk, "交付换货").click()
        await look(desk, "desk-replace")
        await press(desk, "确定").click()
        await expect(desk.locator(".state:visible").first).to_have_text("售后完成")
        await look(desk, "desk-done")
        await page.reload()
        await expect(page.locator(".page:visible")).to_contain_text("已当面交付")
        await expect(page.locator(".case-pictures:visible .add")).to_have_count(0)
        await look(page, "mall-case-done-zh")
        await console.reload()
        await expect(console.locator("main")).to_contain_text("已完成")
        await look(console, "console-case-done")
