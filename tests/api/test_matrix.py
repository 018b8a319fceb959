"""Every door tried as every role, as nobody, from another store and from another merchant.

Whoever is kept out hears 401, 403 or 404 and changes nothing; whoever is let in is answered.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from msgspec import Struct

from siyu.bootstrap import web
from siyu.demo.town import PEOPLE
from siyu.flows.send_letters import send_letters
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Command, Database, Work
from siyu.kernel.doors import OPEN, routes
from siyu.kernel.facts import reactor
from siyu.kernel.facts.reactor import Reaction, Reactor
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import customers, messaging
from tests.api.earnings import furnish_earnings, furnish_tasks
from tests.api.loyal import furnish_balance, furnish_points
from tests.api.matrix import MATRIX, Row
from tests.api.money import furnish_money
from tests.api.shopping import furnish_shop
from tests.api.ways import furnish_ways
from tests.house.database import Server
from tests.house.knocking import (
    Doors,
    Knocker,
    Sums,
    as_superuser,
    filled,
    knocker,
    sums_of,
    upload,
)
from tests.house.street import made_kit
from tests.house.town import Merchant, furnish_chain, furnish_neighbour, sign_in

OUT = {401, 403, 404}
FAR = {"region": ["far_region"], "manager": ["far_manager"], "guide": ["colleague", "far_guide"]}
CONSOLE_ROLES = ["owner", "hq", "finance", "service", "region", "manager"]
NEAR = ["near customer", "near receipt", "lane", "staff guide", "east"]
"""What only people of that store may learn of."""

MADE_BY = {
    "new mapping": "POST /api/console/receipts/mappings",
    "new audience": "POST /api/console/audiences",
    "new campaign": "POST /api/console/campaigns",
}
"""What can be thrown away once only, and the door that makes another."""

_FAIL = Command(
    "update kernel.job set failed_at = $3, error = 'X' where tenant_id = $1 and id = $2"
)


class World(Struct, frozen=True, kw_only=True):
    kit: Kit
    doors: Doors
    chain: Merchant
    other: Merchant
    things: dict[str, object]
    superuser: asyncpg.Connection

    @property
    def both(self) -> tuple[TenantId, TenantId]:
        return self.chain.tenant, self.other.tenant


@pytest.fixture(scope="module")
async def world(
    database: Database, keyring: Keyring, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    settings = Settings(data=tmp_path_factory.mktemp("matrix"), sandbox=True)
    kit = made_kit(database, keyring, settings, Columns.embedded("127.0.0.1", 9, "nobody"))
    doors = Doors(web.audiences(kit))
    chain, other = await furnish_chain(kit), await furnish_neighbour(kit.works)
    things: dict[str, object] = {**chain.ids, "resident": "aliyun-sms", "purpose": "marketing_sms"}
    things |= {
        "no picture": "0" * 32 + ".webp",
        "no account": "1-nobody",
        "no session": UUID(int=1),
    }
    superuser = await as_superuser(server.superuser_url, server.urls("app"))
    made = World(kit=kit, doors=doors, chain=chain, other=other, things=things, superuser=superuser)
    await _leave_work_behind(made)
    await _import_something(made)
    things |= await furnish_money(kit.works, chain)
    things.update(await furnish_shop(kit.works, kit.uploads, chain))
    things |= await furnish_earnings(kit.works, chain)
    things |= await furnish_tasks(kit.works, chain)
    things |= await furnish_points(kit.works, chain)
    things |= await furnish_balance(kit.works, chain)
    things.update(await furnish_ways(kit.works, chain))
    making = next(row for row in MATRIX if row.at == "new audience")
    chain.ids["audience"] = UUID(str(await thing_of(made, making)))
    chain.ids["letter"] = await _write(made)
    things |= chain.ids
    for key in (*chain.keys.values(), *other.keys.values()):
        await doors.knock(knocker(chain, "key", bearer=key), "GET", "/open/v1/stores")
    yield made
    await superuser.close()


async def _leave_work_behind(world: World) -> None:
    """A fact that a reaction could not take, and a job that failed for good."""

    async def choke(_work: Work, _facts: Any) -> None:
        raise ValueError

    works, tenant = world.kit.works, world.chain.tenant
    choking = Reactor(works, [Reaction("matrix.choke", ("tenants.merchant_founded",), choke)])
    await choking.run(tenant)
    async with works.open(tenant) as work:
        [parked] = await reactor.LIST_PARKED.all(work, tenant, 10, 0)
        world.things["parked"] = parked.id
        world.things["job"] = work.enqueue("matrix.nothing", {})
        await work.flush()
        await _FAIL.run(work, tenant, world.things["job"], work.now)


async def _import_something(world: World) -> None:
    boss = _staff(world.chain, "owner")
    file = await world.doors.knock(
        boss, "POST", "/api/console/receipts/files", files=upload("receipts.csv")
    )
    world.things["file"] = file.json()["id"]
    asked = {"file": file.json()["id"], "mapping": file.json()["guess"]}
    asked["mapping"]["constants"] = {"store": str(world.chain.ids["lane"])}
    run = await world.doors.knock(boss, "POST", "/api/console/receipts/imports", json=asked)
    world.things["run"] = run.json()["id"]


async def _write(world: World) -> UUID:
    """A letter with a card to the near customer."""
    card = messaging.Card("product", world.chain.ids["product"])
    near = world.chain.ids["near customer"]
    letter = messaging.Letter(customer=near, purpose="service", words="您的奶粉到了", card=card)
    async with world.kit.works.open(world.chain.tenant) as work:
        [verdict] = await send_letters(work, [letter])
    assert verdict.letter is not None
    return verdict.letter


def _staff(merchant: Merchant, called: str) -> Knocker:
    return knocker(merchant, called, cookie=merchant.tokens[called])


def _desk(merchant: Merchant, called: str) -> Knocker:
    return knocker(merchant, f"desk {called}", bearer=merchant.tokens[f"desk/{called}"])


def _customer(merchant: Merchant, called: str) -> Knocker:
    return knocker(merchant, called, bearer=merchant.tokens[f"{called} customer"])


class Cast(Struct, frozen=True):
    """Who is let in, who is kept out, and who is let in but must not see what is near."""

    ins: list[Knocker]
    outs: list[Knocker]
    blind: list[Knocker]


def cast_of(row: Row, world: World) -> Cast:
    if row.may == "anybody":
        return Cast([knocker(world.chain, "nobody")], [], [])
    if row.door.split(" ")[1].startswith("/open/"):
        return _cast_of_keys(row, world)
    if row.may == "customer":
        ins, outs = [_customer(world.chain, "near")], [knocker(world.chain, "nobody")]
        outs += [knocker(world.chain, "guide", bearer=world.chain.tokens["desk/guide"])]
        strangers = [_customer(world.chain, "far"), _customer(world.other, "near")]
        if row.at in world.chain.ids:
            return Cast(ins, outs + strangers, [])
        return Cast(ins, outs, strangers if row.door.startswith("GET ") else strangers[1:])
    return _cast_of_staff(row, world)


def _cast_of_keys(row: Row, world: World) -> Cast:
    chain, permit = world.chain, row.may.removeprefix("key:")
    named = "with catalog.read" if permit == "any" else f"with {permit}"
    outs = [knocker(chain, "nobody"), knocker(chain, "revoked", bearer=chain.keys["revoked"])]
    outs += [knocker(chain, "cookie", cookie=chain.tokens["owner"])]
    if permit != "any":
        outs += [knocker(chain, "without", bearer=chain.keys[f"without {permit}"])]
    stranger = knocker(chain, "other", bearer=world.other.keys["all"])
    theirs = row.at in chain.ids or row.at in MADE_BY
    names = theirs or bool(row.query)
    return Cast(
        [knocker(chain, named, bearer=chain.keys[named])],
        outs + [stranger] * theirs,
        [stranger] * (not names),
    )


def _cast_of_staff(row: Row, world: World) -> Cast:
    chain, may = world.chain, row.may.split()
    at_desk = row.door.split(" ")[1].startswith("/api/guide/")
    of, roles = (_desk, ["manager", "guide"]) if at_desk else (_staff, CONSOLE_ROLES)
    ins = [of(chain, role) for role in roles if role in may]
    outs = [of(chain, role) for role in roles if role not in may]
    outs += [knocker(chain, "nobody"), of(chain, "left"), _wrong_door(chain, at_desk=at_desk)]
    blind, names = [], "{" in row.door or bool(row.query)
    for role in roles:
        far = [of(chain, called) for called in FAR.get(role, []) if called != "guide"]
        if role not in may:
            outs += far
        elif row.scoped:
            (outs if names else blind).extend(far)
    strangers = [of(world.other, called) for called in ("owner", "manager") if called in may]
    strangers = [s for s in strangers if s.cookie or s.bearer]
    theirs = row.at in chain.ids or row.at in {"file", "run", "parked", "job", *MADE_BY}
    (outs if theirs else blind).extend(strangers)
    return Cast(ins, outs, blind)


def _wrong_door(chain: Merchant, *, at_desk: bool) -> Knocker:
    """A session of the one audience shown at the other's door."""
    if at_desk:
        return knocker(chain, "console's", bearer=chain.tokens["manager"])
    return knocker(chain, "desk's", cookie=chain.tokens["desk/guide"])


