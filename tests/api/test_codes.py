"""From a printed code to a customer with a guide: knocked at as a phone does."""

import re
from typing import Any
from uuid import UUID

import httpx
import pytest

from siyu.kernel.db import Scalar, Works
from siyu.kernel.kit import Kit
from siyu.modules import channels, customers, staff
from siyu.modules.channels import Code, MakeCode
from tests.house.apps import lent
from tests.house.knocking import Doors, Knocker
from tests.house.merchant import Merchant

PHONE = "13800138007"
VISITORS = Scalar("select count(distinct visitor) from channels.visit where tenant_id = $1")


@pytest.fixture
def doors(kit: Kit) -> Doors:
    return Doors(lent(kit))


async def make(works: Works, merchant: Merchant, **said: Any) -> Code:
    new = MakeCode(
        name="门口",
        source="海报",
        domain="private",
        store=merchant.east,
        guide=merchant.lin,
        **said,
    )
    async with works.open(merchant.tenant) as work:
        return await channels.make_code(work, new, today=work.now.date())


async def come(doors: Doors, merchant: Merchant, path: str, **headers: str) -> httpx.Response:
    shown = {"host": merchant.host, **headers}
    return await doors.send("GET", path, shown)


def token_of(answer: httpx.Response) -> str:
    assert answer.status_code == 303
    found = re.search(r"came=([\w=-]+)", answer.headers["location"])
    assert found
    return found[1]


async def sign_in(
    works: Works, doors: Doors, merchant: Merchant, came: list[str], phone: str = PHONE
) -> httpx.Response:
    """With a code that was made for her phone."""
    who = Knocker(called="she", host=merchant.host)
    async with works.open(merchant.tenant) as work:
        code = await customers.make_code(work, phone, "203.0.113.9")
    sent = {"phone": phone, "code": code.digits, "came": came}
    return await doors.knock(who, "POST", "/api/storefront/session", json=sent)


async def test_a_scan_answers_at_once_and_knows_the_browser_again(
    works: Works, doors: Doors, merchant: Merchant
) -> None:
    code = await make(works, merchant)
    first = await come(doors, merchant, f"/c/{code.slug}")
    assert first.headers["location"].startswith("/#/?came=")
    assert first.headers["cache-control"] == "no-store"
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    await come(doors, merchant, f"/c/{code.slug.upper()}", cookie=cookie.split(";")[0])
    async with works.look(merchant.tenant) as work:
        assert await VISITORS.get(work, merchant.tenant) == 1
        assert (await channels.figures(work, [code.id]))[code.id].scans == 2


async def test_a_code_that_leads_nowhere_says_why_in_both_languages(
    works: Works, doors: Doors, merchant: Merchant
) -> None:
    code = await make(works, merchant)
    async with works.open(merchant.tenant) as work:
        await channels.close_code(work, code.id)
    zh = await come(doors, merchant, f"/c/{code.slug}")
    en = await come(doors, merchant, f"/c/{code.slug}", **{"accept-language": "en"})
    assert (zh.status_code, en.status_code) == (410, 410)
    assert "这个码已停用" in zh.text
    assert "This code is closed" in en.text
    for path in ("/c/zzzzzzzz", "/s/zzzzzzzz", "/c/%3Cscript%3E"):
        unknown = await come(doors, merchant, path)
        assert unknown.status_code == 404
        assert "没有找到这个码" in unknown.text
        assert "script" not in unknown.text


async def test_whoever_is_new_is_met_through_the_code_and_belongs_to_its_guide(
    works: Works, doors: Doors, merchant: Merchant
) -> None:
    code = await make(works, merchant, cost_minor=90_00)
    token = token_of(await come(doors, merchant, f"/c/{code.slug}"))
    entered = await sign_in(works, doors, merchant, ["strange", token])
    assert entered.is_success, entered.text
    her = UUID(entered.json()["customer"]["id"])
    async with works.look(merchant.tenant) as work:
        person = await customers.get_customer(work, her)
        [made] = await customers.list_decisions(work, her)
        counted = (await channels.figures(work, [code.id]))[code.id]
    assert (person.source, person.guide_id) == (f"code:{code.slug}", merchant.lin)
    assert (made.reason, made.via) == ("unbound", f"code:{code.slug}")
    assert (counted.met, counted.bound, counted.acquisition_minor) == (1, 1, 90_00)


async def test_who_comes_by_a_second_guides_code_stays_and_the_guide_hears_why(
    works: Works, doors: Doors, merchant: Merchant
) -> None:
    code = await make(works, merchant)
    token = token_of(await come(doors, merchant, f"/c/{code.slug}"))
    entered = await sign_in(works, doors, merchant, [token])
    her = UUID(entered.json()["customer"]["id"])
    async with works.open(merchant.tenant) as work:
        new = MakeCode(
            name="西门", source="海报", domain="private", store=merchant.west, guide=merchant.zhao
        )
        other = await channels.make_code(work, new, today=work.now.date())
    second = token_of(await come(doors, merchant, f"/c/{other.slug}"))
    she = Knocker(called="she", host=merchant.host, bearer=entered.json()["token"])
    taken = await doors.knock(she, "POST", "/api/storefront/visit", json={"token": second})
    assert taken.json() == {"taken": True}
    async with works.look(merchant.tenant) as work:
        assert (await customers.get_customer(work, her)).guide_id == merchant.lin
        [kept], _ = await customers.list_kept_from(work, merchant.zhao, limit=5, offset=0)
        counted = (await channels.figures(work, [other.id]))[other.id]
    assert (kept.customer_id, kept.reason) == (her, "protected")
    assert (counted.met, counted.bound) == (0, 0)


async def test_a_guide_who_left_gets_nobody_but_the_store_does(
    works: Works, doors: Doors, merchant: Merchant
) -> None:
    code = await make(works, merchant)
    async with works.open(merchant.tenant) as work:
        await staff.depart(work, merchant.lin, "搬家")
    token = token_of(await come(doors, merchant, f"/c/{code.slug}"))
    entered = await sign_in(works, doors, merchant, [token])
    her = UUID(entered.json()["customer"]["id"])
    async with works.look(merchant.tenant) as work:
        person = await customers.get_customer(work, her)
        assert (person.store_id, person.guide_id) == (merchant.east, None)
        pool, _ = await customers.list_pool(work, [merchant.east], limit=5, offset=0)
        assert [one.id for one in pool] == [her]


async def test_a_used_token_brings_nobody_else(
    works: Works, doors: Doors, merchant: Merchant
) -> None:
    code = await make(works, merchant)
    token = token_of(await come(doors, merchant, f"/c/{code.slug}"))
    await sign_in(works, doors, merchant, [token])
    entered = await sign_in(works, doors, merchant, [token], phone="13800138008")
    other = UUID(entered.json()["customer"]["id"])
    async with works.look(merchant.tenant) as work:
        assert (await customers.get_customer(work, other)).source == "storefront"
        assert (await channels.figures(work, [code.id]))[code.id].met == 1
