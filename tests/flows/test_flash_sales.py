"""Flash sales: no pool is oversold, what is left goes back, nobody has more than she may."""

import asyncio
import random
import re
from collections import Counter as Tally
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import structs

from siyu.flows import (
    counter,
    flash_sales,
    flash_usual,
    place_orders,
    quote_cart,
    recompute_price,
    stock_goods,
)
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import deals, inventory, orders
from siyu.modules.deals.tests.test_worked_tables import rows
from siyu.modules.ledger import actions as booking
from siyu.views.sales import live_sale
from tests.house.depth import times
from tests.house.flash import HOUR, PRICE, Flash
from tests.house.shop import CUP, Shop, open_shop

BUYERS = 12
LATER = timedelta(minutes=16)


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    made = await open_shop(works, tenant)
    await made.receives((made.cup, 10))
    return made


@pytest.fixture
def flash(shop: Shop, clock: StoppedClock) -> Flash:
    return Flash(shop, clock)


class Journey:
    """Plays the second table of the page."""

    def __init__(self, flash: Flash) -> None:
        self.flash, self.shop = flash, flash.shop
        self.people: dict[str, UUID] = {}
        self.last: dict[str, orders.Order] = {}

    def her(self, name: str) -> UUID:
        return self.people.setdefault(name, uuid4())

    async def step(self, said: str) -> str:
        if (found := re.fullmatch(r"(\w) buys (\d)(?: at (\d+))?", said)) is not None:
            name, pieces, seen = found.groups()
            return await self.buys(name, int(pieces), int(seen) if seen else None)
        if (found := re.fullmatch(r"(\w) gives back (\d)", said)) is not None:
            return await self.gives_back(found[1], int(found[2]))
        name, _, verb = said.rpartition(" ") if said[1] == " " else ("", "", said)
        if said.endswith(" pays late"):
            return await self.pays_late(said[0])
        return await getattr(self, f"_{verb}")(name)

    async def buys(self, name: str, pieces: int, seen: int | None) -> str:
        asked = self.flash.asks(pieces, self.her(name), seen_minor=seen)
        [answer] = await self.shop.places(asked)
        if isinstance(answer, Refusal):
            return answer.code
        self.last[name] = answer
        return str(answer.payable_minor)

    async def gives_back(self, name: str, pieces: int) -> str:
        refund = await self.shop.refunds(self.last[name].id, {1: pieces})
        await self.shop.pays_back(refund.id)
        return ""

    async def pays_late(self, name: str) -> str:
        order = self.last[name].id
        await self.shop.hears(self.attempt)
        assert await self.shop.state(order) == "cancelled"
        assert [why for why, _, _ in await self.shop.money_back(order)] == ["late"]
        return "money back"

    async def _draft(self, _: str) -> str:
        await self.flash.drafts(5)
        return ""

    async def _confirm(self, _: str) -> str:
        await self.flash.confirms()
        return ""

    async def _opens(self, _: str) -> str:
        self.flash.clock.move(HOUR)
        return ""

    async def _ends(self, _: str) -> str:
        await self.flash.stops()
        return ""

    async def _pays(self, name: str) -> str:
        await self.shop.pays(self.last[name].id)
        return ""

    async def _cancels(self, name: str) -> str:
        self.attempt = await self.shop.attempts(self.last[name].id)
        await self.shop.cancels(self.last[name].id)
        return ""

    async def caps(self) -> str:
        had = {name: await self.flash.had(her) for name, her in sorted(self.people.items())}
        return " ".join(f"{name}:{count}" for name, count in had.items() if count)


async def test_the_table_of_the_page(flash: Flash) -> None:
    journey = Journey(flash)
    for step, answer, shelf, pool, caps in rows("A sale from its draft to its end"):
        assert (step, await journey.step(step)) == (step, answer)
        lies, lent = await flash.shop.stands(flash.shop.cup), await flash.pool()
        found = tuple(f"{posted} / {held}" for posted, held in (lies, lent))
        assert (step, *found, await journey.caps()) == (step, shelf, pool, caps)
    await flash.all_well()


