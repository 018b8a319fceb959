"""A customer's own word and her right to be forgotten, from the storefront to the console."""

import re
from datetime import UTC, datetime

import httpx
from playwright.async_api import Page, expect

from siyu.api.console import entry
from siyu.modules import customers
from tests.house.installed import Lived
from tests.screens.conftest import PHONE, Open

NUMBER = "13700137991"
CONSENT = "短信优惠通知"


async def read_code(lived: Lived, cookie: str, page: Page, number: str = NUMBER) -> str:
    """The code in the sandbox's box of text messages, once the worker handed it over."""
    cookies = {entry.COOKIE: cookie}
    async with httpx.AsyncClient(base_url=lived.url, cookies=cookies, timeout=30) as client:
        for _ in range(60):
            answer = await client.get("/api/console/sandbox/sms/messages", params={"size": 5})
            for message in answer.json()["items"]:
                if message["phone"].endswith(number):
                    return re.findall(r"\d{6}", message["text"])[0]
            await page.wait_for_timeout(250)
    raise AssertionError("no code came")


async def sign_in(page: Page, lived: Lived, cookie: str) -> None:
    fields = page.locator(".text-field input")
    await fields.nth(0).fill(NUMBER)
    await page.locator(".text-field .button").click()
    await fields.nth(1).fill(await read_code(lived, cookie, page))
    await page.locator(".submit .button").click()
    await page.locator(".go .button:visible").click()


async def test_a_consent_is_given_and_withdrawn(
    opened: Open, lived: Lived, owner_cookie: str
) -> None:
    async with opened(PHONE, owner=False) as page:
        await page.goto("/#/pages/consents/index")
        await sign_in(page, lived, owner_cookie)
        state = page.locator(".state").first
        for words in ("已同意", "已关闭"):
            await page.locator(".track").first.click()
            await expect(state).to_contain_text(words)
    async with opened() as page:
        await page.goto(f"/console/customers?q={NUMBER}")
        await page.locator("main tbody a").first.click()
        await expect(page.get_by_text(f"拒绝{CONSENT}", exact=True)).to_be_visible()
        await expect(page.get_by_text(f"同意{CONSENT}", exact=True)).to_be_visible()
        await expect(page.locator(".consents")).to_contain_text("已拒绝")
        assert "marketing_sms" not in await page.locator("main").inner_text()


async def test_a_customer_is_erased(opened: Open, lived: Lived) -> None:
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        identity = customers.read_identity("13700137992")
        seen = customers.Meet(identity=identity, source="pos", at=datetime.now(UTC), name="江一鸣")
        [met] = await customers.meet(work, [seen])
    async with opened() as page:
        await page.goto(f"/console/customers/{met.customer}")
        await page.get_by_role("button", name="删除个人数据").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("江一鸣")
        await dialog.get_by_role("button", name="删除个人数据").click()
        await expect(dialog.get_by_role("alert")).to_be_visible()
        await dialog.locator("textarea").fill("她本人的要求")
        await dialog.get_by_role("button", name="删除个人数据").click()
        await expect(page).to_have_url(re.compile(r"/console/customers$"))
        await page.goto("/console/customers?q=江一鸣")
        await expect(page.locator("main")).to_contain_text("没有符合条件的记录")
        await page.goto(f"/console/customers/{met.customer}")
        await expect(page.get_by_role("alert")).to_be_visible()
