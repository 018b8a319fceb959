"""What she pays is what she was shown, by whichever book; and what was paid is remembered."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from siyu.flows import keep_deals, place_orders, quote_cart
from siyu.kernel.db import Work, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, customers, tenants
from siyu.views import carts, prices
from tests.house.shop import CUP, MILK, Shop, open_shop


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    made = await open_shop(works, tenant)
    await made.receives((made.milk, 500), (made.cup, 500))
    return made


def price(sku: UUID, minor: int, pieces: int = 1) -> catalog.NewPrice:
    return catalog.NewPrice(sku=sku, unit_minor=minor, from_quantity=pieces)


async def write(shop: Shop, code: str, *said: catalog.NewPrice, **more: Any) -> catalog.PriceBook:
    async with shop.works.open(shop.tenant) as work:
        terms = catalog.BookTerms(name=code, valid_from=work.now, prices=said)
        return await catalog.define_book(work, code, structs.replace(terms, **more))


async def dealer(shop: Shop) -> tuple[UUID, UUID]:
    """Somebody with the tag that dealers have, and the tag."""
    async with shop.works.open(shop.tenant) as work:
        her = await _somebody(work)
        group = await customers.add_tag_group(work, "等级")
        tag = await customers.add_tag(work, group, "经销商")
        await customers.tag(work, [her], [tag])
    return her, tag


async def _somebody(work: Work) -> UUID:
    seen = customers.Meet(
        identity=customers.read_identity("13800138000"), source="pos", at=work.now
    )
    [met] = await customers.meet(work, [seen])
    assert met.customer is not None
    return met.customer


async def units(shop: Shop, her: UUID, *lines: tuple[UUID, int]) -> list[int | None]:
    """What the quote says, after the cart has been seen to say the same."""
    asked = shop.asks(*lines, her=her)
    async with shop.works.look(shop.tenant) as work:
        quoted = await quote_cart.quote(work, asked)
        shown = await carts.goods_of(work, shop.store, asked.lines, her)
    assert [one.unit_minor for one in quoted.lines] == [one.unit_minor for one in shown]
    return [one.unit_minor for one in quoted.lines]


async def test_she_pays_by_store_by_tier_and_by_how_many(shop: Shop) -> None:
    her, tag = await dealer(shop)
    await write(shop, "EAST", price(shop.milk, 28000), stores=(shop.store,))
    await write(shop, "WEST", price(shop.milk, 1), stores=(uuid4(),))
    staffel = price(shop.milk, 25000), price(shop.milk, 20000, 10), price(shop.cup, 3000, 100)
    await write(shop, "DEAL", *staffel, tiers=(tag,))
    assert await units(shop, uuid4(), (shop.milk, 10), (shop.cup, 100)) == [28000, CUP]
    assert await units(shop, her, (shop.milk, 9), (shop.cup, 99)) == [25000, CUP]
    assert await units(shop, her, (shop.milk, 10), (shop.cup, 100)) == [20000, 3000]


async def test_an_order_costs_what_the_quote_said_and_many_at_once_each_their_own(
    shop: Shop,
) -> None:
    her, tag = await dealer(shop)
    await write(shop, "DEAL", price(shop.milk, 20000, 10), tiers=(tag,))
    answers = await shop.places(
        shop.asks((shop.milk, 10), her=her, seen_minor=200_000),
        shop.asks((shop.milk, 10), seen_minor=10 * MILK),
        shop.asks((shop.milk, 4), (shop.milk, 6), her=her, seen_minor=200_000),
    )
    assert [one.payable_minor for one in answers if not isinstance(one, Refusal)] == [
        200_000,
        10 * MILK,
        200_000,
    ]


async def test_a_book_that_begins_in_between_is_told_before_she_orders(shop: Shop) -> None:
    async with shop.works.look(shop.tenant) as work:
        seen = (await quote_cart.quote(work, shop.asks((shop.milk, 1)))).price.payable_minor
    await write(shop, "UP", price(shop.milk, MILK + 100))
    [refused] = await shop.places(shop.asks((shop.milk, 1), seen_minor=seen))
    assert isinstance(refused, Refusal)
    assert refused.code == "orders.price_changed"


async def remember(shop: Shop) -> None:
    """React to whatever was sold, twice: the same fact again changes nothing."""
    async with shop.works.look(shop.tenant) as work:
        found, _ = await log.read(work, log.START)
    told = [row.told() for row in found if row.name in keep_deals.ON]
    assert told
    async with shop.works.open(shop.tenant) as work:
        await keep_deals.take(work, told)
        await keep_deals.take(work, told[::-1])


async def shown(shop: Shop, sku: UUID, days: int) -> prices.Shown:
    async with shop.works.look(shop.tenant) as work:
        work.now += timedelta(days=days)
        offers = await catalog.offers(work, [sku])
        return (await prices.prices_of(work, offers, shop.store, None))[sku]


async def reprice(shop: Shop, sku: UUID, minor: int, days: int) -> None:
    async with shop.works.open(shop.tenant) as work:
        work.now += timedelta(days=days)
        await catalog.reprice(work, sku, minor)


async def test_what_was_paid_in_the_mall_may_be_crossed_out_later(shop: Shop) -> None:
    her = uuid4()
    coupon = await shop.gives(her)
    order = await shop.ordered((shop.milk, 2), her=her, wallet=coupon.id)
    await shop.pays(order.id)
    await remember(shop)
    assert (await shown(shop, shop.milk, 0)).reference.why == "no_deal"
    await reprice(shop, shop.milk, 20000, 3)
    assert (await shown(shop, shop.milk, 3)).reference == catalog.Reference(
        minor=(2 * MILK - 5000) // 2, why="seven_days"
    )
    assert (await shown(shop, shop.milk, 33)).reference.why == "usual"
    await reprice(shop, shop.milk, MILK, 40)
    assert (await shown(shop, shop.milk, 40)).reference.why == "not_lower"
    assert (await shown(shop, shop.cup, 40)).reference.why == "no_deal"


async def test_what_was_paid_at_a_till_counts_at_its_own_store(shop: Shop) -> None:
    async with shop.works.open(shop.tenant) as work:
        offers = await catalog.offers(work, [shop.milk])
        day = (await tenants.get_tenant(work)).date_of(work.now)
        for minor, milli in ((60000, 2000), (28000, 1000), (0, 1000)):
            one = catalog.Paid(
                sku=shop.milk,
                store=shop.store,
                day=day,
                at=work.now,
                quantity_milli=milli,
                amount_minor=minor,
            )
            await catalog.keep_deals(work, [one])
        [deal] = await catalog.deals_since(work, list(offers), shop.store, day)
        assert await catalog.deals_since(work, list(offers), uuid4(), day) == []
    assert (deal.low_minor, deal.high_minor, deal.last_minor) == (28000, 30000, 28000)


async def test_the_console_is_told_the_history_and_why(shop: Shop) -> None:
    await shop.pays((await shop.ordered((shop.milk, 1))).id)
    await remember(shop)
    await reprice(shop, shop.milk, 25000, 2)
    async with shop.works.open(shop.tenant) as work:
        work.now += timedelta(days=2)
        product = (await catalog.get_sku(work, shop.milk)).product_id
        [history] = await prices.histories(work, product, shop.store, 30)
    assert [one.price_minor for one in history.listed] == [MILK, 25000]
    assert [(one.low_minor, one.high_minor) for one in history.days] == [(MILK, MILK)]
    assert (history.price.crossed_out_minor, history.price.why) == (MILK, "seven_days")


async def test_a_price_keeps_its_beginning_as_long_as_the_book_says_it(shop: Shop) -> None:
    """Else a book that is written anew each day would be a reduction each day."""
    first = await write(shop, "B", price(shop.milk, 20000), price(shop.cup, 3000))
    async with shop.works.open(shop.tenant) as work:
        work.now += timedelta(days=9)
        said = price(shop.milk, 20000), price(shop.cup, 2900)
        terms = catalog.BookTerms(name="B", valid_from=work.now, prices=said)
        second = await catalog.define_book(work, "B", terms)
        work.now += timedelta(days=1)
        offers = await catalog.offers(work, [shop.milk, shop.cup])
        found = [
            catalog.unit_price(offers[sku], store=shop.store, tiers=(), quantity=1)
            for sku in (shop.milk, shop.cup)
        ]
    assert [one.since for one in found] == [first.valid_from, second.valid_from]
    assert [one.version for one in found] == [2, 2]


async def test_bad_books_are_told_by_the_codes_of_their_goods(shop: Shop) -> None:
    with pytest.raises(catalog.PriceRises, match="M1"):
        await write(shop, "B", price(shop.milk, 10), price(shop.milk, 11, 2))
    with pytest.raises(catalog.PricedTwice, match="C1"):
        await write(shop, "B", price(shop.cup, 10), price(shop.cup, 9))
    with pytest.raises(catalog.UnknownSku):
        await write(shop, "B", price(uuid4(), 10))
    async with shop.works.look(shop.tenant) as work:
        assert await catalog.list_books(work, limit=9) == ([], 0)


async def test_checkout_asks_nobody_for_tiers_where_no_price_depends_on_them(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> dict[UUID, frozenset[UUID]]:
        raise AssertionError("asked")

    monkeypatch.setattr(customers, "tags_held", never)
    async with shop.works.open(shop.tenant) as work:
        await place_orders.place_one(work, shop.asks((shop.milk, 1)))
