"""Signing in at the doors, and who may do what to whom."""

from uuid import UUID

import httpx
import pytest

from siyu.api import console, guide
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import staff, tenants
from tests.house.knocking import Doors, Knocker
from tests.house.merchant import Merchant, hire

PASSWORD = "a long walk by the lake"
SESSION = "/api/console/session"


@pytest.fixture
def doors(kit: Kit) -> Doors:
    return Doors({"/api/console": console.app(kit), "/api/guide": guide.app(kit)})


@pytest.fixture
async def people(works: Works, merchant: Merchant) -> dict[str, UUID]:
    hashed = await staff.hash_password(PASSWORD)
    async with works.open(merchant.tenant) as work:
        found = {
            "owner": await hire(work, "owner", "owner", name="周建国"),
            "hq": await hire(work, "hq", "headquarters", name="陈思敏"),
            "east": await hire(work, "east", "store_manager", name="刘芳", store=merchant.east),
        }
        for person in found.values():
            await staff.put_password(work, person, hashed)
    return found


@pytest.fixture
async def hq(works: Works, merchant: Merchant, people: dict[str, UUID]) -> Knocker:
    return await signed_in(works, merchant, "hq")


async def signed_in(works: Works, merchant: Merchant, account: str) -> Knocker:
    shown = staff.Credentials(account=account, password=PASSWORD, code=None, address="203.0.113.5")
    token = await staff.sign_in(works, merchant.tenant, shown, "console")
    return Knocker(called=account, host=merchant.host, cookie=token)


async def sign_in(
    doors: Doors, host: str, account: str, password: str = PASSWORD, **headers: str
) -> httpx.Response:
    sent = {"account": account, "password": password}
    return await doors.send("POST", SESSION, {"host": host, **headers}, json=sent)


async def test_a_session_is_a_cookie_no_script_reads_and_secure_where_it_can_be(
    doors: Doors, merchant: Merchant, people: dict[str, UUID]
) -> None:
    plain = await sign_in(doors, merchant.host, "owner")
    tls = await sign_in(doors, merchant.host, "owner", **{"x-forwarded-proto": "https"})
    for answer in (plain, tls):
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert answer.json()["scope"] == {"kind": "headquarters", "stores": []}
    assert "secure" not in plain.headers["set-cookie"].lower()
    assert "secure" in tls.headers["set-cookie"].lower()


async def test_at_a_strange_address_the_merchant_is_typed(
    doors: Doors, works: Works, merchant: Merchant, people: dict[str, UUID]
) -> None:
    neighbour = TenantId(merchant.tenant + 1)
    async with works.open(neighbour) as work:
        host = f"n{neighbour}.shop.test"
        await tenants.found(work, tenants.Found(code=f"n{neighbour}", name="邻居", hosts=(host,)))
    assert (await sign_in(doors, host, "owner")).json()["code"] == "staff.wrong_credentials"
    found = await sign_in(doors, host, f"owner@t{merchant.tenant}")
    assert found.json()["tenant"]["id"] == merchant.tenant
    unknown = await sign_in(doors, host, "owner@nobody-here")
    assert unknown.json()["code"] == "staff.wrong_credentials"


async def test_whoever_is_locked_out_is_told_how_long(
    doors: Doors, merchant: Merchant, people: dict[str, UUID]
) -> None:
    for _ in range(5):
        assert (await sign_in(doors, merchant.host, "hq", "wrong word")).status_code == 401
    locked = await sign_in(doors, merchant.host, "hq")
    assert (locked.status_code, locked.json()["code"]) == (429, "staff.locked")
    assert int(locked.headers["retry-after"]) == 15 * 60 + 1


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("PUT", "/password", {"password": "a stone in the river"}),
        ("PUT", "/departure", {"reason": "让位"}),
        ("PATCH", "", {"name": "周建国", "role": "headquarters"}),
    ],
)
async def test_headquarters_does_nothing_to_an_owner(
    doors: Doors, hq: Knocker, people: dict[str, UUID], method: str, path: str, sent: dict
) -> None:
    answer = await doors.knock(hq, method, f"/api/console/staff/{people['owner']}{path}", json=sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "kernel.forbidden")


async def test_headquarters_makes_nobody_an_owner(
    doors: Doors, hq: Knocker, people: dict[str, UUID]
) -> None:
    mine = f"/api/console/staff/{people['hq']}"
    up = await doors.knock(hq, "PATCH", mine, json={"name": "陈思敏", "role": "owner"})
    new = {"name": "新人", "account": "newcomer", "password": PASSWORD, "role": "owner"}
    made = await doors.knock(hq, "POST", "/api/console/staff", json=new)
    assert (up.status_code, made.status_code) == (403, 403)


async def test_a_store_manager_sees_the_stores_people_only(
    doors: Doors, works: Works, merchant: Merchant, people: dict[str, UUID]
) -> None:
    manager = await signed_in(works, merchant, "east")
    listed = (await doors.knock(manager, "GET", "/api/console/staff")).json()
    assert {item["name"] for item in listed["items"]} == {"林静", "刘芳"}
    west = await doors.knock(manager, "GET", f"/api/console/staff/{merchant.zhao}")
    assert west.status_code == 404


async def test_somebody_moved_to_another_store_sees_that_one_at_once(
    doors: Doors, works: Works, merchant: Merchant, people: dict[str, UUID], hq: Knocker
) -> None:
    manager = await signed_in(works, merchant, "east")
    post = {"name": "刘芳", "role": "store_manager", "store": str(merchant.west)}
    moved = await doors.knock(hq, "PATCH", f"/api/console/staff/{people['east']}", json=post)
    assert moved.is_success
    seen = (await doors.knock(manager, "GET", SESSION)).json()
    assert seen["scope"] == {"kind": "store", "stores": [str(merchant.west)]}


async def test_whoever_leaves_is_out_at_once(
    doors: Doors, works: Works, merchant: Merchant, people: dict[str, UUID], hq: Knocker
) -> None:
    manager = await signed_in(works, merchant, "east")
    leaving = f"/api/console/staff/{people['east']}/departure"
    assert (await doors.knock(hq, "PUT", leaving, json={"reason": "搬家"})).is_success
    assert (await doors.knock(manager, "GET", SESSION)).status_code == 401
    assert (await sign_in(doors, merchant.host, "east")).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("POST", "/regions", {"name": "华\x00东"}),
        ("POST", "/stores", {"code": "A\x00", "name": "店", "opened_on": "2026-01-01"}),
        ("POST", "/session", {"account": "o\x00", "password": "x"}),
        (
            "POST",
            "/staff",
            {"name": "\x00", "account": "abc", "password": PASSWORD, "role": "service"},
        ),
    ],
)
async def test_what_cannot_be_kept_is_said_to_be_wrong(
    doors: Doors, hq: Knocker, method: str, path: str, sent: dict
) -> None:
    answer = await doors.knock(hq, method, f"/api/console{path}", json=sent)
    assert (answer.status_code, answer.json()["code"]) == (400, "kernel.invalid")


async def test_nobody_signs_in_as_a_guide_with_the_consoles_cookie(
    doors: Doors, merchant: Merchant, hq: Knocker
) -> None:
    borrowed = knocker_of(merchant, hq.cookie)
    assert (await doors.knock(borrowed, "GET", "/api/guide/session")).status_code == 401


def knocker_of(merchant: Merchant, token: str) -> Knocker:
    return Knocker(called="borrowed", host=merchant.host, bearer=token)
