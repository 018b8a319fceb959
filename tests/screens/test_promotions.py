"""Promotions from the console, clicked through: the cart beside them is priced as one types."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.screens.conftest import Open


async def choose(page: Page, field: str, option: str) -> None:
    box = page.get_by_role("combobox", name=field, exact=True)
    await page.locator(".el-select", has=box).click()
    await page.get_by_role("option", name=option, exact=True).click()


async def test_a_promotion_is_written_beside_its_price_and_run(opened: Open) -> None:
    async with opened() as page:
        main = page.locator("main")
        await page.goto("/console/promotions/new")
        await expect(main).to_contain_text("以上相加正好是应付")
        await page.get_by_label("活动名称").fill("满一百减三块")
        await choose(page, "做什么", "满 … 减 …")
        await page.get_by_label("减", exact=True).fill("3")
        await expect(main).to_contain_text("-¥3.00")
        await expect(main).to_contain_text("优惠由谁承担： 品牌 ¥3.00")
        await page.get_by_label("门槛", exact=True).fill("88888")
        await expect(main).to_contain_text("可享「满一百减三块」")
        await page.get_by_role("button", name="添加条件").click()
        await page.get_by_role("menuitem", name="限新客").click()
        await expect(main).to_contain_text("满一百减三块: 不满足参加条件")
        await page.get_by_text("新客", exact=True).click()
        await page.get_by_label("门槛", exact=True).fill("1")
        await expect(main).to_contain_text("-¥3.00")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("heading", name="满一百减三块")).to_be_visible()
        await expect(main).to_contain_text("满 ¥1.00 减 ¥3.00")
        await page.get_by_role("button", name="启用").click()
        await expect(main).to_contain_text("进行中")
        await page.get_by_role("button", name="暂停").click()
        await expect(main).to_contain_text("已暂停")
        await page.get_by_role("button", name="编辑").click()
        await page.get_by_label("减", exact=True).fill("2")
        await page.get_by_role("button", name="保存").click()
        await expect(main).to_contain_text("v2")
        await expect(main).to_contain_text("以前的版本")
        await page.get_by_role("button", name="结束").click()
        await page.get_by_role("dialog").get_by_role("button", name="结束").click()
        await expect(main).to_contain_text("已结束")
        await page.goto("/console/promotions?state=ended")
        await expect(
            main.get_by_role("link", name=re.compile("满一百减三块")).first
        ).to_be_visible()


async def test_what_is_wrong_is_said_where_it_is(opened: Open) -> None:
    async with opened(language="en") as page:
        main = page.locator("main")
        await page.goto("/console/promotions/new")
        await expect(main).to_contain_text("The lines add up to the price")
        await choose(page, "What it does", "off by rungs: …")
        await page.get_by_label("Threshold", exact=True).fill("10")
        await page.get_by_label("Off", exact=True).fill("20")
        await expect(
            page.get_by_text("No rung can take off more than its threshold.")
        ).to_be_visible()
        await page.get_by_label("Off", exact=True).fill("2")
        await expect(main).to_contain_text("-¥2.00")
        await page.get_by_role("button", name="Add a payer").click()
        await page.get_by_label("Part of it").first.fill("60")
        await page.get_by_label("Part of it").last.fill("30")
        await expect(page.get_by_text("The parts of those who pay add up to 100%.")).to_be_visible()
        await page.get_by_label("Part of it").last.fill("40")
        await expect(main).to_contain_text("Brand ¥1.20, Store ¥0.80")


@pytest.mark.parametrize("width", [390, 1440])
async def test_the_list_shows_when_they_run(opened: Open, width: int) -> None:
    async with opened(width=width) as page:
        await page.goto("/console/promotions")
        await expect(page.get_by_role("heading", name="促销活动")).to_be_visible()
        overflow = "document.documentElement.scrollWidth - innerWidth"
        assert await page.evaluate(overflow) <= 0
