"""From a written article to a guide who shares it and a customer who is known to have read it."""

import re
from typing import Any
from uuid import UUID

import pytest

from siyu.kernel.db import Works
from siyu.kernel.kit import Kit
from siyu.modules import catalog, customers, staff
from siyu.views.timeline import TimelineItem, get_timeline
from tests.house.apps import lent
from tests.house.knocking import Doors, Knocker
from tests.house.merchant import Merchant

PHONE = "13800138007"
PASSWORD = "long enough, and nobody's birthday"


@pytest.fixture
def doors(kit: Kit) -> Doors:
    return Doors(lent(kit))


async def hired(works: Works, merchant: Merchant, role: staff.Role, name: str) -> Knocker:
    """Somebody of the eastern store with a session."""
    new = staff.Join(
        account=name.lower(),
        name=name,
        role=role,
        password_hash=await staff.hash_password(PASSWORD),
        store_id=merchant.east if role == "guide" else None,
    )
    async with works.open(merchant.tenant) as work:
        await staff.join(work, new)
    shown = staff.Credentials(
        account=name.lower(), password=PASSWORD, code=None, address="203.0.113.7"
    )
    where: staff.Audience = "guide" if role == "guide" else "console"
    token = await staff.sign_in(works, merchant.tenant, shown, where)
    shown_as = {"bearer": token} if where == "guide" else {"cookie": token}
    return Knocker(called=name, host=merchant.host, **shown_as)


@pytest.fixture
async def boss(works: Works, merchant: Merchant) -> Knocker:
    return await hired(works, merchant, "headquarters", "Boss")


@pytest.fixture
async def lin(works: Works, merchant: Merchant) -> Knocker:
    return await hired(works, merchant, "guide", "Chen")


async def enter(works: Works, doors: Doors, merchant: Merchant, *came: str) -> Knocker:
    """She signs in to the storefront with a code that was made for her phone."""
    async with works.open(merchant.tenant) as work:
        code = await customers.make_code(work, PHONE, "203.0.113.9")
    sent = {"phone": PHONE, "code": code.digits, "came": list(came)}
    stranger = Knocker(called="stranger", host=merchant.host)
    entered = await doors.knock(stranger, "POST", "/api/storefront/session", json=sent)
    assert entered.is_success, entered.text
    return Knocker(called="she", host=merchant.host, bearer=entered.json()["token"])


async def her(doors: Doors, she: Knocker) -> UUID:
    return UUID((await doors.knock(she, "GET", "/api/storefront/me")).json()["id"])


async def lived(works: Works, merchant: Merchant, customer: UUID, name: str) -> list[TimelineItem]:
    async with works.look(merchant.tenant) as work:
        return (await get_timeline(work, customer, "zh", names=[name])).items


async def publish(doors: Doors, boss: Knocker, **said: Any) -> dict[str, Any]:
    new = {"title": "辅食怎么加", "parts": [{"text": "从一勺米粉开始。"}], **said}
    made = (await doors.knock(boss, "POST", "/api/console/articles", json=new)).json()
    path = f"/api/console/articles/{made['id']}/publication"
    out = await doors.knock(boss, "PUT", path, json={})
    assert out.is_success, out.text
    return out.json()


async def test_what_is_flagged_is_confirmed_and_first_formula_is_refused(
    doors: Doors, boss: Knocker
) -> None:
    article = await publish(doors, boss)
    path = f"/api/console/articles/{article['id']}"
    loud = {"title": "全国第一的米粉", "parts": [{"text": "从一勺开始。"}]}
    flagged = await doors.knock(boss, "PUT", path, json=loud)
    assert (flagged.status_code, flagged.json()["code"]) == (409, "content.flagged")
    answered = await doors.knock(boss, "PUT", path, json={**loud, "acknowledged": True})
    assert [flag["word"] for flag in answered.json()["flags"]] == ["全国第一"]
    milk = {"title": "奶粉上新", "parts": [{"text": "1 段到店"}], "acknowledged": True}
    refused = await doors.knock(boss, "PUT", path, json=milk)
    assert refused.status_code == 422
    assert "不得做广告" in refused.json()["message"]


