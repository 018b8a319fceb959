"""The short way to a door says what the framework says, to good, bad and strange requests."""

from typing import Annotated, Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest

from siyu.kernel.db import Actor, Works
from siyu.kernel.doors import Ask, Connection, audience, door
from siyu.kernel.errors import Busy, Refusal, SignIn
from siyu.kernel.ids import TenantId

ME = UUID("01890000-0000-7000-8000-000000000001")
JSON = "application/json"


class TooSalty(Refusal):
    code = "kitchen.too_salty"
    zh = "{grams}克盐太多了。"
    en = "{grams} g of salt are too many."


class Soup(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=9)]
    litres: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1


class Cooked(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    asked_in: str


async def _cook(ask: Ask, data: Soup) -> Cooked:
    match data.name:
        case "salt":
            raise TooSalty(grams=9)
        case "busy":
            raise Busy(after_s=7)
        case "away":
            raise asyncpg.CannotConnectNowError
        case "number":
            raise asyncpg.NumericValueOutOfRangeError
        case "broken":
            raise RuntimeError("a defect")
        case name:
            return Cooked(ask.id, name, ask.language)


@door.post("/plain/soups", permit="kitchen.write", errors=[TooSalty])
async def cook(ask: Ask, data: Soup) -> Cooked:
    """Cook."""
    return await _cook(ask, data)


@door.post("/swift/soups", permit="kitchen.write", errors=[TooSalty], swift=True)
async def cook_swiftly(ask: Ask, data: Soup) -> Cooked:
    """Cook, while many others do."""
    return await _cook(ask, data)


@door.post("/swift/pots", permit="kitchen.write", swift=True)
async def scour(ask: Ask, data: Soup, pot: int) -> Cooked:
    """It takes more than a body."""
    return await _cook(ask, data)


def made(works: Works, *doors: Any, csrf: str | None = None) -> Any:
    async def authenticate(connection: Connection) -> Ask | None:
        permits = connection.headers.get("x-permits")
        if permits is None:
            return None
        actor = Actor("staff", ME)
        ask = Ask(works, TenantId(1), actor=actor, permits=frozenset(permits.split()))
        ask.csrf = csrf
        return ask

    async def anonymous(_: Connection) -> Ask:
        raise SignIn

    return audience(
        "kitchen",
        "/kitchen",
        doors,
        authenticate=authenticate,
        anonymous=anonymous,
        about="Where soup is made.",
    )


async def ask_both(app: Any, body: Any, headers: dict[str, str]) -> list[httpx.Response]:
    """The plain way's answer, and the short one's."""
    assert set(app.swift) == {("POST", "/kitchen/swift/soups")}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://kitchen.test") as one:
        return [
            await one.post(f"/kitchen/{way}/soups", content=body() if callable(body) else body,
                           headers=headers)
            for way in ("plain", "swift")
        ]  # fmt: skip


def in_pieces() -> Any:
    async def pieces() -> Any:
        yield b'{"name": '
        yield b'"leek"}'

    return pieces()


MAY = {"content-type": JSON, "x-permits": "kitchen.write"}


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b'{"name": "leek"}', MAY, 201),
        (b'{"name": "leek", "litres": 9}', {**MAY, "accept-language": "en"}, 201),
        (b'{"name": "\xe7\x8c\xaa\xe8\x82\x9a"}', {**MAY, "content-type": f"{JSON}; x=y"}, 201),
        (in_pieces, MAY, 201),
        (b'{"name": "leek"}' + b" " * 70_000, MAY, 201),
        (b'{"name": "salt"}', MAY, 409),
        (b'{"name": "salt"}', {**MAY, "accept-language": "en"}, 409),
        (b'{"name": "busy"}', MAY, 429),
        (b'{"name": "away"}', MAY, 503),
        (b'{"name": "number"}', MAY, 400),
        (b'{"name": "broken"}', MAY, 500),
        (b'{"name": "leek"}', {"content-type": JSON}, 401),
        (b'{"name": "leek"}', {"content-type": JSON, "x-permits": "kitchen.read"}, 403),
        (b'{"name": ""}', MAY, 400),
        (b'{"name": "leek", "salt": 1}', MAY, 400),
        (b'{"name": 1}', {"content-type": JSON}, 401),
        (b"", MAY, 400),
        (b"[]", MAY, 400),
        (b'{"name', MAY, 400),
        (b'{"name": "\xff"}', MAY, 400),
        (b'{"name": "leek"}', {**MAY, "content-type": "text/plain"}, None),
    ],
)
async def test_both_ways_give_the_same_answer(
    works: Works, body: Any, headers: dict[str, str], status: int | None
) -> None:
    plain, swift = await ask_both(made(works, cook, cook_swiftly), body, headers)
    assert (swift.status_code, swift.content) == (plain.status_code, plain.content)
    assert dict(swift.headers) == dict(plain.headers)
    assert status is None or swift.status_code == status


async def test_the_token_of_the_page_is_asked_for(works: Works) -> None:
    app, soup = made(works, cook, cook_swiftly, csrf="the token"), b'{"name": "leek"}'
    assert [one.status_code for one in await ask_both(app, soup, MAY)] == [403, 403]
    headers = {**MAY, "x-csrf-token": "the token"}
    assert [one.status_code for one in await ask_both(app, soup, headers)] == [201, 201]


def test_a_door_that_takes_more_is_refused_at_start(works: Works) -> None:
    with pytest.raises(TypeError, match="takes more than a swift door has"):
        made(works, scour)
