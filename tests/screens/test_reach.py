"""Reaching people from the console: codes, audiences, campaigns, tags, articles: clicked."""

import re

from playwright.async_api import Locator, Page, expect

from tests.screens.conftest import PHONE, Open


async def choose(page: Page, field: Locator, text: str) -> None:
    """One of what a picker offers."""
    await field.click()
    await page.get_by_role("option", name=re.compile(text)).first.click()


async def keep_audience(page: Page, name: str) -> None:
    """Everybody, under a name; ends on its page."""
    await page.goto("/console/audiences/new")
    await page.get_by_label("人群名称").fill(name)
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()


async def test_a_code_is_made_and_its_poster_seen(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/codes/new")
        await page.get_by_label("活码名称").fill("东门口立牌")
        await page.get_by_label("投放位置").fill("立牌")
        await page.get_by_label("海报上写明她得到什么").fill("扫码领 20 元新人券")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("heading", name="东门口立牌")).to_be_visible()
        poster = page.get_by_alt_text("东门口立牌 的海报")
        await expect(poster).to_be_visible()
        await expect(poster).to_have_js_property("complete", True)
        assert await poster.evaluate("image => image.naturalWidth") > 1000
        await page.get_by_text("A4", exact=True).click()
        await expect(poster).to_have_attribute("src", re.compile("paper=a4"))
        await page.goto("/console/codes")
        await expect(page.locator("main")).to_contain_text("东门口立牌")


async def test_people_are_counted_while_an_audience_is_built(opened: Open) -> None:
    async with opened() as page:
        await page.goto("/console/audiences/new")
        total = page.locator(".total strong")
        await expect(total).to_have_text(re.compile(r"^[1-9]"))
        everybody = int(await total.inner_text())
        await page.get_by_role("button", name="加条件").first.click()
        await page.get_by_role("menuitem", name=re.compile("已同意")).click()
        await expect(total).to_have_text("0")
        await page.locator(".op").first.click()
        await page.get_by_role("option", name="一个都不满足").click()
        await expect(total).to_have_text(str(everybody))
        await page.get_by_label("人群名称").fill("还没同意的人")
        await page.get_by_role("button", name="保存", exact=True).click()
        await expect(page.get_by_role("heading", name="还没同意的人")).to_be_visible()
        await expect(page.locator("main")).to_contain_text("已同意")


async def test_a_campaign_says_who_did_not_get_it_and_why(opened: Open) -> None:
    async with opened() as page:
        # Whatever the hour of this test, it is no time of quiet.
        await page.goto("/console/reach-rules")
        for label in ("免打扰开始", "免打扰结束"):
            await page.get_by_label(label).fill("00:00")
        await page.get_by_role("button", name="保存").click()
        await expect(page).to_have_url(re.compile("/console/campaigns$"))
        await keep_audience(page, "全部客户")
        await page.get_by_role("button", name="给他们发消息").click()
        await page.get_by_role("button", name="下一步").click()
        await page.get_by_label("名称").fill("三月新品")
        await page.get_by_label("内容").fill("新到的学饮杯，欢迎来试。")
        await page.get_by_role("button", name="下一步").click()
        why = page.locator(".bars li", has_text="还没有表示过同意")
        await expect(why).to_be_visible()
        await page.get_by_role("button", name="开始发送").click()
        await expect(page.locator("main")).to_contain_text("已完成", timeout=60_000)
        left_out = await why.locator(".number").inner_text()
        assert int(re.match(r"\d+", left_out)[0]) > 0  # type: ignore[index]
        await why.get_by_role("link").click()
        await expect(page.locator("main")).to_contain_text("No. ")


async def test_a_whole_audience_is_tagged(opened: Open) -> None:
    async with opened() as page:
        await keep_audience(page, "要打标签的人")
        await page.goto("/console/tags")
        await page.get_by_role("button", name="新建标签组").first.click()
        await page.get_by_role("dialog").get_by_label("名称").fill("喂养方式")
        await page.get_by_role("dialog").get_by_role("button", name="保存").click()
        group = page.locator("section", has_text="喂养方式").last
        await group.get_by_role("button", name="添加标签").click()
        await page.get_by_role("dialog").get_by_label("名称").fill("混合喂养")
        await page.get_by_role("dialog").get_by_role("button", name="保存").click()
        await expect(page.locator("main")).to_contain_text("混合喂养")
        await page.get_by_role("button", name="批量打标签").click()
        asking = page.get_by_role("dialog")
        await choose(page, asking.get_by_label("人群", exact=True), "要打标签的人")
        await choose(page, asking.get_by_label("标签", exact=True), "混合喂养")
        await asking.get_by_role("button", name="批量打标签").click()
        done = page.get_by_text(re.compile(r"已处理 (\d+) / \1 人"))
        await expect(done).to_be_visible(timeout=60_000)
        await expect(page.locator("main")).to_contain_text("打上“喂养方式 · 混合喂养”")
        await page.goto("/console/customers")
        await page.locator("main a").filter(has_text=re.compile("\\S")).first.wait_for()


async def test_an_article_with_flagged_words_is_published_by_who_answers_for_it(
    opened: Open,
) -> None:
    async with opened(PHONE) as page:
        await page.goto("/console/articles/new")
        await page.get_by_label("标题").fill("米粉怎么选")
        await page.get_by_label("段落 1").fill("这是全国第一的米粉。")
        await expect(page.locator("main")).to_contain_text("绝对化用语")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("heading", name="米粉怎么选").first).to_be_visible()
        await page.get_by_role("button", name="发布", exact=True).click()
        await page.get_by_role("dialog").get_by_role("button", name="确认无误并发布").click()
        await expect(page.locator("main")).to_contain_text("已发布")
