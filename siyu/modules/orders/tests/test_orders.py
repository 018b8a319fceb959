"""Orders are written once, move by conditional updates, and give back no more than they got."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from siyu.kernel.db import Work, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import orders
from siyu.modules.orders import Line, Order, Place, RefundAsk

STORE = uuid4()


def line(n: int, *, unit: int = 100, quantity: int = 3, discount: int = 50) -> Line:
    return Line(
        n=n,
        sku=uuid4(),
        product=uuid4(),
        name="羊奶粉",
        sku_name="900g",
        picture=None,
        unit_minor=unit,
        quantity=quantity,
        discount_minor=discount,
        payable_minor=unit * quantity - discount,
    )


def drafted(work: Work, customer: UUID, key: str = "k", lines: tuple[Line, ...] = ()) -> Place:
    lines = lines or (line(1), line(2))
    id_ = orders.order_id(customer, key)
    goods = sum(one.unit_minor * one.quantity for one in lines)
    discount = sum(one.discount_minor for one in lines)
    return Place(
        id=id_,
        no=orders.number(id_, date(2026, 3, 2)),
        key=key,
        customer=customer,
        belonging_store=None,
        selling_store=STORE,
        shipping_store=STORE,
        guide=None,
        channel="mall",
        via=None,
        wallet=None,
        goods_minor=goods,
        discount_minor=discount,
        freight_minor=0,
        payable_minor=goods - discount,
        quote={"why": [{"code": "goods", "amount_minor": goods}]},
        lines=lines,
        expires_at=work.now + timedelta(minutes=15),
    )


class Desk:
    """Where one customer's orders are written."""

    def __init__(self, works: Works, tenant: TenantId) -> None:
        self.works, self.tenant, self.her = works, tenant, uuid4()

    async def places(self, key: str = "k") -> Order:
        async with self.works.open(self.tenant) as work:
            [made] = await orders.place(work, [drafted(work, self.her, key)])
        return made

    async def moves(self, verb: Callable[..., Any], *ids: UUID, **said: str) -> list[str]:
        async with self.works.open(self.tenant) as work:
            return [one.state for one in await verb(work, list(ids), **said)]

    async def asks(self, ask: RefundAsk) -> Any:
        async with self.works.open(self.tenant) as work:
            return await orders.ask_refund(work, ask)

    async def lines(self, order: UUID) -> list[tuple[int, int]]:
        async with self.works.look(self.tenant) as work:
            found = (await orders.lines_of(work, [order]))[order]
        return [(one.refunded_quantity, one.refunded_minor) for one in found]

    async def states(self, of: UUID) -> list[str]:
        async with self.works.look(self.tenant) as work:
            return [one.state for one in (await orders.steps_of(work, [of]))[of]]

    async def told(self) -> list[str]:
        async with self.works.look(self.tenant) as work:
            rows, _ = await log.read(work, log.START)
        return [row.name.removeprefix("orders.") for row in rows]


@pytest.fixture
def desk(works: Works, tenant: TenantId) -> Desk:
    return Desk(works, tenant)


async def test_an_order_sent_from_many_sides_at_once_is_one(desk: Desk) -> None:
    made = await asyncio.gather(*(desk.places() for _ in range(8)))
    assert len({one.id for one in made}) == 1
    assert await desk.states(made[0].id) == ["unpaid"]
    assert await desk.told() == ["order_placed"]
    other = await desk.places("k2")
    assert other.no != made[0].no
    async with desk.works.look(desk.tenant) as work:
        mine, count = await orders.list_orders(work, orders.Filter(customer=desk.her), limit=9)
        by_no, _ = await orders.list_orders(work, orders.Filter(no=other.no), limit=9)
        elsewhere = await orders.list_orders(work, orders.Filter(stores=(uuid4(),)), limit=9)
        quote = (await orders.quotes_of(work, [other.id]))[other.id]
    assert (len(mine), count, by_no, elsewhere) == (2, 2, [other], ([], 0))
    assert quote["why"][0]["amount_minor"] == 600


async def test_of_paying_and_expiring_at_once_one_happens(desk: Desk) -> None:
    for turn in range(4):
        made = await desk.places(f"race {turn}")
        paid, expired = await asyncio.gather(
            desk.moves(orders.cancel, made.id, why="changed_mind"),
            desk.moves(orders.expire, made.id),
        )
        assert sorted(paid + expired) in (["cancelled"], ["expired"])
        assert len(await desk.states(made.id)) == 2


async def test_an_order_goes_its_way_and_no_other(desk: Desk) -> None:
    made = await desk.places()
    assert await desk.moves(orders.redeem, made.id) == []
    assert await desk.moves(orders.expire, made.id) == ["expired"]
    assert await desk.moves(orders.cancel, made.id, why="") == []
    assert await desk.moves(orders.pay, made.id, why="late") == ["paid"]
    assert await desk.moves(orders.pay, made.id) == []
    assert await desk.moves(orders.redeem, made.id) == ["redeemed"]
    assert await desk.moves(orders.close, made.id, why="done") == ["closed"]
    assert await desk.states(made.id) == ["unpaid", "expired", "paid", "redeemed", "closed"]
    facts = ["placed", "expired", "paid", "redeemed", "closed"]
    assert await desk.told() == [f"order_{one}" for one in facts]


