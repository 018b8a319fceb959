"""Doors: errors in both languages, bad input by field, pages with an end, one effect per key."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from litestar import Litestar, Response, get

from siyu.kernel import logs
from siyu.kernel.db import Actor, Command, Scalar, Works
from siyu.kernel.doors import OPEN, SIGNED_IN, Ask, Connection, Once, Page, Paging, audience, door
from siyu.kernel.errors import Busy, NotFound, Refusal, Trouble
from siyu.kernel.ids import TenantId

ME = UUID("01890000-0000-7000-8000-000000000001")
CSRF = "the-token-of-the-page"


class LidOpen(Refusal):
    code = "kitchen.lid_open"
    zh = "{pot}的盖子开着。"
    en = "The lid of the {pot} is open."


class GasOff(Trouble):
    code = "kitchen.gas_off"
    zh = "没有煤气。"
    en = "There is no gas."


class Soup(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=5)]
    litres: Annotated[int, msgspec.Meta(ge=1, le=9)]


class Cooked(msgspec.Struct, frozen=True):
    id: UUID
    name: str


_COOK = Command(
    """
    insert into kernel.inbox (tenant_id, id, vendor, account, message, received_at, body)
    values ($1, $2, 'kitchen', 'soup', $3, $4, '')
    """
)
_COUNT = Scalar("select count(*) from kernel.inbox where tenant_id = $1 and vendor = 'kitchen'")


@door.get("/pots/{pot:uuid}", permit="kitchen.read", errors=[LidOpen])
async def show_pot(ask: Ask, pot: UUID) -> Cooked:
    """A pot."""
    raise LidOpen(pot="red")


@door.get("/pots", permit="kitchen.read")
async def list_pots(paging: Paging) -> Page[Cooked]:
    """Every pot."""
    return paging.of([], 10_001)


@door.post("/soups", permit="kitchen.write")
async def cook(data: Soup) -> Cooked:
    """Cook."""
    return Cooked(uuid4(), data.name)


@door.post("/kept/soups", permit="kitchen.write")
async def cook_once(once: Once, data: Soup) -> Response[Cooked]:
    """Cook once per key."""
    async with once.work() as work:
        cooked = Cooked(work.new_id(), data.name)
        await asyncio.sleep(0.05)
        await _COOK.run(work, work.tenant, cooked.id, str(cooked.id), work.now)
        return await once.answer(work, cooked)


@door.get("/gas", permit=SIGNED_IN, errors=[GasOff])
async def show_gas() -> Cooked:
    """Gas."""
    raise GasOff


@door.get("/queue", permit=OPEN, errors=[Busy])
async def show_queue() -> Cooked:
    """A queue."""
    raise Busy(after_s=7)


@door.get("/broken", permit=OPEN)
async def show_broken(phone: str) -> Cooked:
    """A defect."""
    raise RuntimeError(f"cannot call {phone}")


@get("/window")
async def window() -> str:
    return "open"


DOORS = [show_pot, list_pots, cook, cook_once, show_gas, show_queue, show_broken]


def made(works: Works, tenant: TenantId, *, csrf: str | None = None) -> Litestar:
    async def authenticate(connection: Connection) -> Ask | None:
        permits = connection.headers.get("x-permits")
        if permits is None:
            return None
        ask = Ask(works, tenant, actor=Actor("staff", ME), permits=frozenset(permits.split()))
        ask.csrf = csrf
        return ask

    async def anonymous(_: Connection) -> Ask:
        return Ask(works, tenant, actor=Actor("nobody"))

    return audience(
        "kitchen",
        "/kitchen",
        DOORS,
        authenticate=authenticate,
        anonymous=anonymous,
        about="Where soup is made.",
    )


def client(app: Litestar, **headers: str) -> httpx.AsyncClient:
    async def numbered(scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["request_id"] = "number-7"
        await app(scope, receive, send)

    transport = httpx.ASGITransport(app=numbered)
    return httpx.AsyncClient(
        transport=transport, base_url="http://kitchen.test/kitchen", headers=headers
    )


@pytest.fixture
async def cook_in(works: Works, tenant: TenantId) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who may do everything."""
    permits = {"x-permits": "kitchen.read kitchen.write"}
    async with client(made(works, tenant), **permits) as one:
        yield one


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("en", "The lid of the red is open."),
        ("zh-CN,en;q=0.5", "red的盖子开着。"),
        ("fr", "red的盖子开着。"),
        ("fr,en-GB", "The lid of the red is open."),
    ],
)
async def test_a_refusal_is_a_sentence_in_the_language_asked_for(
    cook_in: httpx.AsyncClient, asked: str, sentence: str
) -> None:
    answer = await cook_in.get(f"/pots/{uuid4()}", headers={"Accept-Language": asked})
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "kitchen.lid_open",
        "message": sentence,
        "slots": {"pot": "red"},
        "request_id": "number-7",
    }


async def test_trouble_may_be_tried_again(cook_in: httpx.AsyncClient) -> None:
    answer = await cook_in.get("/gas")
    assert (answer.status_code, answer.json()["retry"]) == (503, True)


async def test_a_busy_door_says_when_to_come_back(cook_in: httpx.AsyncClient) -> None:
    answer = await cook_in.get("/queue")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")