async def race(flash: Flash, people: list[UUID]) -> Tally[str]:
    """Every order in a work of its own, all begun before any ends."""
    ready = asyncio.Barrier(len(people))

    async def one(her: UUID) -> object:
        async with flash.shop.works.open(flash.shop.tenant) as work:
            await ready.wait()
            [answer] = await place_orders.place(work, [flash.asks(1, her)])
        return answer

    found = await asyncio.gather(*(one(her) for her in people), return_exceptions=True)
    return Tally(type(one).__name__ for one in found)


async def test_many_who_want_the_last_pieces_get_as_many_as_there_are(flash: Flash) -> None:
    await flash.opens(3)
    found = await race(flash, [uuid4() for _ in range(BUYERS)])
    assert found == {"Order": 3, "SoldOut": BUYERS - 3}
    assert (await flash.pool(), await flash.shop.stands(flash.shop.cup)) == ((3, 3), (7, 0))
    await flash.all_well()


async def test_one_who_orders_from_many_phones_at_once_gets_no_more_than_hers(
    flash: Flash,
) -> None:
    await flash.opens(9)
    her = uuid4()
    assert await race(flash, [her] * 6) == {"Order": 2, "CapReached": 4}
    assert (await flash.pool(), await flash.had(her)) == ((9, 2), 2)
    await flash.all_well()


