"""Storefront and guide desk in Chromium, and the same flows in the compiled mini program."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.async_api import expect

from siyu.demo.town import PEOPLE
from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import BIB, Shelf

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("width", "language"), [(PHONE, "zh-CN"), (DESK, "en-US")])
async def test_anybody_looks_around_the_storefront(opened: Open, width: int, language: str) -> None:
    async with opened(width, language, owner=False) as page:
        await page.goto("/")
        await expect(page.locator("body")).to_contain_text("春溪母婴")
        text = await page.locator("body").inner_text()
        assert not re.search(r"\bundefined\b|\bNaN\b", text)


@pytest.mark.parametrize(
    ("language", "spoken", "word"),
    [("zh-CN", "zh-CN", "首页"), ("en-GB", "en", "Home"), ("fr-FR", "zh-CN", "首页")],
)
async def test_the_mall_opens_in_the_browsers_language(
    opened: Open, language: str, spoken: str, word: str
) -> None:
    async with opened(PHONE, language, owner=False) as page:
        await page.goto("/")
        await expect(page.locator(".uni-tabbar__item").first).to_contain_text(word)
        await expect(page.locator("html")).to_have_attribute("lang", spoken)


async def test_console_and_mall_keep_their_languages_apart(opened: Open) -> None:
    """They share an address, and what the browser keeps of it."""
    async with opened() as page:
        await page.goto("/#/pages/me/index")
        await page.locator(".choice", has_text="English").click()
        await expect(page.locator(".uni-tabbar__item").first).to_contain_text("Home")
        await page.goto("/console/")
        await expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        await page.goto("/")
        await expect(page.locator(".uni-tabbar__item").first).to_contain_text("Home")


async def test_a_guide_sees_her_customers(opened: Open, lived: Lived) -> None:
    async with opened(PHONE, owner=False) as page:
        await page.goto("/guide/")
        await page.locator("input").nth(0).fill("anan")
        await page.locator("input").nth(1).fill(lived.password)
        await page.keyboard.press("Enter")
        await expect(page.locator("body")).to_contain_text("安安", timeout=15_000)


def test_the_compiled_mini_program_does_it_too(lived: Lived, shelf: Shelf) -> None:
    phone = next(one.phone for one in PEOPLE if one.phone)
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SIYU_URL": lived.url,
        "SIYU_PHONE": phone,
        "SIYU_PRODUCT": str(shelf.products[BIB]),
        "SIYU_CODE": shelf.slug,
        "SIYU_GUIDE": f"anan:{lived.password}",
        "SIYU_CONSOLE": f"zhou:{lived.password}",
    }
    done = subprocess.run(
        ["npm", "run", "-s", "test:town"],
        cwd=ROOT / "screens/mall",
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