async def test_bad_input_is_told_field_by_field(cook_in: httpx.AsyncClient) -> None:
    answer = await cook_in.post("/soups", json={"name": "x" * 6, "litres": 2})
    assert answer.status_code == 400
    assert answer.json()["code"] == "kernel.invalid"
    (field,) = answer.json()["fields"]
    assert field["path"] == "name"
    assert field["message"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"name": "a", "litres": 1, "salt": 2}', b"\xff"]
)
async def test_a_body_that_is_no_soup_is_refused(cook_in: httpx.AsyncClient, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = await cook_in.post("/soups", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["code"] == "kernel.invalid"


async def test_an_id_that_is_none_names_nothing(cook_in: httpx.AsyncClient) -> None:
    answer = await cook_in.get("/pots/1")
    assert answer.status_code == 404


@pytest.mark.parametrize("query", ["page=0", "size=101", "size=0", "page=x", "page=10001"])
async def test_pages_have_maxima(cook_in: httpx.AsyncClient, query: str) -> None:
    answer = await cook_in.get(f"/pots?{query}")
    assert answer.status_code == 400
    assert answer.json()["fields"][0]["path"] == query.partition("=")[0]


async def test_counting_stops_at_ten_thousand(cook_in: httpx.AsyncClient) -> None:
    page = (await cook_in.get("/pots?size=100&page=100")).json()
    assert (page["total"], page["more"]) == (10_000, True)


async def test_who_is_not_signed_in_and_who_may_not_are_told_apart(
    works: Works, tenant: TenantId
) -> None:
    app = made(works, tenant)
    async with client(app) as nobody, client(app, **{"x-permits": "kitchen.read"}) as reader:
        assert (await nobody.get("/pots")).status_code == 401
        assert (await reader.get("/pots")).status_code == 200
        refused = await reader.post("/soups", json={"name": "a", "litres": 1})
    assert (refused.status_code, refused.json()["code"]) == (403, "kernel.forbidden")


async def test_a_write_needs_the_token_of_the_page(works: Works, tenant: TenantId) -> None:
    app, soup = made(works, tenant, csrf=CSRF), {"name": "a", "litres": 1}
    async with client(app, **{"x-permits": "kitchen.read kitchen.write"}) as one:
        bare = await one.post("/soups", json=soup)
        wrong = await one.post("/soups", json=soup, headers={"X-CSRF-Token": "guessed"})
        right = await one.post("/soups", json=soup, headers={"X-CSRF-Token": CSRF})
        read = await one.get("/pots")
    assert [a.status_code for a in (bare, wrong, right, read)] == [403, 403, 201, 200]
    assert bare.json()["code"] == "kernel.csrf"


async def test_the_same_key_gets_the_same_answer_and_has_one_effect(
    cook_in: httpx.AsyncClient, works: Works, tenant: TenantId
) -> None:
    key, soup = {"Idempotency-Key": "monday"}, {"name": "leek", "litres": 3}
    first = await cook_in.post("/kept/soups", json=soup, headers=key)
    again = await cook_in.post("/kept/soups", json=soup, headers=key)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert await cooked(works, tenant) == 1


async def test_a_key_used_for_another_request_is_refused(cook_in: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "tuesday"}
    await cook_in.post("/kept/soups", json={"name": "leek", "litres": 3}, headers=key)
    other = await cook_in.post("/kept/soups", json={"name": "leek", "litres": 4}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "kernel.key_reused")


async def test_two_at_once_under_one_key_get_one_answer(
    cook_in: httpx.AsyncClient, works: Works, tenant: TenantId
) -> None:
    key, soup = {"Idempotency-Key": "rush"}, {"name": "leek", "litres": 3}
    asked = (cook_in.post("/kept/soups", json=soup, headers=key) for _ in range(4))
    answers = await asyncio.gather(*asked)
    assert {a.status_code for a in answers} == {201}
    assert len({a.content for a in answers}) == 1
    assert await cooked(works, tenant) == 1


@pytest.mark.parametrize("key", ["", "k" * 129])
async def test_a_keyed_write_needs_a_key(cook_in: httpx.AsyncClient, key: str) -> None:
    soup = {"name": "leek", "litres": 3}
    answer = await cook_in.post("/kept/soups", json=soup, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "kernel.key_missing")


async def test_the_document_has_every_door_with_its_errors(cook_in: httpx.AsyncClient) -> None:
    document = (await cook_in.get("/openapi/openapi.json")).json()
    paths = document["paths"]
    assert set(paths) == {
        "/kitchen/pots/{pot}",
        "/kitchen/pots",
        "/kitchen/soups",
        "/kitchen/kept/soups",
        "/kitchen/gas",
        "/kitchen/queue",
        "/kitchen/broken",
    }
    told = paths["/kitchen/pots/{pot}"]["get"]["responses"]
    assert set(told) == {"200", "400", "401", "403", "404", "409"}
    assert "kitchen.lid_open" in told["409"]["description"]
    assert "503" in paths["/kitchen/gas"]["get"]["responses"]


async def test_a_defect_tells_a_number_and_no_persons_data(
    cook_in: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("info", "test")
    answer = await cook_in.get("/broken?phone=13800138000", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (500, "kernel.defect")
    assert "number-7" in answer.json()["message"]
    written = capsys.readouterr().err
    assert "doors.defect" in written
    assert "13800138000" not in written + answer.text


async def test_what_is_no_door_is_refused_at_start(works: Works, tenant: TenantId) -> None:
    async def nobody(_: Connection) -> Ask | None:
        return None

    async def anonymous(_: Connection) -> Ask:
        raise NotFound

    with pytest.raises(TypeError, match="is not a door"):
        audience(
            "house", "/house", [window], authenticate=nobody, anonymous=anonymous, about="A house."
        )


async def test_an_address_that_leads_nowhere_is_told_so(cook_in: httpx.AsyncClient) -> None:
    answer = await cook_in.get("/attic")
    assert (answer.status_code, answer.json()["code"]) == (404, "kernel.no_such_address")
    wrong = await cook_in.delete("/pots")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "kernel.no_such_method")


async def cooked(works: Works, tenant: TenantId) -> int:
    async with works.look(tenant) as work:
        return await _COUNT.get(work, tenant)
