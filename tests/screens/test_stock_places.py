"""Goods between places on screens: too few, sent, counted in, and found by a guide."""

from uuid import UUID, uuid4

from playwright.async_api import expect

from siyu.flows import stock_goods
from siyu.modules import catalog, inventory
from tests.house.installed import Lived
from tests.screens.conftest import PHONE, Open
from tests.screens.test_mall_shop import enter_desk

LANE, BRIDGE = "T01", "T02"


async def short_of(lived: Lived, code: str) -> UUID:
    """The bridge has sixty of it, the lane four, and should have ten."""
    lane, bridge = lived.town.stores[LANE], lived.town.stores[BRIDGE]
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        sku = (await catalog.find_skus_by_code(work, [code]))[code]
        await stock_goods.receive(work, uuid4(), lane, [(sku, 4)])
        await stock_goods.receive(work, uuid4(), bridge, [(sku, 60)])
        await inventory.set_level(work, sku, lane, inventory.Level(least=10, fill=24))
    return sku


async def test_what_lacks_is_sent_and_counted_in(opened: Open, lived: Lived) -> None:
    sku = await short_of(lived, "MORE7-1")
    lane = lived.town.stores[LANE]
    async with opened() as page:
        main = page.locator("main")
        await page.goto("/console/stock/refills")
        row = page.locator("tr", has_text="口水巾 7 号")
        await expect(row).to_contain_text("可调 60")
        await row.get_by_role("button", name="调拨").click()
        await expect(main).to_contain_text("账面 60 · 占用 0")
        await page.get_by_role("button", name="确认发出").click()
        await expect(page.get_by_role("heading", name="石桥店 → 春溪巷店")).to_be_visible()
        await expect(main).to_contain_text("在途")
        await main.get_by_label("口水巾 7 号").fill("18")
        await main.get_by_label("缺少原因").click()
        await page.get_by_role("button", name="确认收货").click()
        await expect(main.locator("[role=alert]")).to_contain_text("写明原因")
        await main.get_by_label("缺少原因").fill("压坏两条")
        await page.get_by_role("button", name="确认收货").click()
        await expect(main).to_contain_text("已收货")
        await page.goto(f"/console/stock/{sku}/places/{lane}")
        await expect(main.locator("canvas")).to_be_visible()
        await expect(main).to_contain_text("来自石桥店")
        await expect(main.locator(".figures")).to_contain_text("22")
        await page.get_by_role("button", name="安全库存").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("安全库存（件）").fill("30")
        await dialog.get_by_role("button", name="保存").click()
        await expect(dialog).to_contain_text("不能少于安全库存")
        await dialog.get_by_label("补到（件）").fill("40")
        await dialog.get_by_role("button", name="保存").click()
        await expect(main).to_contain_text("低于 30 补到 40")


async def test_a_warehouse_is_opened_and_sells_nothing(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/stores/new")
        await page.get_by_label("门店名称").fill("东区总仓")
        await page.get_by_label("门店编码").fill("DEPOT")
        await page.locator(".el-select", has=page.get_by_label("性质")).click()
        await page.locator(".el-select-dropdown__item:visible", has_text="仓库").click()
        await page.get_by_label("开业日期").fill("2026-01-01")
        await page.get_by_label("开业日期").press("Enter")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("heading", name="东区总仓")).to_be_visible()
        await page.goto("/console/stock/transfers/new")
        await page.get_by_role("combobox", name="调入").click()
        await page.keyboard.type("总仓")
        offered = page.locator(".el-select-dropdown__item:visible", has_text="东区总仓")
        await expect(offered).to_be_visible()
    async with opened(PHONE, owner=False) as page:
        shop = await page.request.get("/api/storefront/shop")
        names = [one["name"] for one in (await shop.json())["stores"]]
        assert "东区总仓" not in names
        assert "石桥店" in names


async def test_a_guide_finds_where_it_is(opened: Open, lived: Lived) -> None:
    await short_of(lived, "MORE8-1")
    async with opened(PHONE, owner=False) as desk:
        await enter_desk(desk, lived)
        await desk.get_by_text("查库存").click()
        await expect(desk.locator("body")).to_contain_text("先查本店")
        await desk.locator(".search-box:visible input").fill("MORE8")
        await expect(desk.locator(".found")).to_contain_text("本店 4 件")
        await expect(desk.locator(".found")).to_contain_text("其他 1 处共 60 件")
        await desk.locator(".found").click()
        await expect(desk.locator(".sheet .place").first).to_contain_text("春溪巷店")
        await expect(desk.locator(".sheet .place").nth(1)).to_contain_text("石桥店")
        await expect(desk.locator(".sheet .place").nth(1)).to_contain_text("60 件")
        await desk.locator(".sheet-close").click()
        await desk.locator(".search-box:visible input").fill("没有这个")
        await expect(desk.locator(".empty:visible")).to_contain_text("没有找到")
