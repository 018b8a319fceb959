"""Group buys: the last seat has one winner, and who is not in a full group has her money back."""

import asyncio
from collections import Counter as Tally
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import structs

from siyu.flows import group_buys, group_seats, place_orders, recompute_price
from siyu.flows.group_prices import Bid
from siyu.flows.order_drafts import Placing
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import fulfilment, groups, ledger, orders, payments
from siyu.modules.ledger import actions as booking
from tests.house.post import open_post
from tests.house.shop import Shop, open_shop

PAGE = Path(__file__).parents[2] / "docs/algorithms/group-buy.md"
PRICE = 3900


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


class Town:
    """An offer of cups in the tests' shop, and who comes for it."""

    def __init__(self, shop: Shop, clock: StoppedClock, offer: groups.Offer) -> None:
        self.shop, self.clock, self.offer = shop, clock, offer
        self.people: dict[str, UUID] = {}
        self.orders: dict[str, orders.Order] = {}
        self.late: dict[str, payments.Attempt | None] = {}
        self.group: UUID | None = None

    def asks(self, her: UUID, group: UUID | None) -> Placing:
        bid = Bid(offer=self.offer.id, group=group)
        return self.shop.asks((self.shop.cup, 1), her=her, bid=bid)

    def her(self, name: str) -> UUID:
        return self.people.setdefault(name, uuid4())

    async def takes(self, name: str, group: UUID | None) -> str:
        [answer] = await self.shop.places(self.asks(self.her(name), group))
        if isinstance(answer, Refusal):
            return answer.code
        self.orders[name] = answer
        self.late[name] = await self.shop.attempts(answer.id)
        return str(answer.payable_minor)

    async def step(self, said: str) -> str:
        name, _, verb = said.partition(" ")
        match verb or name:
            case "starts":
                answer = await self.takes(name, None)
                self.group = groups.group_id(self.orders[name].id)
                return answer
            case "joins":
                return await self.takes(name, self.group)
            case "pays":
                await self.shop.hears(self.late[name])
                return ""
            case "pays late":
                await self.shop.hears(self.late[name])
                return "money back" if await self.shop.money_back(self.orders[name].id) else ""
            case "gives back":
                return await self.gives_back(name)
            case "minutes":
                self.clock.move(groups.UNPAID_FOR)
                await self.shop.expires()
                return ""
            case "day":
                self.clock.move(timedelta(hours=24))
                assert await self.falls_due() == 1
                return ""
            case _:
                return await self.refunds()

    async def gives_back(self, name: str) -> str:
        try:
            refund = await self.shop.refunds(self.orders[name].id, {1: 1})
        except Refusal as why:
            return why.code
        await self.shop.pays_back(refund.id)
        return ""

    async def falls_due(self) -> int:
        async with self.shop.works.open(self.shop.tenant) as work:
            return await group_seats.fail_due(work)

    async def refunds(self) -> str:
        """Everybody who is owed; names of whose money is on its way."""
        async with self.shop.works.open(self.shop.tenant) as work:
            owed = await groups.owed(work, 9)
            for seat in owed:
                await group_seats.refund(work, seat)
        ids = [seat.order_id for seat in owed]
        async with self.shop.works.look(self.shop.tenant) as work:
            found = await orders.refunds_of(work, ids)
        await self.shop.pays_back(*(one.id for of in found.values() for one in of))
        return " ".join(n for n, one in self.orders.items() if one.id in ids)

    async def all_well(self) -> None:
        await self.shop.all_well()
        async with self.shop.works.look(self.shop.tenant) as work:
            assert [one for one in await groups.check(work) if one.broken] == []

    async def stands(self) -> tuple[str, str, str]:
        assert self.group is not None
        shelf, lent = await self.shop.stands(self.shop.cup)
        async with self.shop.works.look(self.shop.tenant) as work:
            [seats] = await ledger.balances_of(work, [ledger.seats(self.group)])
            state = (await groups.get_group(work, self.group)).state
        return f"{shelf} / {lent}", f"{seats.left} / {seats.held}", state


async def open_town(shop: Shop, clock: StoppedClock, size: int = 2) -> Town:
    terms = groups.Terms(
        name="两人拼团",
        sku=shop.cup,
        price_minor=PRICE,
        size=size,
        hours=24,
        since=clock.now(),
        until=clock.now() + timedelta(days=30),
    )
    async with shop.works.open(shop.tenant) as work:
        offer = await group_buys.draft(work, terms)
        offer = await group_buys.move(work, offer.id, "open")
    return Town(shop, clock, offer)


@pytest.fixture
async def town(works: Works, tenant: TenantId, clock: StoppedClock) -> Town:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.cup, 5))
    return await open_town(shop, clock)


@pytest.mark.parametrize(
    "title", ["A group of two", "A group that fails", "A group that nobody paid for"]
)
async def test_the_tables_of_the_page(town: Town, title: str) -> None:
    for step, answer, *stands in rows(title):
        assert (step, await town.step(step)) == (step, answer)
        assert (step, *await town.stands()) == (step, *stands)
    await town.all_well()


