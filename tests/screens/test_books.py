"""The books in the console: every check, and the end of a month."""

import os
import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import expect

from siyu.flows import stock_goods
from siyu.modules import catalog, ledger
from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open

LOOK = os.environ.get("TEST_LOOK")
"""A folder for pictures of what the tests saw."""


@pytest.fixture
async def booked(lived: Lived) -> None:
    """Something came in, and what was written is sealed."""
    async with lived.installation.kit() as kit:
        async with kit.works.open(lived.town.tenant) as work:
            sku = (await catalog.find_skus_by_code(work, ["MORE3-1"]))["MORE3-1"]
            store = lived.town.stores["T01"]
            await stock_goods.receive(work, uuid4(), store, [(sku, 12)])
        await ledger.seal(kit.works, lived.town.tenant)


@pytest.mark.parametrize(("language", "width"), [("zh-CN", PHONE), ("zh-CN", DESK), ("en", DESK)])
async def test_a_month_is_read_and_taken_along(
    opened: Open, booked: None, language: str, width: int
) -> None:
    chinese = language == "zh-CN"
    async with opened(width, language) as page:
        await page.goto("/console/ledger")
        await page.get_by_role("link", name="月底对账" if chinese else "End of month").click()
        await expect(page).to_have_url(re.compile("/console/ledger/months"))
        main = page.locator("main")
        await expect(main).to_contain_text("货架" if chinese else "Shelf")
        await expect(main).to_contain_text("入库" if chinese else "Received")
        await expect(main).to_contain_text("最后的摘要" if chinese else "The last digest")
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
        if LOOK:
            await page.screenshot(path=Path(LOOK) / f"{language}-{width}.png", full_page=True)
        async with page.expect_download() as taken:
            await page.get_by_role("link", name="导出表格" if chinese else "Export").click()
        assert (await taken.value).suggested_filename.startswith("books-")
        await page.get_by_role("button", name="上个月" if chinese else "before").click()
        await expect(page).to_have_url(re.compile(r"month=\d{4}-\d{2}"))
