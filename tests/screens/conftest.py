"""A browser on the town: fresh context per test, foreign hosts refused, complaints collected."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from siyu.api.console import entry
from tests.house.installed import Lived
from tests.screens.shelf import Shelf, furnish

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Without a window's paint and compositor it takes half the time; any Chromium does.
SHELL = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
PHONE, DESK = 390, 1440
HERE, DEMO = Path(__file__).parent, "test_demo.py"

# Waiting ends when it comes true; only a loaded machine takes long.
expect.set_options(timeout=20_000)

Open = Callable[..., AbstractAsyncContextManager[Page]]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        one = await playwright.chromium.launch(executable_path=SHELL, args=FLAGS)
        yield one
        await one.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The three phones move the town's clock by a week: they come last among the screens."""
    screens = [one for one in items if one.path.parent == HERE]
    order = iter(sorted(screens, key=lambda one: one.path.name == DEMO))
    items[:] = [next(order) if one.path.parent == HERE else one for one in items]


@pytest.fixture(scope="session")
def entered() -> dict[str, str]:
    """The owner's cookie, while it is good."""
    return {}


@pytest.fixture
def owner_cookie(lived: Lived, entered: dict[str, str]) -> str:
    """Whoever skips a week is signed out, so it is looked at before it is used again."""
    at = f"{lived.url}/api/console/session"
    if not entered or httpx.get(at, cookies=entered, timeout=30).status_code != 200:
        body = {"account": "zhou", "password": lived.password}
        answer = httpx.post(at, json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        entered[entry.COOKIE] = answer.cookies[entry.COOKIE]
    return entered[entry.COOKIE]


@pytest.fixture
def opened(browser: Browser, lived: Lived, owner_cookie: str) -> Open:
    """A page in a browser of its own; leaving it asserts that nothing complained."""

    @asynccontextmanager
    async def open_page(
        width: int = DESK, language: str = "zh-CN", *, owner: bool = True
    ) -> AsyncIterator[Page]:
        context = await browser.new_context(
            viewport={"width": width, "height": 844}, locale=language, base_url=lived.url
        )
        if owner:
            cookie = {
                "name": entry.COOKIE,
                "value": owner_cookie,
                "url": f"{lived.url}{entry.PATH}",
            }
            await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((lived.url, "data:", "blob:"))
                else complaints.append(f"foreign: {request.url}")
            ),
        )
        page.on(
            "response",
            lambda answer: (
                complaints.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
            ),
        )
        yield page
        await context.close()
        assert not complaints, complaints

    return open_page


@pytest.fixture(scope="session")
async def shelf(lived: Lived) -> Shelf:
    """The town's shop, ready to sell."""
    return await furnish(lived)
