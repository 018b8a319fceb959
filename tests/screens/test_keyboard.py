"""Without a mouse: where Tab leads, that one sees where one is, Enter and Esc."""

import re

from playwright.async_api import Page, expect

from tests.house.installed import Lived
from tests.screens.conftest import Open

AT = """() => {
  const at = document.activeElement
  const ring = [at, at.closest('.el-input__wrapper, .el-select__wrapper, .el-checkbox, label')]
    .filter(Boolean).map(one => getComputedStyle(one))
    .some(style => style.boxShadow !== 'none' || style.outlineStyle !== 'none')
  const name = at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || ''
  return { name: name.trim(), ring }
}"""


async def walk(page: Page, to: str, most: int = 12) -> int:
    """Tab until there; how many steps it took, each of which showed where one was."""
    for step in range(1, most + 1):
        await page.keyboard.press("Tab")
        at = await page.evaluate(AT)
        assert at["ring"], at
        if at["name"] == to:
            return step
    raise AssertionError(f"{to} is not reached within {most} steps")


async def test_the_sign_in_page_is_walked_in_order(opened: Open, lived: Lived) -> None:
    async with opened(owner=False) as page:
        await page.goto("/console/sign-in")
        await expect(page.get_by_label("账号")).to_be_focused()
        await page.keyboard.type("zhou")
        assert await walk(page, "密码") == 1
        await page.keyboard.type(lived.password)
        assert await walk(page, "登录") == 1
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(r"/console/$"))


async def test_a_list_is_searched_and_opened(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/stores")
        await page.locator("main tbody tr").first.wait_for()
        await page.keyboard.press("/")
        await expect(page.get_by_role("searchbox")).to_be_focused()
        await page.keyboard.type("T01")
        await page.keyboard.press("Enter")
        row = page.locator("main tbody tr")
        await expect(row).to_have_count(1)
        head = await row.locator("a.head").inner_text()
        await walk(page, head)
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(r"/console/stores/[0-9a-f-]{36}$"))


async def test_a_dialog_is_left_by_esc_and_sent_by_enter(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/regions")
        new = page.get_by_role("button", name="新建区域")
        await new.focus()
        await page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        await expect(dialog.get_by_label("区域名称")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(dialog).to_be_hidden()
        await expect(new).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(dialog.get_by_label("区域名称")).to_be_focused()
        await page.keyboard.type("键盘大区")
        await page.keyboard.press("Enter")
        await expect(page.locator("main tbody")).to_contain_text("键盘大区")