async def knock(world: World, who: Knocker, row: Row, thing: object = None) -> httpx.Response:
    method, path = row.door.split(" ")
    if row.at:
        path = f"{path[: path.index('{')]}{thing}{path[path.index('}') + 1 :]}"
    sent: dict[str, Any] = {"params": filled(row.query, world.things)}
    if row.upload:
        sent["files"] = upload(row.upload)
    elif row.send is not None:
        sent["json"] = filled(row.send, world.things)
    return await world.doors.knock(who, method, path, **sent)


async def thing_of(world: World, row: Row) -> object:
    """What the row's path names; what can be thrown away once only is made anew."""
    if row.at not in MADE_BY:
        return world.things.get(row.at)
    saving = next(r for r in MATRIX if r.door == MADE_BY[row.at])
    saved = await knock(world, _staff(world.chain, "owner"), saving)
    return saved.json()["id"]


async def _fresh(world: World, who: Knocker, row: Row) -> Knocker:
    """The same person with a session of its own, for doors that end it."""
    if not row.once:
        return who
    if who.cookie:
        token = await sign_in(world.kit.works, world.chain, who.called, "console")
        return knocker(world.chain, who.called, cookie=token)
    if who.called.startswith("desk "):
        called = who.called.removeprefix("desk ")
        token = await sign_in(world.kit.works, world.chain, called, "guide")
        return knocker(world.chain, who.called, bearer=token)
    async with world.kit.works.open(world.chain.tenant) as work:
        begun, _ = await customers.begin_session(work, PEOPLE[0].phone, [])
    return knocker(world.chain, who.called, bearer=begun.text)


