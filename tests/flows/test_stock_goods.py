"""Goods come in and are counted: the documents say why, the ledger says how many."""

import asyncio
from uuid import UUID, uuid4

import pytest

from siyu.flows import stock_goods
from siyu.kernel.db import Actor, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, inventory, ledger
from tests.house.merchant import Merchant, furnish


class Shop:
    """A merchant with two SKUs on the shelf of the eastern store."""

    def __init__(self, works: Works, merchant: Merchant, skus: dict[str, UUID]) -> None:
        self.works, self.merchant, self.store = works, merchant, merchant.east
        self.milk, self.cup = skus["M1"], skus["C1"]
        self.clerk = Actor("staff", merchant.lin)

    async def receives(self, *lines: tuple[UUID, int], id_: UUID | None = None) -> UUID:
        async with self.works.open(self.merchant.tenant, actor=self.clerk) as work:
            return await stock_goods.receive(
                work, id_ or uuid4(), self.store, lines, reason="厂家直发"
            )

    async def counts(self, *lines: tuple[UUID, int], id_: UUID | None = None) -> UUID:
        async with self.works.open(self.merchant.tenant, actor=self.clerk) as work:
            return await stock_goods.count(work, id_ or uuid4(), self.store, lines, reason="月盘")

    async def books(self, *chains: ledger.Chain) -> None:
        async with self.works.open(self.merchant.tenant) as work:
            ledger.must_be_granted(await ledger.apply(work, chains))

    async def stands(self, sku: UUID) -> tuple[int, int]:
        async with self.works.look(self.merchant.tenant) as work:
            [found] = await ledger.balances_of(work, [ledger.stock(sku, self.store)])
        return found.posted, found.held

    def hold(self, sku: UUID, quantity: int) -> ledger.Chain:
        sides = ledger.stock(sku, self.store), ledger.stock_world(sku, self.store)
        steps = [ledger.Post(*sides, quantity)]
        return ledger.hold(uuid4(), steps, expires_at=None, reason="order")


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    merchant = await furnish(works, tenant)
    milk = catalog.NewSku(code="M1", name="900g", price_minor=29800)
    cup = catalog.NewSku(code="C1", name="", price_minor=4900)
    async with works.open(tenant) as work:
        goods = [("M", "羊奶粉 2 段", milk), ("C", "学饮杯", cup)]
        await catalog.list_new(
            work,
            [
                catalog.NewProduct(code=code, name=name, category_id=None, skus=[sku])
                for code, name, sku in goods
            ],
        )
        return Shop(works, merchant, await catalog.find_skus_by_code(work, ["M1", "C1"]))


async def facts_of(shop: Shop) -> list[tuple[str, str]]:
    async with shop.works.look(shop.merchant.tenant) as work:
        rows, _ = await log.read(work, log.START)
    return [(row.name, row.body) for row in rows if row.name.startswith("inventory.")]


async def test_what_comes_in_can_be_sold(shop: Shop) -> None:
    document = await shop.receives((shop.milk, 12), (shop.cup, 3))
    assert await shop.stands(shop.milk) == (12, 0)
    async with shop.works.look(shop.merchant.tenant) as work:
        head, lines = await inventory.get_document(work, document)
    assert (head.kind, head.store_id, head.reason) == ("received", shop.store, "厂家直发")
    assert (head.by_id, head.lines, head.change) == (shop.merchant.lin, 2, 15)
    assert [(line.sku, line.quantity, line.before) for line in lines] == [
        (shop.milk, 12, None),
        (shop.cup, 3, None),
    ]
    [(name, body)] = await facts_of(shop)
    assert name == "inventory.goods_received"
    assert str(shop.milk) in body


async def test_a_count_sets_the_books_to_what_was_found(shop: Shop) -> None:
    await shop.receives((shop.milk, 12))
    await shop.books(shop.hold(shop.milk, 2))
    document = await shop.counts((shop.milk, 9), (shop.cup, 4))
    assert (await shop.stands(shop.milk), await shop.stands(shop.cup)) == ((9, 2), (4, 0))
    async with shop.works.look(shop.merchant.tenant) as work:
        _, lines = await inventory.get_document(work, document)
        assert [one for one in await ledger.check(work) if one.broken] == []
    assert [(line.before, line.quantity, line.change) for line in lines] == [(12, 9, -3), (0, 4, 4)]
    assert [name for name, _ in await facts_of(shop)][-1] == "inventory.goods_counted"


async def test_a_count_that_finds_what_the_books_say_moves_nothing(shop: Shop) -> None:
    await shop.receives((shop.milk, 5))
    document = await shop.counts((shop.milk, 5))
    async with shop.works.look(shop.merchant.tenant) as work:
        head, _ = await inventory.get_document(work, document)
    assert (head.kind, head.change) == ("counted", 0)
    assert await shop.stands(shop.milk) == (5, 0)


async def test_a_count_below_what_orders_hold_is_refused(shop: Shop) -> None:
    await shop.receives((shop.milk, 5))
    await shop.books(shop.hold(shop.milk, 3))
    with pytest.raises(inventory.CountBelowHeld) as refused:
        await shop.counts((shop.milk, 2))
    assert "M1 盘到 2 件，但未付款的订单占用了 3 件" in refused.value.sentence("zh")
    assert await shop.stands(shop.milk) == (5, 3)
    assert len(await facts_of(shop)) == 1


async def test_the_same_document_again_changes_nothing(shop: Shop) -> None:
    document = uuid4()
    both = await asyncio.gather(*(shop.receives((shop.milk, 4), id_=document) for _ in range(3)))
    assert both == [document] * 3
    assert await shop.stands(shop.milk) == (4, 0)
    assert len(await facts_of(shop)) == 1
    with pytest.raises(inventory.DocumentDiffers):
        await shop.receives((shop.milk, 5), id_=document)
    with pytest.raises(inventory.DocumentDiffers):
        await shop.counts((shop.milk, 4), id_=document)
    counted = uuid4()
    for _ in range(2):
        await shop.counts((shop.milk, 1), id_=counted)
        await shop.receives((shop.milk, 1))
    assert await shop.stands(shop.milk) == (3, 0)


async def test_nobody_sells_between_the_look_and_the_booking_of_a_count(shop: Shop) -> None:
    await shop.receives((shop.milk, 10))
    sides = ledger.stock(shop.milk, shop.store), ledger.stock_world(shop.milk, shop.store)
    sales = [ledger.post(uuid4(), [ledger.Post(*sides, 1)], reason="sold") for _ in range(8)]
    await asyncio.gather(shop.counts((shop.milk, 20)), *(shop.books(sale) for sale in sales))
    async with shop.works.look(shop.merchant.tenant) as work:
        documents, _ = await inventory.list_documents(
            work, inventory.Filter(kind="counted"), limit=1
        )
    # Whatever was sold before the count is in its difference, whatever came after it is not.
    assert (await shop.stands(shop.milk))[0] == 10 - 8 + documents[0].change


async def test_an_unknown_or_doubled_sku_and_an_unknown_store_are_refused(shop: Shop) -> None:
    with pytest.raises(inventory.UnknownSku):
        await shop.receives((uuid4(), 1))
    with pytest.raises(inventory.SkuTwice, match="M1 stands in the document twice"):
        await shop.receives((shop.milk, 1), (shop.milk, 2))
    shop.store = uuid4()
    with pytest.raises(NotFound):
        await shop.counts((shop.milk, 1))
