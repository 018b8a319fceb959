"""Commission from the console: a plan is set, an order earns by it, finance closes the month."""

import re
from uuid import UUID, uuid4

from playwright.async_api import Page, expect

from siyu.flows import place_orders, settle_payment, stock_goods
from siyu.flows.order_drafts import Placing
from siyu.modules import catalog, customers
from tests.house.installed import Lived
from tests.screens.conftest import PHONE, Open


async def sold(lived: Lived) -> UUID:
    """Ten bibs, paid by a customer whom 安安 looks after."""
    store, guide = lived.town.stores["T01"], lived.town.staff["anan"]
    async with lived.installation.kit() as kit:
        async with kit.works.open(lived.town.tenant) as work:
            sku = (await catalog.find_skus_by_code(work, ["MORE2-1"]))["MORE2-1"]
            [her] = await customers.find_by_number(work, [2])
            await customers.assign(work, her, store=store, guide=guide, reason="换人")
            await stock_goods.receive(work, uuid4(), store, [(sku, 10)])
        async with kit.works.open(lived.town.tenant) as work:
            asked = Placing(customer=her, store=store, lines=((sku, 10),), key=uuid4().hex)
            order = await place_orders.place_one(work, asked)
            paid = settle_payment.Paid(
                attempt=uuid4(), order=order.id, amount_minor=order.payable_minor
            )
            await settle_payment.settle(work, [paid])
    return order.id


async def set_plan(page: Page, percent: str) -> None:
    await page.goto("/console/plans/new")
    general = page.get_by_label("全部商品的比例（%）")
    await general.fill(percent)
    await page.keyboard.press("Tab")
    await expect(general).to_have_value(f"{percent}.00")
    await page.get_by_role("button", name="保存并生效").click()
    await expect(page).to_have_url(re.compile(r"/console/plans$"))
    await expect(page.locator("main")).to_contain_text("执行中")


async def test_a_plan_says_what_is_wrong_and_what_it_changes(opened: Open) -> None:
    async with opened() as page:
        await set_plan(page, "4")
        await page.goto("/console/plans/new")
        main = page.locator("main")
        await expect(main).to_contain_text("比例、售后期和上限都和")
        await page.get_by_label("总上限（%）").fill("2")
        await page.get_by_role("button", name="给一个分类单独的比例").click()
        await page.get_by_role("button", name="保存并生效").click()
        await expect(main.get_by_role("alert")).to_contain_text("请选好分类，并填写比例")
        await main.get_by_role("button", name="移除").click()
        await page.get_by_role("button", name="保存并生效").click()
        await expect(main.get_by_role("alert")).to_contain_text("比例超过了总上限 2%")
        await page.get_by_label("总上限（%）").fill("30")
        await page.get_by_label("全部商品的比例（%）").fill("5")
        await page.keyboard.press("Tab")
        await expect(main).to_contain_text("4% → 5%，卖 ¥100.00 得 ¥5.00（原来 ¥4.00）")
        await page.get_by_role("button", name="保存并生效").click()
        await expect(page).to_have_url(re.compile(r"/console/plans$"))
        await expect(main).to_contain_text("全部商品 5%")


async def test_an_order_earns_and_the_month_adds_up(opened: Open, lived: Lived) -> None:
    async with opened() as page:
        await set_plan(page, "5")
        order = await sold(lived)
        main = page.locator("main")
        formula = "¥99.20 × 5% = ¥4.96"
        await until_told(page, f"/console/commissions/orders/{order}", formula)
        await expect(main).to_contain_text("付款时顾客归她服务")
        await page.goto(f"/console/orders/{order}")
        await expect(main).to_contain_text("付款时顾客归她服务")
        await main.get_by_role("link", name="怎么算的").click()
        await expect(main).to_contain_text(formula)
        await page.goto("/console/commissions/months")
        await main.get_by_role("link", name="安安").click()
        await expect(page).to_have_url(re.compile(r"guide="))
        await expect(main).to_contain_text(formula)
        async with page.expect_download() as saved:
            await page.goto("/console/commissions/months")
            await page.get_by_role("button", name="导出表格").click()
        assert "其中待解冻" in (await (await saved.value).path()).read_text("utf-8-sig")


async def test_a_phone_shows_an_amount_and_how_it_came_about(opened: Open, lived: Lived) -> None:
    async with opened(PHONE) as page:
        await set_plan(page, "5")
        order = await sold(lived)
        await until_told(page, f"/console/commissions/orders/{order}", "¥99.20 × 5% = ¥4.96")
        await page.goto("/console/commissions")
        await expect(page.locator("main")).to_contain_text("¥99.20 × 5% = ¥4.96")


async def until_told(page: Page, path: str, words: str) -> None:
    """The worker shares an order out a moment after it was paid."""
    for _ in range(40):
        await page.goto(path)
        await page.wait_for_load_state("networkidle")
        if words in await page.locator("main").inner_text():
            return
        await page.wait_for_timeout(500)
    await expect(page.locator("main")).to_contain_text(words)