def is_answered(answer: httpx.Response) -> bool:
    """With what was asked for, or with the place it is at."""
    return answer.is_success or answer.has_redirect_location


def code_of(answer: httpx.Response) -> str:
    if not answer.headers.get("content-type", "").startswith("application/json"):
        return ""
    body = answer.json()
    return (body.get("code") or body.get("Code") or "") if isinstance(body, dict) else ""


@pytest.mark.parametrize("row", MATRIX, ids=[row.door for row in MATRIX])
async def test_a_door_opens_to_those_who_may_and_to_nobody_else(world: World, row: Row) -> None:
    found, thing = cast_of(row, world), await thing_of(world, row)
    before = await sums_of(world.superuser, *world.both)
    await _keep_out(world, row, thing, found.outs, before)
    if not row.once and found.blind:
        await _show_nothing(world, row, thing, found.blind, before)
    for who in found.ins:
        mine = await thing_of(world, row)
        answer = await knock(world, await _fresh(world, who, row), row, mine)
        entered = is_answered(answer) or code_of(answer) in row.answers
        assert entered, f"{who.called}: {answer.status_code} {answer.text}"


async def _keep_out(
    world: World, row: Row, thing: object, outs: list[Knocker], before: Sums
) -> None:
    """They hear 401, 403 or 404, and no row of any merchant has changed."""
    for who in outs:
        answer = await knock(world, who, row, thing)
        assert answer.status_code in OUT, f"{who.called}: {answer.status_code} {answer.text}"
        assert code_of(answer) not in row.answers, f"{who.called}: {answer.text}"
    assert await sums_of(world.superuser, *world.both) == before


