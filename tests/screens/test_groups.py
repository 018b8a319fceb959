"""Group buys from the console's form to a full group, and to one that fails."""

import os
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from playwright.async_api import Page, expect

from siyu.flows import group_buys
from siyu.kernel.db import Command
from siyu.modules import groups
from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import BIB, BOTTLE, Shelf
from tests.screens.test_mall_shop import open_at, pay, press, read_pickup
from tests.screens.test_purse import enter

LOOK = os.environ.get("LOOK_AT_GROUPS")
END = Command("update groups.group set until = $3 where tenant_id = $1 and id = $2")
PEOPLE = iter(range(13700138301, 13700138399))


async def look(page: Page, called: str) -> None:
    """A picture for whoever wants to look."""
    if LOOK:
        await page.wait_for_timeout(700)
        await page.screenshot(path=Path(LOOK) / f"{called}.png")


async def buy(page: Page, words: str, price: str) -> None:
    """From a button that starts or joins a group, until it is paid for."""
    await press(page, words).click()
    await expect(page.locator(".seat")).to_contain_text("人团")
    await expect(page.locator(".bottom-bar:visible .price")).to_have_text(price)
    await press(page, "提交订单").click()
    await expect(page.locator("body")).to_contain_text("不产生真实扣款")
    await pay(page)
    await expect(page.locator(".pickup-card, .use").first).to_be_visible()


async def offered(lived: Lived, sku: UUID, name: str, *, newcomers: bool = False) -> UUID:
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        terms = groups.Terms(
            name=name,
            sku=sku,
            price_minor=3900,
            size=2,
            hours=24,
            since=work.now,
            until=work.now + timedelta(days=3),
            cap=2,
            newcomers=newcomers,
            stores=(lived.town.stores["T01"],),
        )
        offer = await group_buys.draft(work, terms)
        return (await group_buys.move(work, offer.id, "open")).id


async def write(page: Page) -> None:
    """The form, first with what is missing."""
    await page.goto("/console/group-buys/new")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("alert").first).to_contain_text("必填")
    await look(page, "console-form-1440-zh")
    await page.get_by_label("名称").fill("围兜三人团")
    goods = page.get_by_role("combobox", name="商品", exact=True)
    await page.locator(".el-select", has=goods).click()
    await goods.fill("围兜")
    await page.get_by_role("option", name=re.compile("防水围兜")).first.click()
    await page.get_by_label("拼团价").fill("26")
    await page.get_by_label("成团人数").fill("3")
    for label, day in (("开始", "2020-01-01"), ("结束", "2090-01-01")):
        await page.get_by_label(label, exact=True).fill(day)
        await page.keyboard.press("Enter")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("heading", name="围兜三人团")).to_be_visible()
    await page.get_by_role("button", name="编辑").click()
    await expect(page.get_by_label("拼团价")).to_have_value(re.compile(r"^26(\.00)?$"))
    await page.get_by_label("拼团价").fill("25")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator("main")).to_contain_text("¥25.00")
    await look(page, "console-draft-1440-zh")
    await page.get_by_role("button", name="开放拼团").click()
    await page.get_by_role("dialog").get_by_role("button", name="开放拼团").click()
    await expect(page.locator("main")).to_contain_text("进行中")


