"""Goods from the console to the phone: options, pictures, a table, price books, vouchers."""

import asyncio
import io
import re
from uuid import UUID, uuid4

from PIL import Image
from playwright.async_api import Page, expect

from siyu.flows import claim_coupon, place_orders, settle_payment, stock_goods
from siyu.flows.order_drafts import Placing
from siyu.modules import catalog, customers, promotions, vouchers
from tests.house.installed import Lived
from tests.screens.conftest import PHONE, Open
from tests.screens.test_mall_shop import enter_desk, open_at, press


def picture(colour: str) -> dict[str, object]:
    raw = io.BytesIO()
    Image.new("RGB", (600, 600), colour).save(raw, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": raw.getvalue()}


async def add_option(page: Page, n: int, name: str, *values: str) -> None:
    await page.get_by_role("button", name="加一个规格项").click()
    await page.get_by_label("规格项名称").nth(n).fill(name)
    field = page.locator(".option").nth(n).locator(".el-input-tag input")
    for value in values:
        await field.fill(value)
        await field.press("Enter")


async def test_a_product_is_made_by_options_and_chosen_by_them(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/products/new")
        await page.get_by_label("商品名称").fill("四季薄棉连体衣")
        await page.get_by_label("商品编码").fill("ROMPER")
        await page.get_by_label("描述").fill("双层纱，无骨缝制。\n30°C 手洗。")
        await add_option(page, 0, "颜色", "米白", "雾蓝")
        await add_option(page, 1, "尺码", "66", "73")
        await expect(page.locator(".sku")).to_have_count(4)
        await page.get_by_role("button", name="保存").click()
        await expect(page.locator("main [role=alert]")).to_contain_text("每个规格都要有编码和价格")
        await page.get_by_role("button", name="补全编码").click()
        await page.locator(".tools input").fill("89")
        await page.get_by_role("button", name="统一价格").click()
        await page.locator(".sku").nth(3).locator(".el-switch").click()
        await expect(page.locator(".count")).to_contain_text("4 种组合，在售 3 种")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("heading", name="四季薄棉连体衣")).to_be_visible()
        await expect(page.locator("main")).to_contain_text("米白 73")
        field = page.locator("input[type=file]")
        for n, colour in enumerate(("beige", "lightsteelblue"), 1):
            await field.set_input_files(picture(colour))  # type: ignore[arg-type]
            await expect(page.locator(".shot")).to_have_count(n)
        await page.locator(".shot").nth(1).get_by_role("button", name="前移").click()
        await expect(page.locator(".shot").nth(0)).to_contain_text("封面")
        product = page.url.rsplit("/", 1)[1]
    async with opened(PHONE, owner=False) as page:
        await open_at(page, f"/pages/product/index?id={product}")
        await expect(page.locator(".gallery .count")).to_have_text("1 / 2")
        await expect(page.locator("body")).to_contain_text("无骨缝制")
        await page.locator(".card", has_text="规格与价格").click()
        sheet = page.locator(".sheet")
        await expect(sheet.locator(".option")).to_have_count(2)
        # Nothing of it has come in yet.
        await expect(sheet.locator(".option .sku.off")).to_have_count(4)


async def test_a_product_that_comes_later_says_when(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/products?q=ROMPER")
        await page.get_by_text("四季薄棉连体衣").first.click()
        await page.get_by_role("button", name="编辑").click()
        await page.get_by_label("上架时间").fill("2030-05-01 10:00")
        await page.get_by_label("上架时间").press("Enter")
        await page.get_by_label("描述").click()
        await page.get_by_role("button", name="保存").click()
        await expect(page.locator("main")).to_contain_text("未上架")
        await expect(page.locator("main")).to_contain_text("2030-05-01 10:00")
        product = page.url.rsplit("/", 1)[1]
    async with opened(PHONE, owner=False) as page:
        await open_at(page, f"/pages/product/index?id={product}")
        await expect(page.locator(".schedule")).to_contain_text("2030年5月1日 10:00 开售")
        await expect(page.locator(".bottom-bar .button")).to_have_text("即将开售")


async def test_goods_are_searched_for_and_words_remembered(opened: Open) -> None:
    async with opened(PHONE, owner=False) as page:
        await page.goto("/")
        await page.locator(".search").click()
        await page.locator(".search-box:visible input").fill("巾口")
        await expect(page.locator(".empty:visible")).to_contain_text("没有找到“巾口”")
        await page.locator(".search-box:visible input").fill("口水 1号")
        await expect(page.locator(".product-card:visible").first).to_contain_text("口水巾 1 号")
        await page.locator(".product-card:visible").first.click()
        await expect(page.locator("body")).to_contain_text("商品详情")
        await open_at(page, "/pages/search/index")
        await expect(page.locator(".word").first).to_have_text("口水 1号")


async def test_a_table_comes_in_and_says_what_was_left_out(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/products")
        await page.get_by_role("button", name="导入与导出").click()
        async with page.expect_download() as downloading:
            await page.get_by_role("button", name="导出 CSV").click()
        path = await (await downloading.value).path()
        assert path.read_text("utf-8-sig").startswith("商品编码,商品名称,分类编码")
        rows = "商品编码,商品名称,规格编码,价格\nTAB,奶瓶架,TAB-1,39.9\nTAB,,TAB-2,free\n"
        table = {"name": "新品.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        await page.locator("input[type=file]").set_input_files(table)  # type: ignore[arg-type]
        await expect(page.get_by_role("heading", name="新品.csv")).to_be_visible()
        main = page.locator("main")
        await expect(main).to_contain_text("已完成")
        await expect(main).to_contain_text("“价格”读不懂：free。")
        await expect(main).to_contain_text("有 1 行没有导入")


async def test_a_price_book_is_written_again_and_closed(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/price-books/new")
        await page.get_by_label("名称", exact=True).fill("社群团购价")
        await page.get_by_label("编码", exact=True).fill("GROUP")
        await page.get_by_role("button", name="保存").click()
        await expect(page.locator("main [role=alert]").first).to_be_visible()
        main = page.locator("main")
        await main.get_by_label("选择商品").click()
        await page.keyboard.type("MORE3-1")
        await page.locator(".el-select-dropdown__item:visible", has_text="MORE3-1").click()
        await main.get_by_label("单价").fill("5")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("heading", name="社群团购价")).to_be_visible()
        await expect(main).to_contain_text("生效中")
        await expect(main).to_contain_text("¥5.00")
        await page.get_by_role("button", name="停用").click()
        await page.get_by_role("dialog").get_by_role("button", name="停用").click()
        await expect(main).to_contain_text("已停用")


async def card(lived: Lived) -> tuple[UUID, str]:
    """A card of three uses that was bought for nothing; its id and its code."""
    store = lived.town.stores["T01"]
    terms = catalog.VoucherTerms(uses=3, days=30)
    new = catalog.NewSku(code="WASH-1", name="", price_minor=9900, voucher=terms)
    goods = catalog.NewProduct(code="WASH", name="婴儿洗护三次卡", category_id=None, skus=[new])
    async with lived.installation.kit() as kit:
        async with kit.works.open(lived.town.tenant) as work:
            await catalog.list_new(work, [goods])
            sku = (await catalog.find_skus_by_code(work, ["WASH-1"]))["WASH-1"]
            [her] = await customers.find_by_number(work, [1])
            await stock_goods.receive(work, uuid4(), store, [(sku, 3)])
            free = promotions.Terms(name="card", amount_minor=10**9, valid_days=30, quota=1)
            given = await claim_coupon.define(work, "card", free)
            claim = promotions.Claim(id=uuid4(), coupon=given.id, customer=her, source="test")
            wallet = (await claim_coupon.claim_one(work, claim)).id
        async with kit.works.open(lived.town.tenant) as work:
            asked = Placing(customer=her, store=store, lines=((sku, 1),), key="card", wallet=wallet)
            order = await place_orders.place_one(work, asked)
        async with kit.works.open(lived.town.tenant) as work:
            await settle_payment.settle_free(work, order.id)
        while True:
            # The worker of the house issues it.
            async with kit.works.look(lived.town.tenant) as work:
                issued = await vouchers.vouchers_of(work, [order.id])
                if issued:
                    [shown] = await vouchers.codes_of(work, issued)
                    return shown.voucher.id, shown.code
            await asyncio.sleep(0.1)


async def test_a_card_is_used_at_the_desk_and_voided_in_the_console(
    opened: Open, lived: Lived
) -> None:
    id_, code = await card(lived)
    async with opened(PHONE, owner=False) as desk:
        await enter_desk(desk, lived)
        await desk.locator(".tabs .tab", has_text="提货").click()
        await desk.locator(".text-field input").fill(code)
        await press(desk, "查看").click()
        await expect(desk.locator("body")).to_contain_text("婴儿洗护三次卡")
        await press(desk, "核销 1 次").click()
        await desk.locator(".uni-modal__btn_primary").click()
        await expect(desk.locator("body")).to_contain_text("剩 2 / 3 次")
    async with opened() as page:
        await page.goto("/console/vouchers")
        await page.get_by_text("婴儿洗护三次卡").first.click()
        await expect(page).to_have_url(re.compile(str(id_)))
        await expect(page.locator("main")).to_contain_text("2 / 3")
        await page.get_by_role("button", name="作废").click()
        asking = page.get_by_role("dialog")
        await asking.locator("input, textarea").last.fill("顾客要求")
        await asking.get_by_role("button", name="作废").click()
        await expect(page.locator("main")).to_contain_text("已作废")
