"""A child's data at the doors: refused, agreed to by a guardian, kept."""

from collections.abc import AsyncIterator
from typing import Any, cast
from uuid import UUID

import httpx
import pytest

from siyu.kernel.db import Works
from siyu.kernel.kit import Kit
from siyu.modules import customers, staff
from tests.house.apps import lent
from tests.house.knocking import Doors, Knocker
from tests.house.merchant import Merchant, hire

PASSWORD, PHONE = "a long walk by the lake", "13800138001"
CHILD = {"birthday": "2019-06-01"}


@pytest.fixture
async def her(works: Works, merchant: Merchant) -> customers.Token:
    async with works.open(merchant.tenant) as work:
        token, _ = await customers.begin_session(work, PHONE, [])
    return token


@pytest.fixture
async def shop(
    kit: Kit, merchant: Merchant, her: customers.Token
) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=cast("Any", lent(kit)["/api/storefront"]))
    base, headers = (
        f"http://{merchant.host}/api/storefront",
        {"authorization": f"Bearer {her.text}"},
    )
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as client:
        yield client


async def test_a_guardian_agrees_at_the_storefront(shop: httpx.AsyncClient) -> None:
    refused = await shop.put("/me", json=CHILD)
    assert (refused.status_code, refused.json()["code"]) == (403, "customers.needs_guardian")
    asked = (await shop.get("/me/guardian")).json()
    assert "监护人" in asked["sentence"]
    assert asked["guardian"] is None
    said = (await shop.put("/me/guardian", json={"guardian": "mother"})).json()
    assert said["guardian"] == "mother"
    assert (await shop.put("/me", json=CHILD)).json()["birthday"] == CHILD["birthday"]
    listed = (await shop.get("/me/consents")).json()
    assert "child" not in [one["purpose"] for one in listed]


async def test_a_guardian_agrees_in_a_store(
    kit: Kit, works: Works, merchant: Merchant, her: customers.Token
) -> None:
    doors = Doors(lent(kit))
    manager = await signed_in(works, merchant)
    async with works.open(merchant.tenant) as work:
        await customers.assign(work, her.customer, store=merchant.east, guide=None, reason="x")
    hers = f"/api/console/customers/{her.customer}"
    refused = await doors.knock(manager, "PATCH", hers, json=CHILD)
    assert refused.json()["code"] == "customers.needs_guardian"
    far = {"guardian": "father", "store": str(merchant.west)}
    assert (await doors.knock(manager, "PUT", f"{hers}/guardian", json=far)).status_code == 404
    near = {"guardian": "father", "store": str(merchant.east)}
    shown = (await doors.knock(manager, "PUT", f"{hers}/guardian", json=near)).json()
    assert [c["source"] for c in shown["consents"] if c["purpose"] == "child"] == ["console"]
    assert (await doors.knock(manager, "PATCH", hers, json=CHILD)).json()["birthday"]
    async with works.look(merchant.tenant) as work:
        kept = await customers.list_consents(work, her.customer)
    assert [(c.guardian, c.store_id) for c in kept if c.purpose == "child"] == [
        ("father", merchant.east)
    ]


async def signed_in(works: Works, merchant: Merchant) -> Knocker:
    hashed = await staff.hash_password(PASSWORD)
    async with works.open(merchant.tenant) as work:
        person: UUID = await hire(work, "liu", "store_manager", name="刘芳", store=merchant.east)
        await staff.put_password(work, person, hashed)
    shown = staff.Credentials(account="liu", password=PASSWORD, code=None, address="203.0.113.5")
    token = await staff.sign_in(works, merchant.tenant, shown, "console")
    return Knocker(called="liu", host=merchant.host, cookie=token)