async def test_what_is_due_is_unpaid_and_its_time_is_over(desk: Desk) -> None:
    first, second = await desk.places("1"), await desk.places("2")
    await desk.moves(orders.pay, second.id)
    async with desk.works.look(desk.tenant) as work:
        assert await orders.due(work, first.expires_at - timedelta(seconds=1), 9) == []
        assert await orders.due(work, first.expires_at, 9) == [first.id]


async def test_refunds_at_once_never_give_back_more_than_was_bought(desk: Desk) -> None:
    made = await desk.places()
    await desk.moves(orders.pay, made.id)
    asks = [RefundAsk(id=uuid4(), order=made.id, quantities={1: 2}, why="broken") for _ in range(6)]
    found = await asyncio.gather(*(desk.asks(ask) for ask in asks))
    begun = [one for one in found if not isinstance(one, Refusal)]
    assert [one.code for one in found if isinstance(one, Refusal)] == ["orders.refund_too_much"] * 5
    assert [one.amount_minor for one in begun] == [166]
    assert await desk.lines(made.id) == [(2, 166), (0, 0)]
    again = await desk.asks(next(ask for ask in asks if ask.id == begun[0].id))
    assert again == begun[0]


async def test_a_refund_that_failed_leaves_the_line_as_it_was(desk: Desk) -> None:
    made = await desk.places()
    await desk.moves(orders.pay, made.id)
    refund = await desk.asks(RefundAsk(id=uuid4(), order=made.id, quantities={1: 1}, why="x"))
    for states in (["failed"], []):
        assert await desk.moves(orders.refunds_failed, refund.id, why="ACCOUNT_CLOSED") == states
        assert await desk.lines(made.id) == [(0, 0), (0, 0)]
    for states in (["paid_back"], []):
        assert await desk.moves(orders.refunds_paid_back, refund.id) == states
        assert await desk.lines(made.id) == [(1, 83), (0, 0)]
    assert await desk.states(refund.id) == ["asked", "failed", "paid_back"]


async def test_an_order_of_which_all_went_back_is_closed(desk: Desk) -> None:
    made = await desk.places()
    await desk.moves(orders.pay, made.id)
    for quantities in ({1: 1, 2: 3}, {1: 2}):
        ask = RefundAsk(id=uuid4(), order=made.id, quantities=quantities, why="x")
        refund = await desk.asks(ask)
        assert refund.goods_back
        await desk.moves(orders.refunds_paid_back, refund.id)
    assert await desk.lines(made.id) == [(3, 250), (3, 250)]
    assert await desk.states(made.id) == ["unpaid", "paid", "closed"]
    assert (await desk.told())[2:] == ["order_refunded", "order_refunded", "order_closed"]


async def test_money_that_came_in_for_nothing_goes_back_once(desk: Desk) -> None:
    made, id_ = await desk.places(), uuid4()
    await desk.moves(orders.expire, made.id)
    back = orders.MoneyBack(id=id_, order=made.id, amount_minor=500, why="late")
    for _ in range(2):
        async with desk.works.open(desk.tenant) as work:
            refund = await orders.give_money_back(work, back)
        assert (refund.state, refund.parts, refund.amount_minor) == ("asked", [], 500)
    await desk.moves(orders.refunds_paid_back, id_)
    assert await desk.states(made.id) == ["unpaid", "expired"]


async def test_a_cart_keeps_what_is_put_in_and_lets_go_of_what_is_ordered(desk: Desk) -> None:
    milk, cup = uuid4(), uuid4()
    async with desk.works.open(desk.tenant) as work:
        await orders.put_in_cart(work, desk.her, milk, 2)
        await orders.put_in_cart(work, desk.her, milk, 3, picked=False)
        await orders.put_in_cart(work, desk.her, cup, 1)
        await orders.put_in_cart(work, desk.her, uuid4(), 0)
        lies = {
            one.sku: (one.quantity, one.picked) for one in await orders.list_cart(work, desk.her)
        }
        await orders.take_ordered(work, [(desk.her, milk), (uuid4(), cup)])
        left = [one.sku for one in await orders.list_cart(work, desk.her)]
    assert lies == {milk: (3, False), cup: (1, True)}
    assert left == [cup]
    assert await desk.told() == ["cart_changed"] * 3


async def test_the_database_takes_no_order_that_does_not_add_up(desk: Desk) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        async with desk.works.open(desk.tenant) as work:
            wrong = drafted(work, desk.her, lines=(line(1, discount=-1),))
            await orders.place(work, [wrong])
