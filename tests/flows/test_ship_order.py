"""Orders that are sent: what she saw is charged, parcels leave once, all is exact."""

import asyncio
import random
from datetime import timedelta
from uuid import uuid4

import pytest

from siyu.flows import quote_cart, ready_pickups, recompute_price, ship_order
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import fulfilment, orders, tenants
from tests.house.depth import times
from tests.house.post import CARD, Post, open_post
from tests.house.shop import CUP, MILK


@pytest.fixture
async def post(works: Works, tenant: TenantId) -> Post:
    return await open_post(works, tenant)


async def test_freight_is_in_the_quote_and_in_what_is_charged_and_recomputes(post: Post) -> None:
    asked = post.mails((post.milk, 1), (post.cup, 2))
    async with post.works.look(post.tenant) as work:
        quoted = await quote_cart.quote(work, asked)
    goods = MILK + 2 * CUP
    assert (quoted.price.freight_minor, quoted.price.payable_minor) == (1200, goods + 1200)
    order = await post.ordered((post.cup, 1), her=post.her, way="mail", address=post.home)
    assert (order.freight_minor, order.payable_minor) == (800, CUP + 800)
    async with post.works.look(post.tenant) as work:
        assert (await recompute_price.recompute(work, order.id)).same
        shown = (await orders.quotes_of(work, [order.id]))[order.id]
    assert [one["code"] for one in shown["why"]] == ["goods", "freight"]
    assert shown["freight"]["province"] == "33"
    assert await post.owes(order.id) == (CUP + 800, 0, CUP + 800)


async def test_another_province_is_another_price_and_a_refusal_says_what_is_not_sent(
    post: Post,
) -> None:
    far, nowhere = await post.lives("65"), await post.lives("81")
    answers = await post.places(
        post.mails((post.cup, 1), seen_minor=CUP + 800),
        post.mails((post.cup, 1), address=far, seen_minor=CUP + 800),
        post.mails((post.cup, 1), address=nowhere),
        post.mails((post.cup, 1), address=None),
        post.mails((post.cup, 1), her=uuid4()),
        post.asks((post.cup, 1)),
    )
    said = [one.code if isinstance(one, Refusal) else one.payable_minor for one in answers]
    not_hers = "orders.address_needed"
    assert said == [
        CUP + 800,
        "orders.price_changed",
        "orders.not_sent_there",
        not_hers,
        not_hers,
        CUP,
    ]
    async with post.works.open(post.tenant) as work:
        await tenants.amend_store(work, post.store, tenants.AmendStore(ways=["pickup"]))
    [refused] = await post.places(post.mails((post.cup, 1)))
    assert isinstance(refused, orders.WayClosed)


async def test_the_same_key_with_another_address_is_another_order(post: Post) -> None:
    asked = post.mails((post.cup, 1))
    [first, again] = [*await post.places(asked), *await post.places(asked)]
    assert isinstance(first, orders.Order)
    assert isinstance(again, orders.Order)
    assert again.id == first.id
    elsewhere = post.mails((post.cup, 1), key=asked.key, address=await post.lives("31"))
    [refused] = await post.places(elsewhere)
    assert isinstance(refused, orders.KeyTaken)


async def test_in_two_parcels_it_is_hers_when_she_has_both(post: Post) -> None:
    order = await post.bought((post.milk, 3), (post.cup, 1))
    async with post.works.look(post.tenant) as work:
        assert await fulfilment.pickups_of(work, [order.id]) == {}
        assert [s.order_id for s in await fulfilment.list_to_send(work, [post.store])] == [order.id]
    first = await post.sends(order.id, {1: 2})
    assert await post.sends(order.id, {1: 2}) == "fulfilment.sent_too_much"
    again = await post.sends(order.id, {1: 2}, id=first.id)
    assert again.id == first.id
    assert await post.sends(order.id, {1: 1}, id=first.id) == "fulfilment.parcel_known"
    assert await post.left(order.id) == {1: 1, 2: 1}
    second = await post.sends(order.id, None)
    assert {line.n: line.quantity for line in second.lines} == {1: 1, 2: 1}
    assert await post.sends(order.id, None) == "fulfilment.not_to_send"
    await post.received(order.id, first.id)
    assert await post.state(order.id) == "paid"
    await post.received(order.id)
    assert await post.state(order.id) == "redeemed"
    with pytest.raises(fulfilment.NothingToReceive):
        await post.received(order.id)
    await post.all_well()


async def test_two_who_send_the_last_piece_at_once_send_it_once(post: Post) -> None:
    order = await post.bought((post.cup, 1))
    said = await asyncio.gather(*(post.sends(order.id, {1: 1}) for _ in range(4)))
    assert sum(isinstance(one, fulfilment.Parcel) for one in said) == 1
    assert await post.left(order.id) == {1: 0}


