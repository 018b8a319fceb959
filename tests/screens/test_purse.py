"""Points and balances on the screens: topped up, spent with the password, given back."""

import re
from uuid import UUID

from playwright.async_api import Page, expect

from siyu.modules import customers, loyalty
from tests.house.installed import Lived
from tests.screens.conftest import PHONE, Open
from tests.screens.shelf import BIB, Shelf
from tests.screens.test_customer import read_code
from tests.screens.test_mall_shop import open_at, pay, press, read_pickup

PASSWORD = "258046"
REMEMBER = """if (location.protocol !== 'about:') localStorage.setItem('siyu.member', '"%s"')"""


async def enter(page: Page, lived: Lived, phone: str) -> UUID:
    """Signed in without a code, which leaves the next one for her password."""
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        token, _ = await customers.begin_session(work, phone, [])
    await page.add_init_script(REMEMBER % token.text)
    return token.customer


async def offer(lived: Lived) -> None:
    """Pay 200, get 20 on top; made once."""
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        if not await loyalty.list_offers(work):
            await loyalty.make_offer(work, 20_000, 2_000)


async def top_up(page: Page) -> None:
    await open_at(page, "/pages/balance/index")
    await press(page, "充值").click()
    await expect(page.locator(".offer.on")).to_contain_text("送 ¥20")
    await press(page, "支付 ¥200.00").click()
    await pay(page)
    await expect(page.locator(".head .price")).to_have_text("¥220.00")


async def choose_password(page: Page, lived: Lived, cookie: str, phone: str) -> None:
    await open_at(page, "/pages/pay-password/index")
    fields = page.locator(".text-field input:visible")
    await page.locator(".text-field .button:visible").click()
    code = await read_code(lived, cookie, page, phone)
    await fields.nth(0).fill("000000" if code != "000000" else "111111")
    await fields.nth(1).fill(PASSWORD)
    await fields.nth(2).fill(PASSWORD)
    await press(page, "保存密码").click()
    await expect(page.locator(".text-field").first).to_contain_text("验证码不正确")
    await fields.nth(0).fill(code)
    await fields.nth(1).fill("123456")
    await fields.nth(2).fill("123456")
    await press(page, "保存密码").click()
    await expect(page.locator(".text-field").nth(1)).to_contain_text("连续的数字")
    await fields.nth(1).fill(PASSWORD)
    await fields.nth(2).fill(PASSWORD)
    await press(page, "保存密码").click()
    await expect(page.locator(".head .price")).to_have_text("¥220.00")


async def test_a_balance_is_bought_pays_for_an_order_and_comes_back(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    await offer(lived)
    phone = "13700138201"
    async with opened(PHONE, owner=False) as page:
        her = await enter(page, lived, phone)
        await top_up(page)
        await choose_password(page, lived, owner_cookie, phone)

        await open_at(page, f"/pages/product/index?id={shelf.products[BIB]}")
        await press(page, "立即购买").click()
        await page.locator(".sheet .button", has_text="立即购买").click()
        await page.get_by_role("switch", name="使用余额").click()
        await press(page, "提交订单").click()
        sheet = page.locator(".sheet:visible")
        await expect(sheet).to_contain_text("余额足够支付整单")
        await sheet.locator("input").nth(1).fill("135790")
        await press(page, "确认支付 ¥35.00").click()
        await expect(sheet).to_contain_text("支付密码不正确")
        await sheet.locator("input").nth(1).fill(PASSWORD)
        await press(page, "确认支付 ¥35.00").click()
        await read_pickup(page)
        await expect(page.locator("body")).to_contain_text("余额支付")

        await press(page, "申请退款").click()
        await press(page, "确认退款").click()
        await expect(page.locator("body")).to_contain_text("退回余额")
        await open_at(page, "/pages/balance/index")
        await expect(page.locator(".head .price")).to_have_text("¥220.00")
        await expect(page.locator(".move")).to_have_count(3)
        await page.get_by_role("tab", name="充值记录").click()
        await press(page, "申请退款").click()
        await expect(sheet).to_contain_text("马上办理")
        await sheet.locator("input").fill("不想要了")
        await press(page, "确认退款").click()
        await expect(page.locator(".head .price")).to_have_text("¥0.00")
        await expect(page.locator("body")).to_contain_text("退款办理中：¥200.00")
    async with opened() as page:
        await page.goto(f"/console/customers/{her}")
        await expect(page.locator("main")).to_contain_text("占用 ¥220.00")
        await page.goto("/console/balances/refunds")
        await expect(page.locator("main")).to_contain_text("7 天内无理由")
        await page.goto("/console/balances")
        await expect(page.locator("main")).to_contain_text("欠顾客的本金")
        await expect(page.locator("main canvas")).to_be_visible()


async def test_an_order_is_paid_in_part_by_a_balance(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    await offer(lived)
    phone = "13700138202"
    async with opened(PHONE, owner=False) as page:
        await enter(page, lived, phone)
        await top_up(page)
        await choose_password(page, lived, owner_cookie, phone)
        await open_at(page, f"/pages/product/index?id={shelf.products[BIB]}")
        await press(page, "立即购买").click()
        await page.locator(".sheet .button", has_text="立即购买").click()
        await page.get_by_role("switch", name="使用余额").click()
        await press(page, "提交订单").click()
        sheet = page.locator(".sheet:visible")
        await sheet.locator("input").nth(0).fill("10")
        await expect(sheet).to_contain_text("还需在收银台支付 ¥25.00")
        await sheet.locator("input").nth(1).fill(PASSWORD)
        await press(page, "确认支付 ¥10.00").click()
        await press(page, "支付 ¥25.00").click()
        await expect(page.locator("body")).to_contain_text("25.00")
        await pay(page)
        await read_pickup(page)


async def test_points_are_ruled_given_by_hand_and_seen(opened: Open, lived: Lived) -> None:
    async with opened(PHONE, owner=False) as phone, opened() as page:
        her = await enter(phone, lived, "13700138203")
        await page.goto("/console/points")
        await page.get_by_role("button", name="新建积分种类").click()
        await page.get_by_label("名称").fill("溪豆")
        await page.get_by_label("编码").fill("beans")
        await page.get_by_role("button", name="保存").click()
        main = page.locator("main")
        await main.get_by_role("link", name="制定规则").click()
        await expect(main).to_contain_text("¥99.90 的订单（1 倍的商品）得 99 积分")
        await page.get_by_role("button", name="保存").click()
        await expect(main).to_contain_text("每实付 ¥1.00 得 1 积分")
        await page.goto(f"/console/customers/{her}")
        await page.get_by_role("button", name="调整积分").click()
        await page.get_by_label("增减多少").fill("0")
        await page.get_by_label("原因").fill("活动补发")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("dialog")).to_contain_text("不为 0 的整数")
        await page.get_by_label("增减多少").fill("120")
        await page.get_by_role("button", name="保存").click()
        await expect(main).to_contain_text(re.compile("120 于 20.* 到期"))
        await open_at(phone, "/pages/points/index")
        await expect(phone.locator(".sum")).to_have_text("120")
        await expect(phone.locator(".move")).to_contain_text("门店调整")
        await open_at(phone, "/pages/me/index")
        await expect(phone.locator(".purse").last).to_contain_text("120")
