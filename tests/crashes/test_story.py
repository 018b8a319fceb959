"""The first story, in the middle of which every process is killed: it goes on, and each thing in
it happened once.
"""

import asyncio
import json
import time
from collections import Counter
from typing import Any
from uuid import UUID

import httpx

from siyu.flows import stock_goods
from siyu.kernel.kit import Kit
from siyu.modules import catalog, customers, developers, distribution, ledger
from tests.crashes.installation import BACK_S, Installation, found, settled, siyu
from tests.house.merchant import Merchant

MILK = 29800
BUYERS = 12
PIECES = 8
ONCE = {
    "orders.order_placed": PIECES,
    "orders.order_paid": PIECES,
    "payments.payment_taken": PIECES,
    "fulfilment.pickup_ready": PIECES,
    "fulfilment.pickup_redeemed": PIECES - 2,
    "orders.order_refunded": 2,
    "distribution.earned": PIECES,
    "distribution.clawed_back": 2,
}


class Till:
    """A program with a key that repeats what was not answered, under the same key."""

    def __init__(self, home: Installation, key: str) -> None:
        self._home, self._headers = home, {"authorization": f"Bearer {key}"}

    async def asks(self, method: str, path: str, once: str = "", **sent: Any) -> httpx.Response:
        """Whoever dies meanwhile: the answer that came in the end."""
        headers = {**self._headers, "idempotency-key": once or path}
        end = time.monotonic() + BACK_S
        while True:
            try:
                async with httpx.AsyncClient(base_url=self._home.url, trust_env=False) as client:
                    answer = await client.request(
                        method, f"/open/v1{path}", headers=headers, timeout=10, **sent
                    )
                if answer.status_code < 500:
                    return answer
            except httpx.TransportError:
                pass
            assert time.monotonic() < end, f"{method} {path} was never answered"
            await asyncio.sleep(0.2)

    async def presses(self, path: str) -> None:
        """A buyer at the cashier presses until she reads that she has paid."""
        end = time.monotonic() + BACK_S
        while True:
            try:
                async with httpx.AsyncClient(base_url=self._home.url, trust_env=False) as client:
                    page = await client.post(path, data={"act": "pay"}, timeout=10)
                if "支付成功" in page.text or "已经付过" in page.text:
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < end, "she never paid"
            await asyncio.sleep(0.2)


async def test_whoever_is_killed_meanwhile_everything_happens_once(home: Installation) -> None:
    async with home.kit() as kit:
        shop = await furnished(kit)
    till = Till(home, shop["key"])
    orders = await ordered(home, till, shop)
    await paid(home, till, orders)
    codes = await ready(till, orders)
    await handed_over(home, till, shop, codes)
    await paid_back(home, till, list(orders)[:2])
    async with home.kit() as kit:
        await settled(kit)
        assert await told(kit, shop["merchant"]) == ONCE
        await stands(kit, shop)
    all_is_well(home)


async def furnished(kit: Kit) -> dict[str, Any]:
    """Eight tins on the shelf, a plan, a guide's customers who all want one, and a key."""
    merchant = await found(kit)
    async with kit.works.open(merchant.tenant) as work:
        tin = catalog.NewSku(code="M1", name="900g", price_minor=MILK)
        milk = catalog.NewProduct(code="M", name="羊奶粉 2 段", category_id=None, skus=[tin])
        await catalog.list_new(work, [milk])
        sku = (await catalog.find_skus_by_code(work, ["M1"]))["M1"]
        await stock_goods.receive(work, work.new_id(), merchant.east, [(sku, PIECES)])
        rate = distribution.Rate(role="guide", rate_bp=500)
        plan = distribution.NewPlan(
            since=work.now, after_sale_days=7, ceiling_bp=3000, rates=(rate,)
        )
        await distribution.set_plan(work, plan)
        new = developers.NewKey(name="till", permits=developers.OPEN_PERMITS)
        _, key = await developers.make_key(work, new, most=developers.OPEN_PERMITS)
        seen = [
            customers.Meet(
                identity=customers.read_identity(f"1390000{n:04}"),
                source="pos",
                at=work.now,
                store=merchant.east,
                guide=merchant.lin,
            )
            for n in range(BUYERS)
        ]
        met = [one.customer for one in await customers.meet(work, seen)]
    return {"merchant": merchant, "sku": sku, "key": key, "people": met}