async def test_after_days_without_a_word_the_clock_says_it_for_her(
    post: Post, clock: StoppedClock
) -> None:
    order = await post.bought((post.cup, 1))
    parcel = await post.sends(order.id, None)
    async with post.works.open(post.tenant) as work:
        assert await ship_order.receive_due(work) == 0
    clock.move(timedelta(days=10, seconds=1))
    async with post.works.open(post.tenant) as work:
        assert await ship_order.receive_due(work) == 1
        assert await ship_order.receive_due(work) == 0
        kept = (await fulfilment.parcels_by_id(work, [parcel.id]))[parcel.id]
    assert (kept.received_by, await post.state(order.id)) == ("clock", "redeemed")


async def test_all_of_it_back_before_it_left_takes_the_freight_along(post: Post) -> None:
    order = await post.bought((post.milk, 1), (post.cup, 2))
    one = await post.refunds(order.id, {2: 1}, unfetched=True)
    assert (one.amount_minor, one.freight_minor) == (CUP, 0)
    rest = await post.refunds(order.id, {1: 1, 2: 1}, unfetched=True)
    assert (rest.amount_minor, rest.freight_minor) == (MILK + CUP + 1200, 1200)
    await post.pays_back(one.id, rest.id)
    assert (await post.state(order.id), await post.owes(order.id)) == ("closed", (0, 0, 0))
    assert (await post.shipment(order.id)).voided_at is not None
    assert (await post.stands(post.milk), await post.stands(post.cup)) == ((100, 0), (100, 0))
    await post.all_well()


async def test_all_goods_back_before_they_left_take_the_freight_along_though_a_card_stays(
    post: Post,
) -> None:
    card = await post.sells_cards()
    order = await post.bought((post.cup, 1), (card, 1))
    assert order.freight_minor == 800
    back = await post.refunds(order.id, {1: 1}, unfetched=True)
    assert (back.amount_minor, back.freight_minor) == (CUP + 800, 800)
    await post.pays_back(back.id)
    assert await post.owes(order.id) == (0, CARD, CARD)
    await post.all_well()


async def test_what_is_on_its_way_she_can_not_call_off_and_the_house_takes_it_apart(
    post: Post,
) -> None:
    order = await post.bought((post.cup, 3))
    await post.sends(order.id, {1: 1})
    with pytest.raises(orders.OnItsWay):
        await post.refunds(order.id, {1: 3}, unfetched=True)
    called_off = await post.refunds(order.id, {1: 1}, unfetched=True)
    assert [p.handed for p in called_off.parts] == [0]
    assert await post.left(order.id) == {1: 1}
    # The last one that waits, and the one that left: nobody has it in hand yet.
    broken = await post.refunds(order.id, {1: 2}, goods_back=False)
    assert ([p.handed for p in broken.parts], broken.freight_minor) == ([1], 0)
    await post.pays_back(called_off.id, broken.id)
    assert await post.stands(post.cup) == (99, 0)
    assert await post.owes(order.id) == (0, 1200, 1200)
    await post.all_well()


async def test_a_refund_that_failed_leaves_it_to_be_sent(post: Post) -> None:
    order = await post.bought((post.cup, 1))
    refund = await post.refunds(order.id, {1: 1})
    assert await post.sends(order.id, None) == "fulfilment.not_to_send"
    async with post.works.open(post.tenant) as work:
        await orders.lock_orders(work, [order.id])
        await orders.refunds_failed(work, [refund.id], why="no")
        await ready_pickups.make_ready(work, [order.id])
    assert isinstance(await post.sends(order.id, None), fulfilment.Parcel)


@pytest.mark.parametrize("seed", range(times(2, 60)))
async def test_whatever_is_sent_and_called_off_no_piece_goes_two_ways(
    post: Post, seed: int
) -> None:
    """Beside a model that knows three numbers: what is left, sent and called off."""
    dice = random.Random(seed)
    order = await post.bought((post.cup, 5))
    left, sent, off = 5, 0, 0
    for _ in range(8):
        count = dice.randint(1, 3)
        if dice.random() < 0.5:
            said = await post.sends(order.id, {1: count})
            went = isinstance(said, fulfilment.Parcel)
            assert went == (count <= left), (left, count, said)
            left, sent = (left - count, sent + count) if went else (left, sent)
        else:
            try:
                await post.refunds(order.id, {1: count}, unfetched=True)
            except (orders.OnItsWay, orders.RefundTooMuch, orders.AtTheStore):
                assert count > left
            else:
                assert count <= left
                left, off = left - count, off + count
        assert (await post.left(order.id), left + sent + off) == ({1: left}, 5)
    shipment = await post.shipment(order.id)
    assert (shipment.done_at is not None, shipment.voided_at is not None) == (
        left == 0,
        left == 0 and sent == 0,
    )
    async with post.works.look(post.tenant) as work:
        found = (await orders.refunds_of(work, [order.id]))[order.id]
    assert sum(one.freight_minor for one in found) == (order.freight_minor if off == 5 else 0)
    await post.pays_back(*[one.id for one in found])
    assert (await post.stands(post.cup))[0] == 100 - sent - left
    await post.all_well()
