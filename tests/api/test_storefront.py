"""The storefront's doors, knocked at over HTTP."""

import logging
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest

from siyu.kernel.db import Scalar, Works
from siyu.kernel.kit import Kit
from siyu.modules import messaging
from tests.house.apps import lent
from tests.house.merchant import Merchant

PHONE, OTHER = "13800138001", "13900139002"


@pytest.fixture
async def shop(kit: Kit, merchant: Merchant) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=cast("Any", lent(kit)["/api/storefront"]))
    base = f"http://{merchant.host}/api/storefront"
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        yield client


SENT = Scalar("select id from messaging.send where tenant_id = $1")


async def sent_code(works: Works, merchant: Merchant, phone: str) -> str:
    """The code as the carrier would get it."""
    async with works.look(merchant.tenant) as work:
        sends = await SENT.column(work, merchant.tenant)
        letters = [await messaging.find_text(work, send) for send in sends]
    return next(one.slots["code"] for one in letters if one is not None and one.phone == phone)


async def signed_in(
    shop: httpx.AsyncClient, works: Works, merchant: Merchant, phone: str
) -> dict[str, str]:
    """The headers of somebody who signed in."""
    assert (await shop.post("/codes", json={"phone": phone})).status_code == 202
    code = await sent_code(works, merchant, phone)
    answer = await shop.post("/session", json={"phone": phone, "code": code, "consents": []})
    assert answer.status_code == 201, answer.text
    return {"authorization": f"Bearer {answer.json()['token']}"}


async def test_the_shop_tells_its_stores_and_purposes_in_the_language_asked_for(
    shop: httpx.AsyncClient,
) -> None:
    zh = (await shop.get("/shop")).json()
    en = (await shop.get("/shop", headers={"accept-language": "en"})).json()
    assert (zh["name"], zh["currency"], zh["timezone"]) == ("小镇母婴", "CNY", "Asia/Shanghai")
    assert [store["name"] for store in zh["stores"]] == ["东门店", "西门店"]
    assert zh["purposes"][0]["title"] == "短信优惠通知"
    assert en["purposes"][0]["title"] == "Offers by text message"


async def test_an_address_of_no_merchant_has_no_shop(shop: httpx.AsyncClient) -> None:
    answer = await shop.get("http://nobody.test/api/storefront/shop")
    assert answer.status_code == 404


async def test_a_customer_signs_in_sees_herself_and_leaves(
    shop: httpx.AsyncClient, works: Works, merchant: Merchant
) -> None:
    hers = await signed_in(shop, works, merchant, PHONE)
    me = (await shop.get("/me", headers=hers)).json()
    assert (me["phone_masked"], me["member_no"], me["belonging"]) == ("138****8001", 1, None)
    assert (await shop.delete("/session", headers=hers)).status_code == 204
    assert (await shop.get("/me", headers=hers)).status_code == 401


async def test_known_and_unknown_phones_are_answered_alike(
    shop: httpx.AsyncClient, works: Works, merchant: Merchant
) -> None:
    await signed_in(shop, works, merchant, PHONE)
    unknown = await shop.post("/codes", json={"phone": OTHER})
    assert (unknown.status_code, unknown.json()) == (202, {"again_in_s": 60})
    never_sent = await shop.post("/session", json={"phone": "13600136000", "code": "123456"})
    wrong = await shop.post("/session", json={"phone": OTHER, "code": "x"})
    assert never_sent.status_code == wrong.status_code == 401
    strip = {"request_id"}
    assert {k: v for k, v in never_sent.json().items() if k not in strip} == {
        k: v for k, v in wrong.json().items() if k not in strip
    }


async def test_a_wrong_try_counts_though_it_is_refused(
    shop: httpx.AsyncClient, works: Works, merchant: Merchant
) -> None:
    await shop.post("/codes", json={"phone": PHONE})
    code = await sent_code(works, merchant, PHONE)
    for _ in range(5):
        answer = await shop.post("/session", json={"phone": PHONE, "code": "x"})
        assert answer.status_code == 401
    answer = await shop.post("/session", json={"phone": PHONE, "code": code})
    assert answer.json()["code"] == "customers.wrong_code"


async def test_a_second_code_has_to_wait(shop: httpx.AsyncClient) -> None:
    await shop.post("/codes", json={"phone": PHONE})
    again = await shop.post("/codes", json={"phone": PHONE})
    assert (again.status_code, again.headers["retry-after"]) == (429, "61")


async def test_she_corrects_her_profile_and_what_she_leaves_out_stays(
    shop: httpx.AsyncClient, works: Works, merchant: Merchant
) -> None:
    hers = await signed_in(shop, works, merchant, PHONE)
    await shop.put("/me", headers=hers, json={"name": "王小明", "gender": "female"})
    me = (await shop.put("/me", headers=hers, json={"gender": None})).json()
    assert (me["name"], me["gender"]) == ("王小明", None)
    unknown = await shop.put("/me", headers=hers, json={"member_no": 7})
    assert unknown.status_code == 400


async def test_she_agrees_and_takes_it_back(
    shop: httpx.AsyncClient, works: Works, merchant: Merchant
) -> None:
    hers = await signed_in(shop, works, merchant, PHONE)
    before = (await shop.get("/me/consents", headers=hers)).json()
    assert {c["state"] for c in before} == {"unknown"}
    door = "/me/consents/marketing_sms"
    granted = (await shop.put(door, headers=hers, json={"granted": True})).json()
    refused = (await shop.put(door, headers=hers, json={"granted": False})).json()
    assert (granted["state"], refused["state"]) == ("granted", "refused")
    nothing = await shop.put("/me/consents/all", headers=hers, json={"granted": True})
    assert nothing.json()["code"] == "customers.unknown_purpose"


async def test_a_token_of_another_merchant_or_none_opens_nothing(
    shop: httpx.AsyncClient, works: Works, merchant: Merchant
) -> None:
    hers = await signed_in(shop, works, merchant, PHONE)
    secret = hers["authorization"].partition(".")[2]
    for token in (
        f"{merchant.tenant + 50}.{secret}",
        f"x.{secret}",
        f"{merchant.tenant}.",
        "",
        ".",
    ):
        answer = await shop.get("/me", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401


async def test_two_customers_see_each_themselves(
    shop: httpx.AsyncClient, works: Works, merchant: Merchant
) -> None:
    hers = await signed_in(shop, works, merchant, PHONE)
    others = await signed_in(shop, works, merchant, OTHER)
    await shop.put("/me", headers=hers, json={"name": "王小明"})
    assert (await shop.get("/me", headers=others)).json()["name"] is None


async def test_no_phone_and_no_code_comes_into_a_log(
    shop: httpx.AsyncClient,
    works: Works,
    merchant: Merchant,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        hers = await signed_in(shop, works, merchant, PHONE)
        code = await sent_code(works, merchant, PHONE)
        await shop.post("/session", json={"phone": PHONE, "code": "wrong-try"})
        await shop.get("/me", headers=hers)
    out, err = capfd.readouterr()
    for secret in (PHONE, code, hers["authorization"]):
        assert secret not in caplog.text + out + err


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}]
)
async def test_another_site_asks_for_no_code_and_signs_nobody_in(
    shop: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    asked = await shop.post("/codes", json={"phone": PHONE}, headers=headers)
    entering = {"phone": PHONE, "code": "123456"}
    entered = await shop.post("/session", json=entering, headers=headers)
    for answer in (asked, entered):
        assert (answer.status_code, answer.json()["code"]) == (403, "kernel.other_site")
