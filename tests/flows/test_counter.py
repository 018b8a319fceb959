"""Sold out is said from memory, for a moment, and to nobody who has her order."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from siyu.flows import place_orders
from siyu.flows.counter import MARK_S, Counter, SoldOut
from siyu.flows.order_drafts import Placing
from siyu.flows.place_orders import Answer
from siyu.kernel.db import Database, Work, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import orders
from tests.house.shop import Shop, open_shop


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    made = await open_shop(works, tenant)
    await made.receives((made.cup, 1))
    return made


@pytest.fixture
def counter(works: Works, watch: Watch) -> Counter:
    return Counter(works, SoldOut(watch))


@pytest.fixture
def elsewhere(database: Database) -> Works:
    """Another process on the same database: what it does is not heard here."""
    return Works(database.app, database.clock, database.works.keyring)


async def wants(counter: Counter, shop: Shop) -> str:
    answer = await counter.submit(shop.tenant, shop.asks((shop.cup, 1)))
    if isinstance(answer, Refusal):
        assert answer.sentence("zh").endswith("已售罄。")
        return answer.code
    return "ordered"


async def test_goods_that_come_back_by_this_process_are_sold_at_once(
    counter: Counter, shop: Shop
) -> None:
    said = [await wants(counter, shop) for _ in range(3)]
    assert said == ["ordered", "orders.goods_short", "orders.goods_short"]
    await shop.receives((shop.cup, 1))
    assert await wants(counter, shop) == "ordered"


async def test_goods_that_come_back_by_another_are_sold_when_the_mark_is_old(
    counter: Counter, shop: Shop, elsewhere: Works, watch: Watch
) -> None:
    said = [await wants(counter, shop) for _ in range(2)]
    here, shop.works = shop.works, elsewhere
    await shop.receives((shop.cup, 1))
    shop.works = here
    # Nobody asks the database as long as the mark is fresh.
    assert [*said, await wants(counter, shop)] == ["ordered", *["orders.goods_short"] * 2]
    watch.now += MARK_S
    assert await wants(counter, shop) == "ordered"


async def test_who_has_her_order_gets_it_again(counter: Counter, shop: Shop) -> None:
    hers = shop.asks((shop.cup, 1))
    first = await counter.submit(shop.tenant, hers)
    assert isinstance(first, orders.Order)
    assert await wants(counter, shop) == "orders.goods_short"
    again = await counter.submit(shop.tenant, hers)
    assert isinstance(again, orders.Order)
    assert again.id == first.id
    taken = await counter.submit(shop.tenant, structs.replace(hers, lines=((shop.cup, 2),)))
    assert isinstance(taken, orders.KeyTaken)


async def test_some_left_is_no_mark(counter: Counter, shop: Shop) -> None:
    two = shop.asks((shop.cup, 2))
    assert isinstance(await counter.submit(shop.tenant, two), orders.GoodsShort)
    assert await wants(counter, shop) == "ordered"


async def test_what_was_seen_before_goods_came_back_is_not_remembered(
    counter: Counter, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They come back after the batch looked and before it is answered."""
    assert await wants(counter, shop) == "ordered"
    place = place_orders.place

    async def late(work: Work, asked: Sequence[Placing]) -> list[Answer]:
        answers = await place(work, asked)
        counter.sold_out.wipe((shop.tenant, shop.store, shop.cup))
        return answers

    monkeypatch.setattr(place_orders, "place", late)
    assert await wants(counter, shop) == "orders.goods_short"
    assert counter.sold_out.why_not(shop.tenant, shop.asks((shop.cup, 1))) is None
