"""The guide shares what she likes and writes to one of hers; the gate says what became of it."""

import re

from playwright.async_api import expect

from tests.house.installed import Lived
from tests.screens.conftest import PHONE, Open
from tests.screens.shelf import BIB, Shelf
from tests.screens.test_mall_shop import enter_desk, open_at, press, sign_in


async def test_a_product_is_shared_with_link_and_poster(
    opened: Open, lived: Lived, shelf: Shelf
) -> None:
    async with opened(PHONE, owner=False) as page:
        await enter_desk(page, lived)
        await page.locator(".tabs .tab", has_text="分享").click()
        await page.locator(".search-box input").fill("围兜")
        await page.locator(".row", has_text="立体防水围兜").click()
        await expect(page.locator(".url")).to_have_text(re.compile(r"/s/\w+"))
        poster = page.locator(".poster img")
        await expect(poster).to_have_attribute("src", re.compile("^data:image/png;base64,"))
        assert await poster.evaluate("picture => picture.naturalWidth") > 300
        link = await page.locator(".url").inner_text()
    async with opened(PHONE, owner=False) as page:
        await page.goto(link)
        await expect(page).to_have_url(re.compile(f"product.*{shelf.products[BIB]}"))
        await expect(page.locator(".name").first).to_contain_text("立体防水围兜")


async def test_a_letter_reaches_her_and_advertising_does_not(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    async with opened(PHONE, owner=False) as hers, opened(PHONE, owner=False) as page:
        await hers.goto(f"/c/{shelf.slug}")
        await hers.locator(".uni-tabbar__item", has_text="我的").click()
        await press(hers, "手机号登录").click()
        number = await sign_in(hers, lived, owner_cookie)
        await expect(hers.locator(".why")).to_contain_text("安安")

        await enter_desk(page, lived)
        await page.locator(".tabs .tab", has_text="客户").click()
        await page.locator(".search-box input").fill(number[-4:])
        await expect(page.locator(".person")).to_have_count(1)
        await page.locator(".person").click()
        await press(page, "写消息").click()
        words = f"围兜到了，给您留了一条（{number[-4:]}）"
        await page.locator("textarea").fill(words)
        await press(page, "附上商品或文章").click()
        await page.locator(".sheet .search-box input").fill("围兜")
        await page.locator(".sheet .row", has_text="立体防水围兜").click()
        await press(page, "发送").click()
        await expect(page.locator(".verdict-card.good")).to_be_visible()
        await page.locator(".back:visible").click()
        await press(page, "送券").click()
        await page.locator(".offer", has_text="导购心意券").locator(".button").click()
        await expect(page.locator(".coupons-card .row", has_text="导购心意券")).to_be_visible()
        await expect(page.locator(".sent")).to_contain_text("已放进她的券包")
        await press(page, "写消息告诉她").click()
        await page.locator(".choice", has_text="营销").click()
        await page.locator("textarea").fill("全场九折")
        await press(page, "发送").click()
        await expect(page.locator(".verdict-card.withheld")).to_contain_text("同意")

        await open_at(hers, "/")
        await expect(hers.locator(".guide-card .badge")).to_have_text("1")
        await hers.locator(".guide-card").click()
        await expect(hers.locator(".letter .words").first).to_have_text(words)
        await hers.locator(".letter .card-preview").click()
        await expect(hers).to_have_url(re.compile(f"product.*{shelf.products[BIB]}"))
        await open_at(page, "/pages-guide/letters/index")
        await expect(page.locator(".letter").first).to_contain_text("已读")
        await expect(page.locator(".letter").first).to_contain_text("点开了卡片")


async def test_a_newcomer_is_greeted_from_todays_list(
    opened: Open, lived: Lived, owner_cookie: str, shelf: Shelf
) -> None:
    async with opened(PHONE, owner=False) as hers:
        await hers.goto(f"/c/{shelf.slug}")
        await hers.locator(".uni-tabbar__item", has_text="我的").click()
        await press(hers, "手机号登录").click()
        number = await sign_in(hers, lived, owner_cookie)
        await expect(hers.locator(".why")).to_contain_text("安安")
    async with opened(PHONE, owner=False) as page:
        await enter_desk(page, lived)
        await expect(page.locator(".task").first).to_be_visible()
        wide = page.locator(".button", has_text="展开全部")
        if await wide.count():
            await wide.click()
        task = page.locator(".task", has_text=number[-4:])
        await expect(task.locator(".reason")).not_to_be_empty()
        await task.locator(".button", has_text="写消息").click()
        await expect(page.locator("textarea")).not_to_have_value("")
        await press(page, "发送").click()
        await expect(page.locator(".verdict-card.good")).to_be_visible()
        await page.locator(".back:visible").click()
        await expect(task).to_have_count(0)