async def ordered(home: Installation, till: Till, shop: dict[str, Any]) -> dict[str, str]:
    """Twelve want eight tins while the web and then PostgreSQL die: who got one, and her order."""

    async def one(her: UUID) -> httpx.Response:
        lines = [{"sku": str(shop["sku"]), "quantity": 1}]
        body = {"customer": str(her), "store": str(shop["merchant"].east), "lines": lines}
        return await till.asks("POST", "/orders", once=f"order of {her}", json=body)

    asked = [asyncio.create_task(one(her)) for her in shop["people"]]
    await asyncio.sleep(0.05)
    for name in ("web", "postgres"):
        await asyncio.to_thread(home.kill, name)
    answers = await asyncio.gather(*asked)
    assert Counter(one.status_code for one in answers) == {201: PIECES, 409: BUYERS - PIECES}
    made = [one.json()["id"] for one in answers if one.status_code == 201]
    assert len(set(made)) == PIECES
    return dict.fromkeys(made, "")


async def paid(home: Installation, till: Till, orders: dict[str, str]) -> None:
    """All press pay; the worker dies while the notices come in."""

    async def one(order: str) -> None:
        asked = await till.asks("POST", f"/orders/{order}/payment", json={})
        assert asked.is_success, asked.text
        await till.presses(asked.json()["pay_path"])

    paying = [asyncio.create_task(one(order)) for order in orders]
    await asyncio.sleep(0.3)
    await asyncio.to_thread(home.kill, "worker")
    await asyncio.gather(*paying)
    await asyncio.to_thread(home.kill, "postgres")


async def ready(till: Till, orders: dict[str, str]) -> dict[str, str]:
    """Her digits, by order, once her notice was taken."""
    end, codes = time.monotonic() + BACK_S, dict[str, str]()
    while len(codes) < len(orders):
        for order in orders.keys() - codes.keys():
            answer = await till.asks("GET", f"/orders/{order}/code")
            if answer.is_success:
                codes[order] = answer.json()["code"]
        assert time.monotonic() < end, f"{len(orders) - len(codes)} payments were forgotten"
        await asyncio.sleep(0.2)
    return codes


async def handed_over(
    home: Installation, till: Till, shop: dict[str, Any], codes: dict[str, str]
) -> None:
    """Each shown at two tills at once, while the web dies: one of the two hands it over."""

    async def one(code: str, number: int) -> int:
        body = {"code": code, "store": str(shop["merchant"].east)}
        once = f"till {number} {code}"
        return (await till.asks("POST", "/pickups/redemption", once=once, json=body)).status_code

    fetched = list(codes.values())[2:]
    asked = [asyncio.create_task(one(code, number)) for code in fetched for number in (1, 2)]
    await asyncio.sleep(0.05)
    await asyncio.to_thread(home.kill, "web")
    assert Counter(await asyncio.gather(*asked)) == {200: len(fetched), 409: len(fetched)}


async def paid_back(home: Installation, till: Till, orders: list[str]) -> None:
    """Two want their money back while columns and worker die."""
    for order in orders:
        answer = await till.asks("POST", f"/orders/{order}/refunds", json={"why": "不想要了"})
        assert answer.is_success, answer.text
    for name in ("columns", "worker"):
        await asyncio.to_thread(home.kill, name)
    end = time.monotonic() + BACK_S
    for order in orders:
        while (await till.asks("GET", f"/orders/{order}")).json()["state"] != "closed":
            assert time.monotonic() < end, "the money is forgotten"
            await asyncio.sleep(0.3)


async def told(kit: Kit, merchant: Merchant) -> dict[str, int]:
    """How often each thing was told, once nothing waits any more."""
    sql = "select name from facts.fact where tenant_id = $1"
    end = time.monotonic() + BACK_S
    while True:
        async with kit.works.look(merchant.tenant) as work:
            names = Counter(row["name"] for row in await work.conn.fetch(sql, merchant.tenant))
        counted = {name: names[name] for name in ONCE}
        if counted == ONCE or time.monotonic() > end:
            return counted
        await asyncio.sleep(0.3)


async def stands(kit: Kit, shop: dict[str, Any]) -> None:
    """Six tins are gone, and six are paid for; the guide waits for five per cent of them."""
    sold = PIECES - 2
    accounts = [
        ledger.stock(shop["sku"], shop["merchant"].east),
        ledger.cashier(),
        ledger.sales(shop["merchant"].east),
        ledger.commission(shop["merchant"].lin),
    ]
    async with kit.works.look(shop["merchant"].tenant) as work:
        shelf, cashier, sales, share = await ledger.balances_of(work, accounts)
        assert (shelf.posted, shelf.held) == (2, 0)
        assert (cashier.posted, sales.posted) == (sold * MILK, -sold * MILK)
        assert (share.posted, share.coming) == (0, sold * MILK * 5 // 100)
        assert await ledger.replay(work) == []


def all_is_well(home: Installation) -> None:
    """`siyu check` on the running installation finds nothing wrong."""
    checked = siyu("check", "--json", data=home.data, timeout=60)
    wrong = [one for one in json.loads(checked.stdout) if one["state"] == "failed"]
    assert (checked.returncode, wrong) == (0, []), checked.stderr
