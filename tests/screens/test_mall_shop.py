"""From a scanned code to goods in her hands: she buys on her phone, the guide hands over."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import BIB, NAPPY, Shelf
from tests.screens.test_customer import read_code

PEOPLE = iter(range(13700138001, 13700138099))


async def sign_in(page: Page, lived: Lived, cookie: str, phone: str = "") -> str:
    """Somebody new signs in where sign-in is shown; answers her number."""
    number = phone or str(next(PEOPLE))
    fields = page.locator(".text-field input:visible")
    await fields.nth(0).fill(number)
    await page.locator(".text-field .button:visible").click()
    await fields.nth(1).fill(await read_code(lived, cookie, page, number))
    await page.locator(".submit .button:visible").click()
    return number


def press(page: Page, words: str):
    return page.locator(".button:visible", has_text=words).last


async def open_at(page: Page, route: str) -> None:
    """By its address, as a fresh page."""
    await page.goto("about:blank")
    await page.goto(f"/#{route}")


async def buy_bib(page: Page, shelf: Shelf) -> None:
    """Straight to the cashier's page, from a product's."""
    await open_at(page, f"/pages/product/index?id={shelf.products[BIB]}")
    await press(page, "立即购买").click()
    await page.locator(".sheet .button", has_text="立即购买").click()
    await press(page, "提交订单").click()
    await expect(page.locator("body")).to_contain_text("不产生真实扣款")


async def pay(page: Page) -> None:
    await page.locator("button.first").click()
    await expect(page.locator(".told.good")).to_be_visible()
    await page.locator("a.button.first").click()


async def read_pickup(page: Page) -> str:
    code = page.locator(".pickup-card .code")
    await expect(code).to_have_text(re.compile(r"\d{4}\s\d{4}"))
    return re.sub(r"\D", "", await code.inner_text())


async def enter_desk(page: Page, lived: Lived, account: str = "anan") -> None:
    await page.goto("/guide/")
    await page.locator("input").nth(0).fill(account)
    await page.locator("input").nth(1).fill(lived.password)
    await page.keyboard.press("Enter")
    await expect(page.locator(".tabs")).to_be_visible()


async def test_from_a_code_to_the_goods_in_her_hands(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    async with opened(PHONE, owner=False) as page, opened(PHONE, owner=False) as desk:
        await page.goto(f"/c/{shelf.slug}")
        await expect(page.locator("body")).to_contain_text("春溪母婴")
        await page.locator(".uni-tabbar__item", has_text="我的").click()
        await press(page, "手机号登录").click()
        await sign_in(page, lived, owner_cookie)
        await expect(page.locator(".ticket")).to_contain_text("新人礼券")
        await expect(page.locator(".why")).to_contain_text("安安")
        await press(page, "开始逛逛").click()
        await expect(page.locator(".guide-card")).to_contain_text("安安")

        await open_at(page, f"/pages/product/index?id={shelf.products[NAPPY]}")
        await press(page, "加入购物车").click()
        sheet = page.locator(".sheet")
        await expect(sheet.locator(".sku.off")).to_contain_text("已售罄")
        await sheet.locator(".sku.off").click(force=True)
        await expect(sheet.locator(".sku.on")).to_have_count(0)
        await sheet.locator(".sku").nth(0).click()
        await expect(sheet.locator(".said")).to_contain_text("仅剩 3 件")
        await sheet.locator(".sku").nth(1).click()
        await sheet.locator(".step").nth(1).click()
        await sheet.locator(".button", has_text="加入购物车").click()
        await expect(page.locator(".badge:visible").first).to_have_text("2")

        await open_at(page, "/pages/cart/index")
        await expect(page.locator(".goods-row")).to_contain_text("云感超薄纸尿裤")
        await press(page, "结算（2）").click()
        await expect(page.locator(".price-why")).to_contain_text("−¥20.00")
        await expect(page.locator(".bottom-bar:visible .price")).to_have_text("¥198.00")
        await press(page, "提交订单").click()
        await expect(page.locator("body")).to_contain_text("198.00")
        await pay(page)
        code = await read_pickup(page)
        await expect(page.locator(".state")).to_have_text("待自提")

        await enter_desk(desk, lived)
        await desk.locator(".tabs .tab", has_text="提货").click()
        await expect(desk.locator(".waits").last).to_contain_text(code[-4:])
        await desk.locator(".text-field input").fill(code)
        await press(desk, "查看").click()
        await expect(desk.locator(".line")).to_contain_text("×2")
        await press(desk, "确认交货，核销").click()
        await desk.locator(".uni-modal__btn_primary").click()
        await expect(desk.locator(".top.done")).to_contain_text("已核销")
        await press(desk, "下一单").click()
        await desk.locator(".text-field input").fill(code)
        await press(desk, "查看").click()
        await expect(desk.locator(".text-field")).to_contain_text("已核销过")

        await desk.locator(".tabs .tab", has_text="收入").click()
        earned = desk.locator(".earning", has_text="云感超薄纸尿裤").first
        await expect(earned.locator(".price")).to_have_text("¥9.90")
        await expect(earned.locator(".formula").first).to_contain_text("198.00")

        await page.reload()
        await expect(page.locator(".state")).to_have_text("已提货")


async def test_nothing_is_paid_by_coming_back(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    async with opened(PHONE, owner=False) as page:
        await open_at(page, "/pages/orders/index")
        await sign_in(page, lived, owner_cookie)
        await press(page, "继续").click()
        await buy_bib(page, shelf)
        await page.locator("button.second").click()
        await page.locator("a.button.first").click()
        await expect(page.locator(".wait")).to_contain_text("正在确认付款结果")
        await expect(page.locator(".state")).to_have_text("待付款")
        await page.wait_for_timeout(4000)
        await expect(page.locator(".state")).to_have_text("待付款")
        await press(page, "支付 ¥35.00").click()
        await pay(page)
        await read_pickup(page)

        await press(page, "申请退款").click()
        await press(page, "确认退款").click()
        await expect(page.locator("body")).to_contain_text("已原路退回")
        await expect(page.locator(".pickup-card")).to_have_count(0)


async def test_an_order_is_given_up_and_a_coupon_claimed(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    async with opened(PHONE, owner=False) as page:
        await open_at(page, "/pages/coupons/index")
        await sign_in(page, lived, owner_cookie)
        await press(page, "继续").click()
        five = page.locator(".ticket", has_text="会员减 5 元")
        await five.locator(".button", has_text="领取").click()
        await expect(five.locator(".button", has_text="去使用")).to_be_visible()
        await buy_bib(page, shelf)
        await expect(page.locator(".amount")).to_contain_text("30.00")
        await open_at(page, "/pages/orders/index?state=unpaid")
        await page.locator(".order-card").click()
        await press(page, "取消订单").click()
        await page.locator(".uni-modal__btn_primary").click()
        await expect(page.locator(".state")).to_have_text("已取消")
        await open_at(page, "/pages/coupons/index")
        await expect(five.locator(".button", has_text="去使用")).to_be_visible()


@pytest.mark.parametrize(("width", "language"), [(PHONE, "zh-CN"), (DESK, "en-US")])
async def test_the_article_leads_to_its_product(
    opened: Open, shelf: Shelf, width: int, language: str
) -> None:
    async with opened(width, language, owner=False) as page:
        await open_at(page, f"/pages/article/index?id={shelf.article}")
        await expect(page.locator(".card .title")).to_have_text("辅食怎么加")
        await page.locator(".product-card").click()
        await expect(page).to_have_url(re.compile(str(shelf.products[BIB])))
        assert not re.search(r"undefined|NaN", await page.locator("body").inner_text())