async def _show_nothing(
    world: World, row: Row, thing: object, blind: list[Knocker], before: Sums
) -> None:
    """They may enter, with their own things; ours are neither shown to them nor changed."""
    for who in blind:
        answer = await knock(world, who, row, thing)
        entered = is_answered(answer) or code_of(answer) in row.answers
        # A write or a question may name something of ours, which is not there for them.
        named = answer.status_code in {404, 409} and bool(row.send or row.query)
        assert entered or named, f"{who.called}: {answer.status_code} {answer.text}"
        shown = [name for name in NEAR if str(world.chain.ids[name]) in answer.text]
        assert not shown, f"{who.called} sees {shown}"
    after = await sums_of(world.superuser, *world.both)
    assert _ours(world, after) == _ours(world, before)


def _ours(world: World, sums: Sums) -> Sums:
    """That somebody took along a table of her own things may be on record."""
    mine = world.chain.tenant
    return {at: sum_ for at, sum_ in sums.items() if at[0] == mine and at[1] != "kernel.audit"}


async def test_the_matrix_notices_who_should_not_have_been_let_in(world: World) -> None:
    row = next(r for r in MATRIX if r.door == "GET /api/console/customers/{id:uuid}")
    before = await sums_of(world.superuser, *world.both)
    with pytest.raises(AssertionError, match="manager: 200"):
        await _keep_out(world, row, world.things[row.at], [_staff(world.chain, "manager")], before)


async def test_the_matrix_notices_what_should_not_have_been_shown(world: World) -> None:
    row = next(r for r in MATRIX if r.door == "GET /api/console/customers")
    before = await sums_of(world.superuser, *world.both)
    with pytest.raises(AssertionError, match="manager sees"):
        await _show_nothing(world, row, None, [_staff(world.chain, "manager")], before)


async def test_the_matrix_notices_what_should_not_have_been_changed(world: World) -> None:
    row = next(r for r in MATRIX if r.door == "POST /api/console/regions")
    before = await sums_of(world.superuser, *world.both)
    with pytest.raises(AssertionError, match=r"tenants\.region"):
        await _show_nothing(world, row, None, [_staff(world.chain, "owner")], before)


def test_every_door_has_a_row_and_every_row_a_door(world: World) -> None:
    doors = {
        f"{method} {path}"
        for app in web.audiences(world.kit).values()
        for path, method, handler in routes(app)
        if "door" in handler.opt
    }
    assert doors == {row.door for row in MATRIX}
    assert len(MATRIX) == len(doors)


def test_a_door_open_to_anybody_says_so(world: World) -> None:
    opened = {
        f"{method} {path}"
        for app in web.audiences(world.kit).values()
        for path, method, handler in routes(app)
        if "door" in handler.opt and handler.opt["door"].permit == OPEN
    }
    assert opened == {row.door for row in MATRIX if row.may == "anybody"}


async def test_a_write_without_the_sessions_token_is_refused(world: World) -> None:
    boss = _staff(world.chain, "owner")
    headers = boss.headers("/api/console/regions") | {"x-csrf-token": "0" * 32}
    before = await sums_of(world.superuser, *world.both)
    answer = await world.doors.send("POST", "/api/console/regions", headers, json={"name": "西"})
    assert (answer.status_code, code_of(answer)) == (403, "kernel.csrf")
    assert await sums_of(world.superuser, *world.both) == before


@pytest.mark.parametrize(
    "token", ["²².x", "x.y", "99999999999999.a", "1.", ".", "siyu_²_x", "-1.x"]
)
async def test_a_token_that_is_none_is_nobodys(world: World, token: str) -> None:
    who = knocker(world.chain, "odd")
    for path in ("/api/guide/session", "/open/v1/stores", "/api/storefront/me"):
        headers = who.headers(path) | {"authorization": f"Bearer {token}"}
        answer = await world.doors.send(
            "GET", path, {k: v.encode("latin-1") for k, v in headers.items()}
        )
        assert (answer.status_code, code_of(answer)) == (401, "kernel.sign_in")
