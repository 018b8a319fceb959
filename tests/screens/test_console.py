"""The console in Chromium: signing in, every page in both sizes and languages, an import."""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.house.depth import times
from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open

PAGES = [
    "",
    "customers",
    "customers/pool",
    "bond-rules",
    "tags",
    "audiences",
    "audiences/new",
    "campaigns",
    "campaigns/new",
    "reach-rules",
    "codes",
    "codes/new",
    "coupons",
    "coupons/new",
    "promotions",
    "promotions/new",
    "promotions/costs",
    "price-books",
    "price-books/new",
    "flash-sales",
    "flash-sales/new",
    "vouchers",
    "points",
    "tiers",
    "tiers/edit",
    "balances",
    "balances/refunds",
    "articles",
    "articles/new",
    "orders",
    "receipts",
    "imports",
    "imports/new",
    "payments",
    "payments/quarantine",
    "commissions",
    "commissions/months",
    "ledger/months",
    "plans",
    "plans/new",
    "insight/sales",
    "insight/rfm",
    "insight/rfm/people",
    "insight/repurchase",
    "insight/funnel",
    "insight/funnel?of=code&days=90",
    "insight/funnel/people?step=customer&days=90",
    "insight/codes",
    "insight/stores",
    "insight/guides",
    "insight/definitions",
    "stores",
    "stores/new",
    "regions",
    "staff",
    "staff/new",
    "products",
    "products/new",
    "products/table",
    "categories",
    "stock",
    "stock/receive",
    "stock/count",
    "stock/documents",
    "cases",
    "case-rule",
    "delivery",
    "freights",
    "freights/new",
    "group-buys",
    "group-buys/new",
    "stock/transfers",
    "stock/transfers/new",
    "stock/refills",
    "ledger",
    "keys",
    "audit",
    "parked",
    "jobs",
    "system",
    "sandbox",
    "me",
]
UNFINISHED = re.compile(r"\bundefined\b|\bNaN\b|\[object |\{\w+\}|Invalid Date")


async def settled(page: Page) -> str:
    """The page's text once nothing is loading."""
    await page.wait_for_load_state("networkidle")
    await expect(page.locator("main")).to_contain_text(re.compile(r"\S.{10}"))
    return await page.locator("main").inner_text()


async def must_fit(page: Page) -> None:
    """Nothing sticks out of the window: a person would have to drag the page about."""
    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 1, f"{wide} pixels too wide"


# Each size and each language once; every pair of them when there is time.
AT_ONCE = 4
PAIRS = [(DESK, "en-US"), (PHONE, "zh-CN"), (DESK, "zh-CN"), (PHONE, "en-US")]


@pytest.mark.parametrize(("width", "language"), PAIRS[: times(2, 4)])
async def test_every_page_opens(opened: Open, width: int, language: str) -> None:
    """Some at a time, for most of the time is spent waiting until nothing loads any more."""
    ways = [PAGES[n::AT_ONCE] for n in range(AT_ONCE)]
    await asyncio.gather(*(walk(opened, width, language, paths) for paths in ways))


async def walk(opened: Open, width: int, language: str, paths: list[str]) -> None:
    async with opened(width, language) as page:
        for path in paths:
            await page.goto(f"/console/{path}")
            text = await settled(page)
            assert len(text) > 10, path
            assert not UNFINISHED.search(text), (path, UNFINISHED.search(text))
            await must_fit(page)


async def test_a_stranger_signs_in(opened: Open, lived: Lived) -> None:
    async with opened(owner=False) as page:
        await page.goto("/console/customers")
        await page.locator("input").nth(0).fill("zhou")
        await page.locator("input").nth(1).fill("wrong password")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("账号或密码不正确")).to_be_visible()
        await page.locator("input").nth(1).fill(lived.password)
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(r"/console/customers"))
        await expect(page.locator("main")).to_contain_text("客户")


async def test_a_file_of_receipts_comes_in(opened: Open, lived: Lived, tmp_path: Path) -> None:
    file = tmp_path / "till.csv"
    file.write_text(
        "小票号,交易时间,门店编码,会员卡号,数量,实收金额\n"
        "W-1,2026-11-01 10:00,T01,KA9001,1,88.00\n"
        "W-2,2026-11-01 11:00,T01,,2,12.50\n"
        "W-3,no date,T01,KA9002,1,5.00\n",
        "gb18030",
    )
    async with opened() as page:
        await page.goto("/console/imports/new")
        await page.locator("input[type=file]").set_input_files(str(file))
        await expect(page.get_by_text("实收金额").first).to_be_visible()
        await walk_on(page)
        await expect(page.locator("main")).to_contain_text("已完成", timeout=60_000)
        text = await page.locator("main").inner_text()
        assert "W-3" in text or "1" in text
        await page.goto("/console/receipts?q=W-1")
        await expect(page.locator("main")).to_contain_text("W-1")
        await expect(page.locator("main")).to_contain_text("88.00")


async def test_unknown_names_are_given_a_meaning_and_bad_rows_come_back(
    opened: Open, tmp_path: Path
) -> None:
    file = tmp_path / "other-till.csv"
    file.write_text(
        "小票号,交易时间,门店编码,商品编码,数量,实收金额\n"
        "V-1,2026-11-02 10:00,OLD-7,NEW-SKU,1,66.00\n"
        "V-2,2026-11-02 10:05,OLD-7,NEW-SKU,1,7.00\n"
        "V-3,2026-11-02 10:09,OLD-7,NEW-SKU,2,9.00\n"
        "V-4,not a day,OLD-7,NEW-SKU,1,5.00\n",
        "utf-8",
    )
    async with opened() as page:
        await page.goto("/console/imports/new")
        await page.locator("input[type=file]").set_input_files(str(file))
        await page.get_by_role("button", name="预览", exact=True).click()
        store = page.locator(".group .name", has_text="OLD-7")
        await store.get_by_role("combobox").click()
        await page.get_by_role("option").first.click()
        await page.locator(".group .name", has_text="NEW-SKU").get_by_text("新建").click()
        await page.get_by_role("button", name="保存 2 条对应").click()
        await expect(page.locator("main")).not_to_contain_text("有些名字还不认识")
        await page.get_by_role("button", name="导入 3 行").click()
        await expect(page.locator("main")).to_contain_text("已完成", timeout=60_000)
        async with page.expect_download() as saved:
            await page.get_by_role("button", name="下载问题行").click()
        bad = (await (await saved.value).path()).read_text("utf-8-sig")
        assert "V-4" in bad
        assert "not a day" in bad
        assert "V-1" not in bad
        await page.goto("/console/receipts?q=V-1")
        await expect(page.locator("main")).to_contain_text("66.00")
        await page.goto("/console/products?q=NEW-SKU")
        await expect(page.locator("main")).to_contain_text("NEW-SKU")


async def walk_on(page: Page) -> None:
    """Press the wizard's one prominent button until the import runs."""
    for _ in range(6):
        if "/imports/" in page.url and not page.url.endswith("/new"):
            return
        button = page.locator("main .el-button--primary:visible").last
        await expect(button).to_be_enabled(timeout=30_000)
        await button.click()
        await page.wait_for_timeout(800)
