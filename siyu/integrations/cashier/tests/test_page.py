"""The page for who pays: says what it is, in her language, and why she can't pay twice."""

import asyncio
import base64
import hashlib

import pytest

from siyu.flows import call_cashier
from siyu.integrations.cashier.tests.conftest import RETURN_TO, Shop
from siyu.modules import payments


async def test_it_says_what_it_is_who_is_paid_and_how_much(shop: Shop) -> None:
    page = await shop.look(await shop.ask())
    for words in ("沙箱收银台", "不产生真实扣款", "小镇母婴", "订单 20260302-0001", "¥128.00"):
        assert words in page.text
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-store"


async def test_it_speaks_english_to_who_asks_for_it(shop: Shop) -> None:
    page = await shop.look(await shop.ask(), **{"accept-language": "en-GB"})
    for words in ('lang="en"', "Sandbox cashier", "No real money moves", ">Pay<", ">Give up<"):
        assert words in page.text
    assert "支付" not in page.text


async def test_it_holds_to_its_own_policy(shop: Shop) -> None:
    page = await shop.look(await shop.ask())
    policy = page.headers["content-security-policy"]
    style = page.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    for loose in ("<script", "style=", "onclick", "http://", "https://", "@import"):
        assert loose not in page.text


async def test_afterwards_it_leads_back(shop: Shop) -> None:
    attempt = await shop.ask()
    assert RETURN_TO not in (await shop.look(attempt)).text
    paid = await shop.press(attempt)
    assert "支付成功" in paid.text
    assert f'href="{RETURN_TO}"' in paid.text
    assert "支付成功" in (await shop.look(attempt)).text


async def test_who_gives_up_has_paid_nothing_and_may_still_pay(shop: Shop) -> None:
    attempt = await shop.ask()
    page = await shop.press(attempt, "give_up")
    assert "您放弃了付款" in page.text
    assert f'href="{RETURN_TO}"' in page.text
    await shop.worker.drain()
    assert (await shop.attempt(attempt)).state == "prepared"
    assert (await shop.press(attempt)).status_code == 200


async def test_paying_twice_takes_nothing_again(shop: Shop) -> None:
    attempt = await shop.ask()
    await shop.press(attempt)
    again = await shop.press(attempt)
    assert (again.status_code, "没有再次扣款" in again.text) == (409, True)
    await shop.worker.drain()
    assert len(shop.gate.knocks) == 1


async def test_two_presses_at_once_pay_once(shop: Shop) -> None:
    attempt = await shop.ask()
    pages = await asyncio.gather(*(shop.press(attempt) for _ in range(4)))
    assert sorted(page.status_code for page in pages) == [200, 409, 409, 409]
    await shop.worker.drain()
    assert len(shop.gate.knocks) == 1


async def test_what_somebody_wrote_is_text_and_not_page(shop: Shop) -> None:
    async with shop.kit.works.open(shop.tenant) as work:
        asking = payments.Ask(
            order=work.new_id(),
            amount_minor=1,
            currency="CNY",
            about='<b onclick="x">"订单"',
            return_to='/a?b="><script>',
        )
        (attempt,) = await payments.ask(work, [asking])
    attempt = await call_cashier.prepare(shop.kit, shop.tenant, attempt.id)
    text = (await shop.press(attempt)).text
    assert "<script" not in text
    assert "&lt;b onclick" in text


@pytest.mark.parametrize(
    "path", ["//evil.test/", "/\\evil.test", "https://evil.test/", "evil", "/a b", "/a\tb", ""]
)
async def test_it_leads_to_no_other_site(shop: Shop, path: str) -> None:
    async with shop.kit.works.open(shop.tenant) as work:
        asking = payments.Ask(
            order=work.new_id(), amount_minor=1, currency="CNY", about="订单", return_to=path
        )
        (attempt,) = await payments.ask(work, [asking])
    attempt = await call_cashier.prepare(shop.kit, shop.tenant, attempt.id)
    assert attempt.state == "closed"


@pytest.mark.parametrize("prepay", ["1", "1900000001-xx", "1900000001-" + "0" * 32, "²-0"])
async def test_a_page_that_there_never_was_says_so(shop: Shop, prepay: str) -> None:
    async with shop.browser() as browser:
        for page in (
            await browser.get(f"/sandbox/cashier/pay/{prepay}"),
            await browser.post(f"/sandbox/cashier/pay/{prepay}", data={"act": "pay"}),
        ):
            assert (page.status_code, "没有这笔付款" in page.text) == (404, True)