async def race(town: Town, asked: list[Placing]) -> Tally[str]:
    """Every order in a work of its own, all begun before any ends."""
    ready = asyncio.Barrier(len(asked))

    async def one(placing: Placing) -> object:
        async with town.shop.works.open(town.shop.tenant) as work:
            await ready.wait()
            [answer] = await place_orders.place(work, [placing])
        return answer

    found = await asyncio.gather(*(one(p) for p in asked), return_exceptions=True)
    return Tally(type(one).__name__ for one in found)


async def test_the_last_seat_has_one_winner(town: Town) -> None:
    await town.step("A starts")
    await town.step("A pays")
    found = await race(town, [town.asks(uuid4(), town.group) for _ in range(4)])
    assert found == {"Order": 1, "GroupFull": 3}
    await town.all_well()


async def test_without_the_lock_they_fall_against_the_last_wall(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> int:
        return 0

    await town.step("A starts")
    await town.step("A pays")
    monkeypatch.setattr(booking._LOCK, "run", nothing)
    found = await race(town, [town.asks(uuid4(), town.group) for _ in range(6)])
    assert found["Order"] == 1
    assert found[asyncpg.CheckViolationError.__name__] > 0


async def test_she_sits_in_a_group_once_however_many_phones_she_has(
    town: Town, clock: StoppedClock
) -> None:
    """Of a group with room for more than her."""
    her, town = uuid4(), await open_town(town.shop, clock, size=4)
    await town.step("A starts")
    await town.step("A pays")
    found = await race(town, [town.asks(her, town.group) for _ in range(3)])
    assert found == {"Order": 1, "InIt": 2}
    await town.all_well()


async def test_the_same_key_is_the_same_seat(town: Town) -> None:
    asked = town.asks(uuid4(), None)
    [first], [again] = await town.shop.places(asked), await town.shop.places(asked)
    assert isinstance(first, orders.Order)
    assert again == first
    [other] = await town.shop.places(structs.replace(asked, bid=None))
    assert isinstance(other, orders.KeyTaken)


async def test_who_was_there_before_joins_no_group_of_newcomers(
    works: Works, town: Town, clock: StoppedClock
) -> None:
    terms = groups.Terms(
        name="新人团",
        sku=town.shop.cup,
        price_minor=100,
        size=3,
        hours=24,
        since=clock.now(),
        until=clock.now() + timedelta(days=1),
        newcomers=True,
    )
    async with works.open(town.shop.tenant) as work:
        offer = await group_buys.draft(work, terms)
        town.offer = await group_buys.move(work, offer.id, "open")
    found = []
    for starter in ("A", "B"):
        await town.step(f"{starter} starts")
        await town.step(f"{starter} pays")
        found.append(town.group)
    assert await town.takes("A", found[1]) == "groups.for_newcomers"
    her = uuid4()
    # Two groups at once: after the first order she is new to neither.
    assert await race(town, [town.asks(her, one) for one in found]) == {
        "Order": 1,
        "ForNewcomers": 1,
    }
    await town.all_well()


async def test_nothing_is_handed_over_before_it_is_full(town: Town) -> None:
    async def codes() -> int:
        async with town.shop.works.open(town.shop.tenant) as work:
            ids = [one.id for one in town.orders.values()]
            await group_seats.ready_pickups.make_ready(work, ids)
            return len(await fulfilment.codes_of(work, ids))

    await town.step("A starts")
    await town.step("A pays")
    assert await codes() == 0
    await town.step("B joins")
    await town.step("B pays")
    assert await codes() == 2


async def test_a_group_that_fails_gives_the_freight_back_too(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    post = await open_post(works, tenant)
    town = await open_town(post, clock)
    asked = structs.replace(town.asks(post.her, None), way="mail", address=post.home)
    [made] = await post.places(asked)
    assert isinstance(made, orders.Order)
    assert (made.payable_minor, made.freight_minor) == (PRICE + 800, 800)
    await post.pays(made.id)
    await town.step("a day")
    await town.refunds()
    async with works.look(tenant) as work:
        [back] = (await orders.refunds_of(work, [made.id]))[made.id]
    assert (back.amount_minor, back.freight_minor, back.state) == (PRICE + 800, 800, "paid_back")
    assert (await post.state(made.id), await post.owes(made.id)) == ("closed", (0, 0, 0))
    await town.all_well()


async def test_its_price_is_computed_again(town: Town) -> None:
    await town.step("A starts")
    async with town.shop.works.look(town.shop.tenant) as work:
        assert (await recompute_price.recompute(work, town.orders["A"].id)).same


async def test_the_last_payment_and_the_end_at_once_never_keep_money_for_nothing(
    town: Town,
) -> None:
    await town.step("A starts")
    await town.step("A pays")
    town.clock.move(timedelta(hours=24) - timedelta(minutes=2))
    await town.step("B joins")
    town.clock.move(timedelta(minutes=2))
    await asyncio.gather(town.step("B pays"), town.falls_due())
    await town.refunds()
    shelf, _, state = await town.stands()
    assert (state, shelf) == ("failed", "5 / 0")
    async with town.shop.works.look(town.shop.tenant) as work:
        found = await orders.refunds_of(work, [one.id for one in town.orders.values()])
    # Money that came after the end went back as late money does.
    late = [one.id for of in found.values() for one in of if one.state == "asked"]
    await town.shop.pays_back(*late)
    for one in town.orders.values():
        assert (await town.shop.owes(one.id))[0] == 0
    await town.all_well()
