"""Stock over HTTP: received, counted, looked at by whoever may; the books shown to be right."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import pytest

from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import catalog, deals, distribution, groups, inventory, ledger, loyalty, staff
from tests.house.apps import lent
from tests.house.merchant import Merchant, furnish
from tests.house.street import made_kit

BOOKS = (ledger, distribution, loyalty, inventory, deals, groups)
MEANINGS = [*(code for room in BOOKS for code in room.MEANINGS), "seals"]

PASSWORD = "long enough, and nobody's birthday"


@pytest.fixture
async def merchant(works: Works, tenant: TenantId) -> Merchant:
    return await furnish(works, tenant)


@pytest.fixture
def kit(database: Database, keyring: Keyring, tmp_path: Path) -> Kit:
    away = Columns.embedded("127.0.0.1", 9, "nobody")
    return made_kit(database, keyring, Settings(data=tmp_path), away)


@pytest.fixture
async def skus(works: Works, merchant: Merchant) -> dict[str, UUID]:
    """羊奶粉 in two sizes, and a cup."""
    sizes = [
        catalog.NewSku(code="M400", name="400g", price_minor=15800, barcode="690001"),
        catalog.NewSku(code="M800", name="800g", price_minor=29800),
    ]
    cup = [catalog.NewSku(code="C1", name="", price_minor=4900)]
    async with works.open(merchant.tenant) as work:
        goods = [("M", "羊奶粉 2 段", sizes), ("C", "学饮杯", cup)]
        new = [
            catalog.NewProduct(code=code, name=name, category_id=None, skus=some)
            for code, name, some in goods
        ]
        await catalog.list_new(work, new)
        return await catalog.find_skus_by_code(work, ["M400", "M800", "C1"])


@asynccontextmanager
async def signed_in(
    kit: Kit, merchant: Merchant, role: staff.Role
) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody at the console; a store manager is posted in the east."""
    store = merchant.east if role == "store_manager" else None
    async with kit.works.open(merchant.tenant) as work:
        hashed = await staff.hash_password(PASSWORD)
        who = {"account": role, "name": "陈晨", "password_hash": hashed}
        await staff.join(work, staff.Join(**who, role=role, store_id=store))
    transport = httpx.ASGITransport(app=cast("Any", lent(kit)["/api/console"]))
    base = f"http://{merchant.host}/api/console"
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        answer = await client.post("/session", json={"account": role, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        client.headers["x-csrf-token"] = answer.json()["csrf"]
        yield client


@pytest.fixture
async def desk(kit: Kit, merchant: Merchant) -> AsyncIterator[httpx.AsyncClient]:
    async with signed_in(kit, merchant, "headquarters") as client:
        yield client


def lines(*pairs: tuple[UUID, int]) -> list[dict[str, object]]:
    return [{"sku": str(sku), "quantity": quantity} for sku, quantity in pairs]


async def test_goods_are_received_counted_and_listed(
    desk: httpx.AsyncClient, merchant: Merchant, skus: dict[str, UUID]
) -> None:
    east, west = str(merchant.east), str(merchant.west)
    for store, quantity in ((east, 12), (west, 5)):
        body = {"store": store, "lines": lines((skus["M400"], quantity)), "reason": "厂家直发"}
        assert (await desk.post("/stock/receipts", json=body)).status_code == 201
    counted = await desk.post(
        "/stock/counts", json={"store": east, "lines": lines((skus["M400"], 9), (skus["C1"], 2))}
    )
    assert [(i["before"], i["quantity"], i["change"]) for i in counted.json()["items"]] == [
        (12, 9, -3),
        (0, 2, 2),
    ]
    assert counted.json()["by"]["name"] == "陈晨"
    page = (await desk.get("/stock")).json()
    assert [(i["code"], i["on_hand"], i["free"], i["stores"]) for i in page["items"]] == [
        ("C1", 2, 2, 1),
        ("M400", 14, 14, 2),
        ("M800", 0, 0, 0),
    ]
    shown = (await desk.get(f"/stock/{skus['M400']}")).json()
    assert shown["name"] == "羊奶粉 2 段 400g"
    assert {s["store"]["code"]: s["free"] for s in shown["stores"]} == {"E1": 9, "W1": 5}
    documents = (await desk.get("/stock/documents", params={"sku": str(skus["M400"])})).json()
    told = sorted((d["kind"], d["lines"], d["change"]) for d in documents["items"])
    assert told == [("counted", 1, -3), ("received", 1, 5), ("received", 1, 12)]
    one = (await desk.get(f"/stock/documents/{counted.json()['id']}")).json()
    assert one == counted.json()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"q": "奶粉"}, ["M400", "M800"]),
        ({"q": "m8"}, ["M800"]),
        ({"q": "690001"}, ["M400"]),
        ({"q": "%"}, []),
        ({"show": "some"}, ["M400"]),
        ({"show": "out"}, ["C1", "M800"]),
        ({"show": "held"}, ["M400"]),
    ],
)
async def test_stock_is_found_by_name_code_barcode_and_what_is_left(
    desk: httpx.AsyncClient,
    works: Works,
    merchant: Merchant,
    skus: dict[str, UUID],
    query: dict[str, str],
    codes: list[str],
) -> None:
    store, milk = merchant.east, skus["M400"]
    body = {"store": str(store), "lines": lines((milk, 3))}
    await desk.post("/stock/receipts", json=body)
    move = ledger.Post(ledger.stock(milk, store), ledger.stock_world(milk, store), 1)
    async with works.open(merchant.tenant) as work:
        held = ledger.hold(uuid4(), [move], expires_at=None, reason="order")
        ledger.must_be_granted(await ledger.apply(work, [held]))
    found = (await desk.get("/stock", params=query)).json()
    assert [i["code"] for i in found["items"]] == codes
    assert found["total"] == len(codes)


