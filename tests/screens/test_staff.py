"""Somebody new at headquarters: hired, signed in, her account guarded by a second step."""

import re

import pyotp
from playwright.async_api import Page, expect

from tests.screens.conftest import Open

ACCOUNT, PASSWORD = "xinlai", "spring-tea-by-the-river"


async def sign_in(page: Page) -> None:
    await page.goto("/console/sign-in")
    await page.get_by_label("账号").fill(ACCOUNT)
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")


async def choose(page: Page, label: str, option: str) -> None:
    await page.locator(".field", has_text=label).locator(".el-select").click()
    await page.get_by_role("option", name=option).click()


async def test_somebody_new_signs_in_and_guards_her_account(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/staff/new")
        await page.get_by_label("姓名").fill("新来的")
        await page.get_by_label("登录账号").fill(ACCOUNT)
        await page.get_by_label("初始密码").fill(PASSWORD)
        await choose(page, "角色", "财务")
        await page.get_by_role("button", name="保存").click()
        await expect(page).to_have_url(re.compile(r"/console/staff/[0-9a-f-]{36}$"))
        await expect(page.locator("main")).to_contain_text("新来的")
    async with opened(owner=False) as page:
        await sign_in(page)
        await expect(page).to_have_url(re.compile(r"/console/$"))
        await page.goto("/console/me")
        await page.get_by_role("button", name="开启两步验证").click()
        dialog = page.get_by_role("dialog")
        secret = await dialog.locator("input[readonly]").input_value()
        await dialog.get_by_label("验证码").fill(pyotp.TOTP(secret).now())
        await page.keyboard.press("Enter")
        recovery = page.locator(".recovery")
        await expect(recovery).to_be_visible()
        code = await recovery.locator("li").first.inner_text()
    async with opened(owner=False) as page:
        await sign_in(page)
        await expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
        await page.get_by_label("验证码").fill("000000")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_be_visible()
        await page.get_by_label("验证码").fill(code)
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(r"/console/$"))