async def test_a_group_of_three_is_filled(opened: Open, lived: Lived, shelf: Shelf) -> None:
    async with (
        opened() as page,
        opened(PHONE, owner=False) as first,
        opened(PHONE, owner=False) as second,
        opened(PHONE, owner=False) as third,
    ):
        await write(page)
        for phone in (first, second, third):
            await enter(phone, lived, str(next(PEOPLE)))
        await open_at(first, "/pages/home/index")
        await expect(first.locator(".together")).to_contain_text("3 人团")
        await look(first, "home-390-zh")
        await open_at(first, f"/pages/product/index?id={shelf.products[BIB]}")
        await expect(first.locator("body")).to_contain_text("围兜三人团")
        await look(first, "product-390-zh")
        await press(first, "开团 ¥25").click()
        await expect(first.locator(".seat")).to_contain_text("3 人团 · 还差 3 人")
        await look(first, "checkout-390-zh")
        await open_at(first, f"/pages/product/index?id={shelf.products[BIB]}")
        await buy(first, "开团 ¥25", "¥25.00")
        await expect(first.locator(".head .state")).to_have_text("待成团")
        await expect(first.locator(".sentence")).to_contain_text("还差 2 人成团")
        await look(first, "order-waits-390-zh")
        await first.locator(".use", has_text="看拼团进度").click()
        await expect(first.locator(".strong", has_text="还差 2 人")).to_be_visible()
        await expect(first.locator(".people .free")).to_have_count(2)
        await look(first, "group-open-390-zh")
        await press(first, "邀请好友").click()
        group = re.search(r"id=([0-9a-f-]{36})", first.url)
        assert group is not None

        await open_at(second, f"/pages/group/index?id={group[1]}")
        await expect(second.locator(".people .person")).to_have_count(3)
        await look(second, "group-friend-390-zh")
        await buy(second, "去参团", "¥25.00")
        await open_at(third, f"/pages/product/index?id={shelf.products[BIB]}")
        await expect(third.locator("body")).to_contain_text("正在等人的团")
        await look(third, "product-looking-390-zh")
        await buy(third, "去参团", "¥25.00")
        await read_pickup(third)
        await expect(first.locator(".strong", has_text="拼团成功")).to_be_visible()
        await look(first, "group-full-390-zh")
        await press(first, "看我的订单").click()
        await read_pickup(first)
        await look(first, "order-full-390-zh")

        await expect(page.locator("main")).to_contain_text(re.compile(r"已成团\s*1"))
        await expect(page.locator("main")).to_contain_text(re.compile(r"已付款名额\s*3"))
        await look(page, "console-live-1440-zh")
        await page.set_viewport_size({"width": PHONE, "height": 844})
        await look(page, "console-live-390-zh")
        await page.goto("/console/group-buys")
        await look(page, "console-list-390-zh")
        await page.set_viewport_size({"width": DESK, "height": 844})
        await page.get_by_text("围兜三人团").click()
        await page.get_by_role("button", name="停止拼团").click()
        await page.get_by_role("dialog").get_by_role("button", name="停止拼团").click()
        await expect(page.locator("main")).to_contain_text("已停止")


async def test_a_group_that_is_not_filled_pays_back(
    opened: Open, lived: Lived, shelf: Shelf
) -> None:
    offer = await offered(lived, shelf.skus[f"{BOTTLE}-1"], "Bottle for two", newcomers=True)
    async with (
        opened(PHONE, owner=False) as first,
        opened(PHONE, "en-US", owner=False) as second,
        opened(language="en-US") as page,
    ):
        await enter(first, lived, str(next(PEOPLE)))
        await enter(second, lived, str(next(PEOPLE)))
        await open_at(first, f"/pages/product/index?id={shelf.products[BOTTLE]}")
        await buy(first, "开团 ¥39", "¥39.00")
        await first.locator(".use", has_text="看拼团进度").click()
        await expect(first.locator(".strong", has_text="还差 1 人")).to_be_visible()
        found = re.search(r"id=([0-9a-f-]{36})", first.url)
        assert found is not None
        group = UUID(found[1])
        # Somebody sits down and does not pay.
        await open_at(second, f"/pages/group/index?id={group}")
        await expect(second.locator("body")).to_contain_text("Only for people new here")
        await look(second, "group-newcomers-390-en")
        await press(second, "Join").click()
        await expect(second.locator(".seat")).to_contain_text("Group of 2 · 1 more")
        await look(second, "checkout-390-en")
        await press(second, "Place order").click()
        await expect(second.locator("button.first")).to_be_visible()

        async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
            await END.run(work, work.tenant, group, work.now)
        await expect(first.locator(".strong", has_text="没有成团")).to_be_visible()
        await look(first, "group-failed-390-zh")
        await press(first, "看我的订单").click()
        await expect(first.locator(".head .state")).to_have_text("已退款")
        await look(first, "order-failed-390-zh")
        await open_at(second, f"/pages/group/index?id={group}")
        await expect(second.locator("body")).to_contain_text("The group was not filled")
        await look(second, "group-failed-390-en")
        await second.set_viewport_size({"width": DESK, "height": 900})
        await look(second, "group-failed-1440-en")

        await page.goto(f"/console/group-buys/{offer}")
        await expect(page.locator("main")).to_contain_text("Bottle for two")
        await expect(page.locator("main")).to_contain_text(re.compile(r"Seats paid back\s*1"))
        await look(page, "console-failed-1440-en")
        await page.goto("/console/group-buys/new")
        await look(page, "console-form-1440-en")
        await page.goto("/console/group-buys?state=draft")
        await look(page, "console-empty-1440-en")
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        await group_buys.move(work, offer, "closed")