async def test_without_the_lock_buyers_fall_against_the_last_wall(
    flash: Flash, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> int:
        return 0

    await flash.opens(1, goods=(structs.replace(flash.said(1).goods[0], cap=None),))
    monkeypatch.setattr(booking._LOCK, "run", nothing)
    found = await race(flash, [uuid4() for _ in range(BUYERS)])
    assert found["Order"] == 1
    assert found[asyncpg.CheckViolationError.__name__] > 0


async def test_an_end_and_buyers_at_once_lose_no_piece(flash: Flash) -> None:
    await flash.opens(6)
    buyers = [flash.shop.places(flash.asks(1)) for _ in range(5)]
    await asyncio.gather(flash.stops(), *buyers)
    posted, held = await flash.pool()
    assert posted == held
    shelf, _ = await flash.shop.stands(flash.shop.cup)
    assert shelf + posted == 10
    flash.clock.move(LATER)
    await flash.shop.expires()
    assert (await flash.pool(), await flash.shop.stands(flash.shop.cup)) == ((0, 0), (10, 0))
    await flash.all_well()


async def test_the_clock_ends_it_and_what_is_left_lies_on_the_shelf(flash: Flash) -> None:
    await flash.opens(4)
    assert await flash.falls_due() == 0
    flash.clock.move(2 * HOUR)
    assert (await flash.falls_due(), await flash.falls_due()) == (1, 0)
    assert (await flash.pool(), await flash.shop.stands(flash.shop.cup)) == ((0, 0), (10, 0))
    async with flash.shop.works.look(flash.shop.tenant) as work:
        ended = await deals.get_sale(work, flash.sale.id)
    assert (ended.ended_why, ended.goods[0].pools[0].returned) == ("over", 4)
    await flash.all_well()


async def test_what_a_sale_sold_is_told_while_it_runs_and_after_its_end(flash: Flash) -> None:
    async def told() -> tuple[int, int, int, int]:
        async with flash.shop.works.look(flash.shop.tenant) as work:
            live = await live_sale(work, await deals.get_sale(work, flash.sale.id))
        [good] = live.sale.goods
        assert sum(beat.pieces for beat in live.beats) == good.sold + good.held
        return good.sold, good.held, good.left, good.returned

    await flash.opens(3)
    [paid] = await flash.shop.places(flash.asks(2))
    assert isinstance(paid, orders.Order)
    await flash.shop.pays(paid.id)
    assert await told() == (2, 0, 1, 0)
    await flash.shop.places(flash.asks(1))
    assert await told() == (2, 1, 0, 0)
    await flash.stops()
    assert await told() == (2, 1, 0, 0)


async def test_its_price_is_explained_and_computed_again_after_its_end(flash: Flash) -> None:
    await flash.opens(4)
    asked = flash.asks(2)
    async with flash.shop.works.look(flash.shop.tenant) as work:
        quoted = await quote_cart.quote(work, asked)
    steps = [(one.code, one.name, one.amount_minor) for one in quoted.price.steps]
    assert steps == [("goods", "", 2 * CUP), ("rule", "周年秒杀", -2 * (CUP - PRICE))]
    [made] = await flash.shop.places(structs.replace(asked, seen_minor=2 * PRICE))
    assert isinstance(made, orders.Order)
    await flash.stops()
    async with flash.shop.works.look(flash.shop.tenant) as work:
        assert (await recompute_price.recompute(work, made.id)).same


async def test_a_coupon_comes_along_only_where_it_is_said_so(flash: Flash) -> None:
    her = uuid4()
    coupon = await flash.shop.gives(her, amount_minor=500)
    await flash.opens(4, with_coupons=True)
    [both] = await flash.shop.places(flash.asks(1, her, wallet=coupon.id))
    assert isinstance(both, orders.Order)
    assert both.payable_minor == PRICE - 500
    await flash.stops()
    await flash.opens(4)
    [refused] = await flash.shop.places(
        flash.asks(1, her, wallet=(await flash.shop.gives(her, amount_minor=500)).id)
    )
    assert isinstance(refused, Refusal)
    assert refused.code == "promotions.outdone"


async def test_a_better_coupon_takes_from_the_shelf(flash: Flash) -> None:
    her = uuid4()
    coupon = await flash.shop.gives(her, amount_minor=4000)
    await flash.opens(4)
    [made] = await flash.shop.places(flash.asks(1, her, wallet=coupon.id))
    assert isinstance(made, orders.Order)
    assert made.payable_minor == CUP - 4000
    assert (await flash.pool(), await flash.shop.stands(flash.shop.cup)) == ((4, 0), (6, 1))
    await flash.all_well()


async def test_what_is_not_on_the_shelf_can_not_be_put_aside(flash: Flash) -> None:
    await flash.drafts(11)
    with pytest.raises(deals.NotOnShelf) as why:
        await flash.confirms()
    assert "只有 10 件" in why.value.sentence("zh")
    assert await flash.shop.stands(flash.shop.cup) == (10, 0)


async def test_a_price_that_is_no_lower_and_a_second_sale_of_a_sku_are_refused(
    flash: Flash,
) -> None:
    dear = (structs.replace(flash.said(2).goods[0], price_minor=CUP),)
    await flash.drafts(2, goods=dear)
    with pytest.raises(deals.NotCheaper):
        await flash.confirms()
    await flash.drafts(2)
    await flash.confirms()
    await flash.drafts(2)
    with pytest.raises(deals.Overlaps):
        await flash.confirms()
    async with flash.shop.works.open(flash.shop.tenant) as work:
        with pytest.raises(deals.NotDraft):
            sales, _ = await deals.list_sales(work, which="coming", limit=1)
            await flash_sales.change(work, sales[0].id, 1, flash.said(3))


async def test_once_it_is_sold_out_or_she_has_hers_it_is_bought_as_ever(flash: Flash) -> None:
    her = uuid4()

    async def out(pieces: int = 1) -> bool:
        async with flash.shop.works.look(flash.shop.tenant) as work:
            wanted = {flash.shop.cup: pieces}
            return await flash_usual.out_of_sale(work, her, flash.shop.store, wanted)

    await flash.opens(3)
    assert (await out(2), await out(3)) == (False, True)
    await flash.shop.places(flash.asks(2, her=her))
    assert await out()
    [usual] = await flash.shop.places(flash.asks(1, her=her, usual=True))
    assert isinstance(usual, orders.Order)
    assert usual.payable_minor == CUP
    assert await flash.pool() == (3, 2)
    await flash.all_well()


async def test_a_count_of_the_shelf_counts_what_is_put_aside(flash: Flash) -> None:
    await flash.opens(4)
    shop = flash.shop
    async with shop.works.open(shop.tenant) as work:
        await stock_goods.count(work, uuid4(), shop.store, [(shop.cup, 9)])
    assert (await shop.stands(shop.cup), await flash.pool()) == ((5, 0), (4, 0))
    with pytest.raises(inventory.CountBelowHeld):
        async with shop.works.open(shop.tenant) as work:
            await stock_goods.count(work, uuid4(), shop.store, [(shop.cup, 3)])


async def test_sold_out_is_said_from_memory_and_who_came_in_vain_is_counted(
    flash: Flash, works: Works
) -> None:
    await flash.opens(1)
    desk = counter.Counter(works, counter.SoldOut(lambda: 0.0))
    tenant = flash.shop.tenant
    first = await desk.submit(tenant, flash.asks())
    assert isinstance(first, orders.Order)
    gone = [await desk.submit(tenant, flash.asks()) for _ in range(3)]
    assert {one.sentence("zh") for one in gone if isinstance(one, Refusal)} == {
        "学饮杯 的秒杀已抢光。"
    }
    await flash.shop.cancels(first.id)
    assert isinstance(await desk.submit(tenant, flash.asks()), orders.Order)
    async with works.look(tenant) as work:
        turned = await deals.turned_of(work, [flash.good])
    assert [(one.reason, one.count) for one in turned] == [("sold_out", 3)]


async def test_where_no_sale_runs_nobody_asks_for_one(
    flash: Flash, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(*_: object) -> None:
        raise AssertionError("a sale was asked for")

    monkeypatch.setattr(deals, "selling", asked)
    await flash.shop.ordered((flash.shop.cup, 1))


@pytest.mark.parametrize("seed", range(times(2, 40)))
async def test_whatever_happens_no_piece_is_lost(flash: Flash, seed: int) -> None:
    """Random days against a model that counts pieces alone."""
    dice = random.Random(seed)
    await flash.opens(5)
    people = [uuid4() for _ in range(3)]
    unpaid: dict[UUID, tuple[UUID, int]] = {}
    paid: dict[UUID, tuple[UUID, int]] = {}
    running = True
    for _ in range(24):
        match dice.choice(["buy", "buy", "buy", "pay", "cancel", "back", "end"]):
            case "buy" if running:
                her, pieces = dice.choice(people), dice.randint(1, 2)
                had = sum(n for who, n in (*unpaid.values(), *paid.values()) if who == her)
                out = sum(n for _, n in (*unpaid.values(), *paid.values()))
                [answer] = await flash.shop.places(flash.asks(pieces, her))
                may = had + pieces <= 2 and out + pieces <= 5
                assert isinstance(answer, orders.Order) == may, answer
                if isinstance(answer, orders.Order):
                    unpaid[answer.id] = her, pieces
            case "pay" if unpaid:
                order = dice.choice(list(unpaid))
                await flash.shop.pays(order)
                paid[order] = unpaid.pop(order)
            case "cancel" if unpaid:
                order = dice.choice(list(unpaid))
                await flash.shop.cancels(order)
                del unpaid[order]
            case "back" if paid:
                order = dice.choice(list(paid))
                her, pieces = paid.pop(order)
                refund = await flash.shop.refunds(order, {1: pieces})
                await flash.shop.pays_back(refund.id)
            case "end" if running and dice.random() < 0.3:
                await flash.stops()
                running = False
        held, sold = (sum(n for _, n in of.values()) for of in (unpaid, paid))
        pool = (5 - sold, held) if running else (held, held)
        shelf = 5 if running else 10 - sold - held
        assert (await flash.pool(), (await flash.shop.stands(flash.shop.cup))[0]) == (pool, shelf)
    await flash.all_well()
