"""Coupons and orders from the console, clicked through."""

import re
from uuid import UUID, uuid4

from playwright.async_api import expect

from siyu.flows import claim_coupon, place_orders, settle_payment, stock_goods
from siyu.flows.order_drafts import Placing
from siyu.modules import catalog, customers, promotions
from tests.house.installed import Lived
from tests.screens.conftest import Open


async def ordered(lived: Lived, key: str, *, paid: bool) -> UUID:
    """Three bibs for the first customer; paid ones are free, so that no cashier is needed."""
    store = next(iter(lived.town.stores.values()))
    async with lived.installation.kit() as kit:
        async with kit.works.open(lived.town.tenant) as work:
            sku = (await catalog.find_skus_by_code(work, ["MORE1-1"]))["MORE1-1"]
            [her] = await customers.find_by_number(work, [1])
            await stock_goods.receive(work, uuid4(), store, [(sku, 3)])
            wallet = None
            if paid:
                free = promotions.Terms(name=key, amount_minor=10**9, valid_days=30, quota=1)
                given = await claim_coupon.define(work, key, free)
                claim = promotions.Claim(id=uuid4(), coupon=given.id, customer=her, source="test")
                wallet = (await claim_coupon.claim_one(work, claim)).id
        async with kit.works.open(lived.town.tenant) as work:
            asked = Placing(customer=her, store=store, lines=((sku, 3),), key=key, wallet=wallet)
            order = await place_orders.place_one(work, asked)
        if paid:
            async with kit.works.open(lived.town.tenant) as work:
                await settle_payment.settle_free(work, order.id)
    return order.id


async def test_a_coupon_is_made_changed_and_closed(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/coupons/new")
        await page.get_by_label("券名").fill("新人立减 20 元")
        await page.get_by_label("减多少").fill("20")
        await page.get_by_label("满多少可用").fill("10")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_text("门槛不能低于减的金额")).to_be_visible()
        await page.get_by_label("满多少可用").fill("99")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("heading", name="新人立减 20 元")).to_be_visible()
        await expect(page.locator("main")).to_contain_text("满 ¥99.00 减 ¥20.00")
        await expect(page.locator("main")).to_contain_text("共 1,000")
        await page.get_by_role("button", name="编辑").click()
        await page.get_by_label("总数量").fill("2000")
        await page.get_by_role("button", name="保存").click()
        await expect(page.locator("main")).to_contain_text("共 2,000")
        await page.get_by_role("button", name="停发").click()
        await page.get_by_role("dialog").get_by_role("button", name="停发").click()
        await expect(page.locator("main")).to_contain_text("已停发")


async def test_an_unpaid_order_is_found_and_given_up(opened: Open, lived: Lived) -> None:
    order = await ordered(lived, "screen-unpaid", paid=False)
    async with opened() as page:
        await page.goto("/console/orders?state=unpaid")
        await page.locator("main a", has_text=re.compile(r"^\d{6,}")).first.click()
        await expect(page).to_have_url(re.compile(str(order)))
        await page.get_by_role("button", name="取消订单").click()
        await page.get_by_role("dialog").get_by_role("button", name="取消订单").click()
        await expect(page.locator("main")).to_contain_text("已取消")


async def test_pieces_of_a_line_go_back(opened: Open, lived: Lived) -> None:
    order = await ordered(lived, "screen-paid", paid=True)
    async with opened() as page:
        await page.goto(f"/console/orders/{order}")
        await expect(page.locator("main")).to_contain_text("已付款")
        await page.get_by_role("button", name="退款").click()
        asking = page.get_by_role("dialog")
        pieces = asking.get_by_label(re.compile("口水巾 1 号 退几件"))
        await expect(pieces).to_have_value("3")
        await pieces.fill("1")
        await asking.get_by_label("原因").fill("有一条开线")
        await asking.get_by_role("button", name="确认退款").click()
        await expect(page.locator("main")).to_contain_text("退款记录")
        await expect(page.locator("main")).to_contain_text("口水巾 1 号 × 1")