async def test_a_document_sent_twice_is_one(
    desk: httpx.AsyncClient, merchant: Merchant, skus: dict[str, UUID]
) -> None:
    body = {
        "id": str(uuid4()),
        "store": str(merchant.east),
        "lines": lines((skus["C1"], 4)),
    }
    first, again = [await desk.post("/stock/receipts", json=body) for _ in range(2)]
    assert first.json() == again.json()
    other = await desk.post("/stock/receipts", json=body | {"lines": lines((skus["C1"], 5))})
    assert (other.status_code, other.json()["code"]) == (409, "inventory.document_differs")
    assert (await desk.get("/stock", params={"q": "C1"})).json()["items"][0]["on_hand"] == 4


async def test_what_is_wrong_is_said(
    desk: httpx.AsyncClient, merchant: Merchant, skus: dict[str, UUID]
) -> None:
    async def refused(path: str, *pairs: tuple[UUID, int], store: UUID = merchant.east) -> Any:
        answer = await desk.post(path, json={"store": str(store), "lines": lines(*pairs)})
        return answer.status_code, answer.json()["code"]

    milk = skus["M400"]
    unknown = await refused("/stock/receipts", (uuid4(), 1))
    assert unknown == (422, "inventory.unknown_sku")
    twice = await refused("/stock/counts", (milk, 1), (milk, 2))
    assert twice == (422, "inventory.sku_twice")
    assert await refused("/stock/receipts", (milk, 0)) == (400, "kernel.invalid")
    assert await refused("/stock/counts", (milk, -1)) == (400, "kernel.invalid")
    assert await refused("/stock/receipts", (milk, 1), store=uuid4()) == (404, "kernel.not_found")


async def test_a_store_manager_sees_and_stocks_her_store_only(
    kit: Kit, desk: httpx.AsyncClient, merchant: Merchant, skus: dict[str, UUID]
) -> None:
    for store in (merchant.east, merchant.west):
        body = {"store": str(store), "lines": lines((skus["C1"], 7))}
        far = (await desk.post("/stock/receipts", json=body)).json()
    async with signed_in(kit, merchant, "store_manager") as manager:
        [cup] = (await manager.get("/stock", params={"q": "C1"})).json()["items"]
        assert (cup["on_hand"], cup["stores"]) == (7, 1)
        assert len((await manager.get(f"/stock/{skus['C1']}")).json()["stores"]) == 1
        assert (await manager.get("/stock/documents")).json()["total"] == 1
        assert (await manager.get(f"/stock/documents/{far['id']}")).status_code == 404
        assert (await manager.post("/stock/counts", json=body)).status_code == 404
        west = {"store": str(merchant.west)}
        assert (await manager.get("/stock", params=west)).status_code == 404
        assert (await manager.get("/ledger/invariants")).status_code == 403


async def test_the_books_are_shown_to_be_right(
    desk: httpx.AsyncClient, merchant: Merchant, skus: dict[str, UUID]
) -> None:
    body = {"store": str(merchant.east), "lines": lines((skus["C1"], 7))}
    await desk.post("/stock/receipts", json=body)
    found = (await desk.get("/ledger/invariants", headers={"accept-language": "en"})).json()
    assert [one["code"] for one in found] == MEANINGS
    assert all(one["holds"] for one in found)
    assert found[1]["means"] == "Every balance is the sum of its transfers."