async def test_her_reading_is_a_fact_that_her_timeline_names(
    works: Works, doors: Doors, merchant: Merchant, boss: Knocker
) -> None:
    article = await publish(doors, boss)
    she = await enter(works, doors, merchant)
    path = f"/api/storefront/articles/{article['id']}"
    assert (await doors.knock(she, "GET", path)).json()["title"] == "辅食怎么加"
    for _ in range(2):
        assert (await doors.knock(she, "POST", f"{path}/reading")).status_code == 204
    [read] = await lived(works, merchant, await her(doors, she), "content.article_read")
    assert read.title == "阅读了文章《辅食怎么加》"
    assert read.link is not None
    assert (read.link.kind, str(read.link.id)) == ("article", article["id"])
    listed = (await doors.knock(boss, "GET", "/api/console/articles")).json()["items"]
    assert [(one["people"], one["readings"]) for one in listed] == [(1, 1)]


async def test_a_guides_link_leads_to_the_article_and_its_opening_is_told(
    works: Works, doors: Doors, merchant: Merchant, boss: Knocker, lin: Knocker
) -> None:
    article = await publish(doors, boss)
    sent = {"target": "article", "id": article["id"]}
    shared = await doors.knock(lin, "POST", "/api/guide/links", json=sent)
    assert shared.is_success, shared.text
    link = shared.json()
    assert link["title"] == "辅食怎么加"
    poster = await doors.knock(lin, "GET", f"/api/guide/links/{link['id']}/poster.png")
    assert poster.content.startswith(b"\x89PNG")
    led = await doors.send("GET", link["path"], {"host": merchant.host})
    assert led.headers["location"].startswith(f"/#/pages/article/index?id={article['id']}")
    token = re.findall(r"came=([\w=-]+)", led.headers["location"])[0]
    she = await enter(works, doors, merchant, token)
    [opened] = await lived(works, merchant, await her(doors, she), "channels.link_opened")
    assert opened.title == "打开了导购分享的文章《辅食怎么加》"
    assert opened.lines == ["Chen"]
    [mine] = (await doors.knock(lin, "GET", "/api/guide/links")).json()["items"]
    assert (mine["openings"], mine["visitors"]) == (1, 1)
    await doors.knock(boss, "DELETE", f"/api/console/articles/{article['id']}/publication")
    gone = await doors.knock(lin, "GET", f"/api/guide/links/{link['id']}/poster.png")
    assert gone.status_code == 404
    assert (await doors.knock(lin, "POST", "/api/guide/links", json=sent)).status_code == 404


async def test_a_guides_link_leads_to_the_product_unless_it_is_first_formula(
    works: Works, doors: Doors, merchant: Merchant, lin: Knocker
) -> None:
    goods = [
        catalog.NewProduct(
            code=code,
            name=name,
            category_id=None,
            skus=[catalog.NewSku(code=f"{code}-1", name="800g", price_minor=298_00)],
        )
        for code, name in (("M2", "较大婴儿配方奶粉 2段"), ("M1", "婴儿配方奶粉 1段"))
    ]
    async with works.open(merchant.tenant) as work:
        second, first = await catalog.list_new(work, goods)
    link = await doors.knock(
        lin, "POST", "/api/guide/links", json={"target": "product", "id": str(second)}
    )
    led = await doors.send("GET", link.json()["path"], {"host": merchant.host})
    assert f"/#/pages/product/index?id={second}" in led.headers["location"]
    refused = await doors.knock(
        lin, "POST", "/api/guide/links", json={"target": "product", "id": str(first)}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "content.first_formula")
    mine = (await doors.knock(lin, "GET", "/api/guide/links")).json()["items"]
    assert [one["title"] for one in mine] == ["较大婴儿配方奶粉 2段"]
