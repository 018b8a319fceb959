"""Goods through their doors: options, pictures, schedule, and what the shop shows of them."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from tests.house.mall import Mall, open_mall

C, S = "/api/console", "/api/storefront"
COLOUR = {"name": "颜色", "values": ["红", "蓝"]}


@pytest.fixture
async def mall(
    database: Database, keyring: Keyring, clock: StoppedClock, tenant: TenantId, tmp_path: Path
) -> AsyncIterator[Mall]:
    async with open_mall(database, keyring, clock, tenant, tmp_path) as one:
        yield one


def sku(code: str, *choice: str) -> dict[str, Any]:
    return {"code": code, "price_minor": 100, "choice": list(choice)}


def bib(**more: Any) -> dict[str, Any]:
    return {"code": "BIB", "name": "围兜", "options": [COLOUR], "skus": [sku("R", "红")], **more}


def png(colour: str) -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(raw, "PNG")
    return raw.getvalue()


async def test_the_shop_shows_what_is_sold_in_its_pictures(mall: Mall) -> None:
    boss, (her, _) = await mall.staff("headquarters", None), await mall.customer()
    made = await mall.ask(boss, "POST", f"{C}/products", json=bib())
    at = f"{C}/products/{made['id']}"
    two = {"options": [COLOUR], "skus": [sku("R", "红"), sku("B", "蓝")]}
    assert len((await mall.ask(boss, "PUT", f"{at}/skus", json=two))["skus"]) == 2
    one = {"options": [COLOUR], "skus": [sku("B", "蓝")]}
    await mall.ask(boss, "PUT", f"{at}/skus", json=one)
    for colour in ("red", "blue"):
        files = {"data": ("p.png", png(colour))}
        given = await mall.ask(boss, "POST", f"{at}/pictures", files=files)
    names = [picture["name"] for picture in given["pictures"]]
    await mall.ask(boss, "PUT", f"{at}/pictures", json={"pictures": names[::-1]})
    shown = await mall.ask(her, "GET", f"{S}/products/{made['id']}")
    assert [one["name"] for one in shown["skus"]] == ["蓝"]
    assert [one["name"] for one in shown["pictures"]] == names[::-1]
    assert shown["picture_url"].endswith(names[1])
    assert [one["withdrawn"] for one in (await mall.ask(boss, "GET", at))["skus"]] == [True, False]


async def test_before_and_after_its_time_it_is_shown_and_not_sold(
    mall: Mall, clock: StoppedClock
) -> None:
    boss, (her, _) = await mall.staff("headquarters", None), await mall.customer()
    begins = clock.now() + timedelta(hours=1)
    made = await mall.ask(
        boss,
        "POST",
        f"{C}/products",
        json=bib(listed_from=begins.isoformat()),
    )
    blue = made["skus"][0]["id"]
    line = {"sku": blue, "quantity": 1}

    async def seen() -> tuple[str, int, str, int]:
        page = await mall.ask(her, "GET", f"{S}/products/{made['id']}")
        shelf = await mall.ask(her, "GET", f"{S}/products?q=围兜")
        stock = await mall.ask(her, "GET", f"{S}/products/{made['id']}/stock")
        asked = {"key": uuid4().hex, "store": str(mall.shop.store), "lines": [line]}
        ordered = await mall.doors.knock(her, "POST", f"{S}/orders", json=asked)
        return page["state"], shelf["total"], stock["skus"][0]["standing"], ordered.status_code

    assert await seen() == ("coming", 0, "gone", 404)
    clock.move(timedelta(hours=1))
    assert await seen() == ("listed", 1, "sold_out", 409)
    await mall.shop.receives((UUID(blue), 1))
    until = {"listed_from": None, "listed_until": clock.now().isoformat()}
    await mall.ask(boss, "PUT", f"{C}/products/{made['id']}/schedule", json=until)
    *stands, status = await seen()
    # What was sold out a moment ago is refused from memory, before anybody looks further.
    assert (stands, status in {404, 409}) == (["ended", 0, "gone"], True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"skus": [sku("R", "绿")]}, "catalog.bad_choice"),
        ({"skus": [sku("R", "红"), sku("Q", "红")]}, "catalog.choice_twice"),
        ({"options": [COLOUR, COLOUR]}, "catalog.bad_options"),
        ({"listed_from": "2026-01-02T00:00:00Z", "listed_until": "2026-01-01T00:00:00Z"},
         "catalog.bad_schedule"),
        ({"listed_from": "2026-01-02T00:00:00"}, "kernel.invalid"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_said(mall: Mall, change: dict[str, Any], code: str) -> None:
    boss = await mall.staff("headquarters", None)
    assert (await mall.refused(boss, "POST", f"{C}/products", json=bib(**change)))["code"] == code
    assert (await mall.ask(boss, "GET", f"{C}/products?q=BIB"))["total"] == 0
