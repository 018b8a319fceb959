"""Three phones of one merchant, and what its three buttons do to them."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.async_api import FrameLocator, Locator, Page, expect

from siyu.modules import catalog, customers
from tests.house.installed import Lived
from tests.screens.conftest import DESK, PHONE, Open
from tests.screens.shelf import BIB, Shelf
from tests.screens.test_customer import read_code

CROWD, PIECES = 40, 30
PHONES = iter(range(13600136001, 13600136099))
WANTED = "MORE2-1"
DESKTOP, HERS = "导购工作台", "顾客手机"


@pytest.fixture(scope="module")
async def stage(lived: Lived, shelf: Shelf) -> Shelf:
    """Enough members for a crowd, and something that all of them want."""
    store = lived.town.stores["T01"]
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        crowd = [
            customers.Meet(
                identity=customers.Identity("phone", f"135{n:08}"),
                source="test",
                at=work.now,
                store=store,
            )
            for n in range(CROWD)
        ]
        await customers.meet(work, crowd)
        # Nothing that the other screens sell: a crowd leaves the shelf empty.
        wanted = (await catalog.find_skus_by_code(work, [WANTED]))[WANTED]
        product = (await catalog.offers(work, [wanted]))[wanted].product_id
    lived.set_stage(slug=shelf.slug, sku=wanted, product=product)
    return shelf


def phone(page: Page, who: str) -> FrameLocator:
    return page.frame_locator(f"iframe[title='{who}']")


def press(face: FrameLocator, words: str) -> Locator:
    return face.locator(".button:visible", has_text=words).last


async def open_stage(page: Page, query: str = f"?buyers={CROWD}&pieces={PIECES}") -> None:
    await page.goto(f"/demo{query}")
    await expect(page.locator(".phone")).to_have_count(3, timeout=30_000)


async def go(page: Page, who: str, route: str) -> None:
    """Opens a page of the mall in a frame, as a tap on a link would."""
    face = phone(page, who)
    await face.locator("body").evaluate("(_, to) => { location.hash = to }", route)


async def join(page: Page, lived: Lived, cookie: str) -> str:
    """Whoever holds the third phone signs in; the text message shows under it."""
    number = str(next(PHONES))
    hers = phone(page, HERS)
    await hers.locator(".uni-tabbar__item", has_text="我的").click()
    await press(hers, "手机号登录").click()
    fields = hers.locator(".text-field input:visible")
    await fields.nth(0).fill(number)
    await hers.locator(".text-field .button:visible").click()
    code = await read_code(lived, cookie, page, number)
    await expect(page.locator(".sms")).to_contain_text(code)
    await fields.nth(1).fill(code)
    await hers.locator(".submit .button:visible").click()
    await expect(hers.locator(".ticket").first).to_be_visible()
    await press(hers, "开始逛逛").click()
    return number


async def buy_bib(page: Page, stage: Shelf) -> str:
    """She pays for one and reads what opens it."""
    hers = phone(page, HERS)
    await go(page, HERS, f"/pages/product/index?id={stage.products[BIB]}")
    await press(hers, "立即购买").click()
    await hers.locator(".sheet .button", has_text="立即购买").click()
    await press(hers, "提交订单").click()
    await expect(hers.locator("body")).to_contain_text("不产生真实扣款")
    await hers.locator("button.first").click()
    await hers.locator("a.button.first").click()
    code = hers.locator(".pickup-card .code")
    await expect(code).to_have_text(re.compile(r"\d{4}\s\d{4}"))
    return re.sub(r"\D", "", await code.inner_text())


async def hand_over(page: Page, code: str) -> None:
    guide = phone(page, DESKTOP)
    await guide.locator(".tabs .tab", has_text="提货").click()
    await guide.locator(".text-field input").fill(code)
    await press(guide, "查看").click()
    await press(guide, "确认交货，核销").click()
    await guide.locator(".uni-modal__btn_primary").click()
    await expect(guide.locator(".top.done")).to_contain_text("已核销")


async def read_clock(page: Page) -> datetime:
    said = await page.locator(".now").inner_text()
    shown = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", said)
    assert shown is not None, said
    return datetime.fromisoformat(shown[0])


@pytest.mark.parametrize(("width", "language"), [(DESK, "zh-CN"), (PHONE, "zh-CN"), (DESK, "en")])
async def test_three_frames_show_one_merchant(
    opened: Open, stage: Shelf, width: int, language: str
) -> None:
    async with opened(width, language, owner=False) as page:
        await open_stage(page)
        console, guide, hers = (page.frame_locator("iframe").nth(n) for n in range(3))
        await expect(console.locator("body")).to_contain_text("春溪母婴")
        await expect(guide.locator(".head .who .name")).to_have_text("安安")
        await expect(guide.locator(".head .who .shop")).to_have_text("春溪母婴")
        await expect(hers.locator(".nav").first).to_contain_text("春溪母婴")
        word = "Today" if language == "en" else "今日"
        await expect(guide.locator(".tabs .on")).to_contain_text(word)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, "the page scrolls sideways"


async def test_a_crowd_gets_what_is_there_and_the_others_hear_why(
    opened: Open, stage: Shelf
) -> None:
    async with opened(owner=False) as page:
        await open_stage(page)
        meter = page.get_by_role("meter")
        await page.get_by_role("button", name=f"来 {CROWD} 人抢 {PIECES} 件").click()
        # While they still come the bar falls.
        await page.wait_for_function(
            """most => {
              const left = Number(document.querySelector('[role=meter]').ariaValueNow)
              return left > 0 && left < most
            }""",
            arg=PIECES,
        )
        await expect(page.locator("dl")).to_be_visible()
        await expect(meter).to_have_attribute("aria-valuenow", "0")
        said = await page.locator("dd").all_inner_texts()
        assert said[:3] == [str(PIECES), str(CROWD - PIECES), "0"], "granted, refused, oversold"
        await expect(page.locator(".told")).to_have_text(
            re.compile(rf"^{CROWD - PIECES} 人被告知：.*已售罄")
        )


async def test_a_week_and_a_refund_are_seen_on_all_three(
    opened: Open, lived: Lived, owner_cookie: str, stage: Shelf
) -> None:
    async with opened(owner=False) as page:
        # The whole phones: what is fixed to the bottom of a frame can't be scrolled to.
        await page.set_viewport_size({"width": DESK, "height": 1600})
        await open_stage(page)
        hers, guide = phone(page, HERS), phone(page, DESKTOP)
        await join(page, lived, owner_cookie)
        code = await buy_bib(page, stage)
        await go(page, HERS, "/pages/coupons/index")
        five = hers.locator(".ticket", has_text="会员减 5 元")
        await five.locator(".button", has_text="领取").click()
        await expect(five.locator(".button", has_text="去使用")).to_be_visible()
        await hand_over(page, code)
        await guide.locator(".tabs .tab", has_text="收入").click()
        earned = guide.locator(".earning", has_text="立体防水围兜").first
        await expect(earned.locator(".chip")).to_contain_text("解冻")
        await expect(earned.locator(".chip")).not_to_contain_text("已解冻")

        before = await read_clock(page)
        await page.get_by_role("button", name="快进 7 天").click()
        await expect(page.locator(".now")).to_contain_text(f"{before + timedelta(days=7):%Y-%m}")
        await expect(page.locator(".now")).not_to_contain_text(f"{before:%Y-%m-%d}")
        assert await read_clock(page) - before >= timedelta(days=7)
        # All three come in again: the owner's session is over by then.
        await expect(guide.locator(".head .who .name")).to_have_text("安安")
        office = page.frame_locator("iframe[title='总部后台']")
        await expect(office.locator("body")).to_contain_text(f"{before + timedelta(days=7):%Y-%m}")
        await expect(office.get_by_label("密码")).to_have_count(0)
        await guide.locator(".tabs .tab", has_text="收入").click()
        await expect(earned.locator(".chip")).to_contain_text("已解冻", timeout=90_000)
        await expect(hers.locator(".uni-tabbar__item").first).to_be_visible()
        await go(page, HERS, "/pages/coupons/index")
        await hers.locator(".choice", has_text="已过期").click()
        await expect(five).to_be_visible()

        await page.get_by_role("button", name="退款", exact=True).click()
        await expect(page.locator(".books")).to_contain_text("对账全部正确", timeout=30_000)
        walked = page.locator(".panel ol li")
        await expect(walked.filter(has_text="¥35.00").first).to_be_visible()
        assert await walked.count() > 3
        await expect(hers.locator(".uni-tabbar__item").first).to_be_visible()
        await go(page, HERS, "/pages/orders/index")
        await expect(hers.locator(".order-card .back").first).to_contain_text("已退 ¥35.00")
        await page.get_by_role("button", name="换一位顾客").click()
        await hers.locator(".uni-tabbar__item", has_text="我的").click()
        await expect(press(hers, "手机号登录")).to_be_visible()
        await guide.locator(".tabs .tab", has_text="收入").click()
        await expect(earned).to_contain_text("扣回")


async def test_without_a_furnished_demo_the_page_says_so(
    opened: Open, lived: Lived, stage: Shelf
) -> None:
    file = lived.installation.data / "demo.json"
    told = file.read_bytes()
    file.unlink()
    try:
        async with opened(owner=False) as page:
            await page.goto("/demo")
            await expect(page.get_by_role("status")).not_to_be_empty()
            file.write_bytes(told)
            await expect(page.locator(".phone")).to_have_count(3)
    finally:
        file.write_bytes(told)
