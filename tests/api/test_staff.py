"""Signing in at the doors, and who may do what to whom."""

from uuid import UUID

import httpx
import pyotp
import pytest

from siyu.api.console import entry
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import staff, tenants
from tests.house.apps import lent
from tests.house.knocking import Doors, Knocker
from tests.house.merchant import Merchant, hire

PASSWORD = "a long walk by the lake"
SESSION = "/api/console/session"


@pytest.fixture
def doors(kit: Kit) -> Doors:
    return Doors(lent(kit))


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


async def test_at_an_address_of_nobody_the_merchant_is_typed(
    doors: Doors, works: Works, merchant: Merchant, people: dict[str, UUID]
) -> None:
    neighbour = TenantId(merchant.tenant + 2)
    async with works.open(neighbour) as work:
        hosts = (f"n{neighbour}.shop.test",)
        await tenants.found(work, tenants.Found(code=f"n{neighbour}", name="邻居", hosts=hosts))
    bare = await sign_in(doors, "127.0.0.1:8000", "east")
    assert (bare.status_code, bare.json()["code"]) == (422, "staff.merchant_needed")
    unknown = await sign_in(doors, "127.0.0.1:8000", "east@nobody-here")
    assert (unknown.status_code, unknown.json()["code"]) == (401, "staff.wrong_credentials")
    for prefix in ("/api/console", "/api/guide"):
        sent = {"account": f"east@t{merchant.tenant}", "password": PASSWORD}
        headers = {"host": "127.0.0.1:8000"}
        found = await doors.send("POST", f"{prefix}/session", headers, json=sent)
        assert found.json()["tenant"]["id"] == merchant.tenant


FOREIGN = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://{host}"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "https://{host}.evil.example"},
    {"origin": "https://{host}:8443"},
]
OURS = [
    {"sec-fetch-site": "same-origin", "origin": "http://{host}"},
    {"sec-fetch-site": "none"},
    {"origin": "https://{host}"},
    {"origin": "http://{host}:80"},
    {},
]


@pytest.mark.parametrize("shown", FOREIGN)
@pytest.mark.parametrize("prefix", ["/api/console", "/api/guide"])
async def test_another_site_signs_nobody_in(
    doors: Doors, merchant: Merchant, people: dict[str, UUID], prefix: str, shown: dict[str, str]
) -> None:
    headers = {name: value.format(host=merchant.host) for name, value in shown.items()}
    sent = {"account": "east", "password": PASSWORD}
    answer = await doors.send(
        "POST", f"{prefix}/session", {"host": merchant.host, **headers}, json=sent
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "kernel.other_site")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("shown", OURS)
async def test_a_page_of_ours_and_a_program_sign_in(
    doors: Doors, merchant: Merchant, people: dict[str, UUID], shown: dict[str, str]
) -> None:
    headers = {name: value.format(host=merchant.host) for name, value in shown.items()}
    assert (await sign_in(doors, merchant.host, "east", **headers)).is_success


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


async def test_whoever_left_gets_no_post_at_the_door(
    doors: Doors, merchant: Merchant, people: dict[str, UUID], hq: Knocker
) -> None:
    one = f"/api/console/staff/{people['east']}"
    await doors.knock(hq, "PUT", f"{one}/departure", json={"reason": "搬家"})
    post = {"name": "刘芳", "role": "store_manager", "store": str(merchant.west)}
    refused = await doors.knock(hq, "PATCH", one, json=post)
    assert (refused.status_code, refused.json()["code"]) == (409, "staff.departed")
    assert "刘芳" in refused.json()["message"]
    assert (await doors.knock(hq, "GET", one)).json()["store"] is None


async def test_a_phone_is_changed_and_shown_by_its_end(
    doors: Doors, people: dict[str, UUID], hq: Knocker
) -> None:
    one = f"/api/console/staff/{people['east']}"
    changed = await doors.knock(hq, "PUT", f"{one}/phone", json={"phone": "13912345678"})
    assert changed.json()["phone_last4"] == "5678"
    wide = await doors.knock(hq, "PUT", f"{one}/phone", json={"phone": "1３912345678"})
    assert wide.status_code == 400


async def test_everybody_sees_whether_codes_are_on_for_them(
    doors: Doors, works: Works, merchant: Merchant, people: dict[str, UUID]
) -> None:
    hashed = await staff.hash_password(PASSWORD)
    async with works.open(merchant.tenant) as work:
        new = staff.Join(account="fin", name="何丽", role="finance", password_hash=hashed)
        person = await staff.join(work, new)
    finance = await signed_in(works, merchant, "fin")
    assert (await doors.knock(finance, "GET", SESSION)).json()["staff"]["totp"] is False
    async with works.open(merchant.tenant) as work:
        made = await staff.enrol(work, person, account="fin", merchant="小店")
        await staff.confirm(work, person, pyotp.TOTP(made.secret).at(work.now))
    assert (await doors.knock(finance, "GET", SESSION)).json()["staff"]["totp"] is True


async def test_one_sees_and_ends_ones_own_sign_ins(
    doors: Doors, works: Works, merchant: Merchant, people: dict[str, UUID], hq: Knocker
) -> None:
    phone = await sign_in(doors, merchant.host, "hq", **{"user-agent": "X (iPhone) Safari/1"})
    [here, there] = sorted(
        (await doors.knock(hq, "GET", "/api/console/me/sessions")).json(),
        key=lambda s: not s["mine"],
    )
    assert (here["state"], there["state"], there["device"]) == (
        "lasting",
        "lasting",
        "Safari · iPhone",
    )
    ending = f"/api/console/me/sessions/{there['id']}"
    assert (await doors.knock(hq, "DELETE", ending)).status_code == 204
    cookie = phone.cookies[entry.COOKIE]
    gone = Knocker(called="phone", host=merchant.host, cookie=cookie)
    assert (await doors.knock(gone, "GET", SESSION)).status_code == 401
    theirs = f"/api/console/staff/{people['hq']}/sessions"
    [ended] = [s for s in (await doors.knock(hq, "GET", theirs)).json() if s["id"] == there["id"]]
    assert (ended["state"], ended["ended_by"]["name"]) == ("ended", "陈思敏")


async def test_headquarters_signs_somebody_out_everywhere(
    doors: Doors, works: Works, merchant: Merchant, people: dict[str, UUID], hq: Knocker
) -> None:
    manager = await signed_in(works, merchant, "east")
    theirs = f"/api/console/staff/{people['east']}/sessions"
    assert (await doors.knock(hq, "DELETE", theirs)).status_code == 204
    assert (await doors.knock(manager, "GET", SESSION)).status_code == 401
    [session] = (await doors.knock(hq, "GET", theirs)).json()
    assert (session["ended_why"], session["ended_by"]["id"]) == ("ended", str(people["hq"]))


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
