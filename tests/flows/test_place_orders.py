"""Goods and coupons that many want at once: nothing is sold twice, and nothing stays unsold."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from uuid import uuid4

import asyncpg
import pytest
from msgspec import structs

from siyu.flows import counter, place_orders, quote_cart
from siyu.flows.order_drafts import Placing
from siyu.kernel.db import Scalar, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import orders, promotions
from siyu.modules.ledger import actions as booking
from tests.house.shop import CUP, MILK, Shop, open_shop

BUYERS = 12
ACCOUNTS = Scalar("select count(*) from ledger.account where tenant_id = $1")


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    return await open_shop(works, tenant)


def kinds(answers: Sequence[orders.Order | Refusal | BaseException]) -> Counter[str]:
    return Counter(type(one).__name__ for one in answers)


async def race(shop: Shop, asked: list[Placing]) -> Counter[str]:
    """Every order in a work of its own, all begun before any ends."""
    ready = asyncio.Barrier(len(asked))

    async def one(placing: Placing) -> orders.Order | Refusal:
        async with shop.works.open(shop.tenant) as work:
            await ready.wait()
            [answer] = await place_orders.place(work, [placing])
        return answer

    return kinds(await asyncio.gather(*(one(p) for p in asked), return_exceptions=True))


async def test_an_order_holds_its_goods_and_costs_what_was_quoted(shop: Shop) -> None:
    await shop.receives((shop.milk, 5), (shop.cup, 5))
    her = uuid4()
    coupon = await shop.gives(her, threshold_minor=60000)
    asked = shop.asks((shop.milk, 2), (shop.cup, 1), her=her, wallet=coupon.id)
    async with shop.works.look(shop.tenant) as work:
        quoted = await quote_cart.quote(work, asked)
    assert quoted.price.payable_minor == 2 * MILK + CUP - 5000
    [made] = await shop.places(structs.replace(asked, seen_minor=quoted.price.payable_minor))
    assert isinstance(made, orders.Order)
    assert (made.state, made.payable_minor) == ("unpaid", 59500)
    assert (await shop.stands(shop.milk), await shop.stands(shop.cup)) == ((5, 2), (5, 1))
    assert await shop.owes(made.id) == (59500, 0, 59500)
    assert await shop.is_used(coupon.id)
    async with shop.works.look(shop.tenant) as work:
        lines = (await orders.lines_of(work, [made.id]))[made.id]
        shown = (await orders.quotes_of(work, [made.id]))[made.id]
    assert [(one.name, one.discount_minor) for one in lines] == [
        ("羊奶粉 2 段", 4620),
        ("学饮杯", 380),
    ]
    assert sum(one["amount_minor"] for one in shown["why"]) == made.payable_minor
    await shop.all_well()


async def test_the_last_pieces_go_to_as_many_as_there_are(shop: Shop) -> None:
    await shop.receives((shop.milk, 5))
    found = await race(shop, [shop.asks((shop.milk, 1)) for _ in range(BUYERS)])
    assert found == {"Order": 5, "GoodsShort": BUYERS - 5}
    assert await shop.stands(shop.milk) == (5, 5)
    await shop.all_well()


async def test_without_the_lock_buyers_fall_against_the_last_wall(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> int:
        return 0

    await shop.receives((shop.milk, 1))
    monkeypatch.setattr(booking._LOCK, "run", nothing)
    found = await race(shop, [shop.asks((shop.milk, 1)) for _ in range(BUYERS)])
    assert found["Order"] == 1
    assert found[asyncpg.CheckViolationError.__name__] > 0


async def test_two_counters_sell_everything_and_nothing_twice(shop: Shop) -> None:
    """As two web processes would: each commits its buyers by the list."""
    await shop.receives((shop.milk, 30), (shop.cup, 30))
    counters = [counter.Counter(shop.works) for _ in range(2)]
    asked = [shop.asks((shop.milk, 1), (shop.cup, 1)) for _ in range(40)]
    asked += [shop.asks((shop.cup, 1), (shop.milk, 1)) for _ in range(40)]
    answers = await asyncio.gather(
        *(counters[n % 2].submit(shop.tenant, one) for n, one in enumerate(asked))
    )
    assert kinds(answers) == {"Order": 30, "GoodsShort": 50}
    assert (await shop.stands(shop.milk), await shop.stands(shop.cup)) == ((30, 30), (30, 30))
    await shop.all_well()


@pytest.mark.parametrize("together", [True, False])
async def test_a_coupon_wanted_by_many_orders_goes_to_one_and_the_others_hold_nothing(
    shop: Shop, together: bool
) -> None:
    await shop.receives((shop.milk, 99))
    her = uuid4()
    coupon = await shop.gives(her)
    asked = [shop.asks((shop.milk, 1), her=her, wallet=coupon.id) for _ in range(6)]
    found = kinds(await shop.places(*asked)) if together else await race(shop, asked)
    assert found == {"Order": 1, "UsedBefore": 5}
    assert await shop.stands(shop.milk) == (99, 1)
    await shop.all_well()


async def two_shelves(shop: Shop) -> Counter[str]:
    """The same coupon for different goods at once: only its own row is common to both."""
    her = uuid4()
    coupon = await shop.gives(her)
    asked = [shop.asks((sku, 1), her=her, wallet=coupon.id) for sku in (shop.milk, shop.cup)]
    return await race(shop, asked)


async def test_a_coupon_goes_to_one_of_two_orders_that_have_nothing_else_in_common(
    shop: Shop,
) -> None:
    await shop.receives((shop.milk, 99), (shop.cup, 99))
    for _ in range(5):
        assert await two_shelves(shop) == {"Order": 1, "UsedBefore": 1}
    assert (await shop.stands(shop.milk))[1] + (await shop.stands(shop.cup))[1] == 5


async def test_without_the_lock_of_the_wallet_an_order_breaks_instead_of_being_refused(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.receives((shop.milk, 99), (shop.cup, 99))
    monkeypatch.setattr(promotions, "lock_wallets", promotions.wallets_of)
    found = Counter[str]()
    for _ in range(10):
        found += await two_shelves(shop)
    assert found["Order"] == 10
    assert found["RuntimeError"] > 0


async def test_a_coupon_stays_hers_when_the_goods_are_short(shop: Shop) -> None:
    await shop.receives((shop.milk, 1))
    her = uuid4()
    coupon = await shop.gives(her)
    many, one = (shop.asks((shop.milk, n), her=her, wallet=coupon.id) for n in (2, 1))
    assert kinds(await shop.places(many, one)) == {"GoodsShort": 1, "Order": 1}
    assert await shop.is_used(coupon.id)


async def test_the_same_key_from_many_sides_is_one_order(shop: Shop) -> None:
    await shop.receives((shop.milk, 99), (shop.cup, 99))
    her = uuid4()
    coupon = await shop.gives(her)
    asked = shop.asks((shop.milk, 1), her=her, wallet=coupon.id)
    assert await race(shop, [asked] * 6) == {"Order": 6}
    answers = await shop.places(asked, asked, structs.replace(asked, lines=((shop.cup, 1),)))
    assert kinds(answers) == {"Order": 2, "KeyTaken": 1}
    assert (await shop.stands(shop.milk), await shop.stands(shop.cup)) == ((99, 1), (99, 0))
    async with shop.works.look(shop.tenant) as work:
        assert (await orders.list_orders(work, orders.Filter(customer=her), limit=9))[1] == 1


async def test_a_key_with_another_content_at_the_same_time_is_refused(shop: Shop) -> None:
    await shop.receives((shop.milk, 9), (shop.cup, 9))
    milk = shop.asks((shop.milk, 1))
    cup = structs.replace(milk, lines=((shop.cup, 1),))
    assert await race(shop, [milk, cup]) == {"Order": 1, "KeyTaken": 1}
    assert sorted([await shop.stands(shop.milk), await shop.stands(shop.cup)]) == [(9, 0), (9, 1)]


async def test_she_is_told_what_is_different_and_nothing_is_held(shop: Shop) -> None:
    await shop.receives((shop.milk, 3))
    her = uuid4()
    dear = await shop.gives(her, threshold_minor=30000)
    answers = await shop.places(
        shop.asks((shop.milk, 1), seen_minor=MILK - 1),
        shop.asks((shop.milk, 1), her=her, wallet=dear.id),
        shop.asks((shop.milk, 1), wallet=dear.id),
        shop.asks((uuid4(), 1)),
        shop.asks((shop.milk, 2), (shop.milk, 2)),
    )
    said = [one.sentence("zh") for one in answers if isinstance(one, Refusal)]
    assert said[0] == "价格已变为 ¥298.00（您看到的是 ¥297.99），请确认后重新提交。"
    assert said[1] == "还差 ¥2.00 才能使用这张优惠券。"
    assert said[2] == "您的券包里没有这张优惠券。"
    assert said[3].startswith("没有这个商品规格")
    assert said[4] == "羊奶粉 2 段 900g 库存不足：需要 4 件，只剩 3 件。"
    assert await shop.stands(shop.milk) == (3, 0)


async def test_what_is_not_there_leaves_no_trace_in_the_books(shop: Shop) -> None:
    await shop.receives((shop.milk, 1))
    before = await accounts(shop)
    nowhere = shop.asks((shop.milk, 1), store=uuid4())
    found = await shop.places(nowhere, shop.asks((uuid4(), 1)), shop.asks((shop.milk, 1)))
    assert [type(one).__name__ for one in found] == ["NotFound", "UnknownGoods", "Order"]
    # Only what the last of them owes, and what the store sold.
    assert await accounts(shop) == before + 2


async def accounts(shop: Shop) -> int:
    async with shop.works.look(shop.tenant) as work:
        return await ACCOUNTS.get(work, shop.tenant)
