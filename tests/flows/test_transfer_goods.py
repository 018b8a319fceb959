"""Goods between places: docs/algorithms/transfers.md row by row, and any order of anything."""

import asyncio
import random
from uuid import UUID, uuid4

import pytest

from siyu.flows import transfer_goods
from siyu.kernel.db import Works
from siyu.kernel.errors import NotFound, Refusal
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import inventory
from siyu.modules.catalog.tests.test_worked_prices import rows
from tests.house.depth import DEEP
from tests.house.places import Places, open_places


@pytest.fixture
async def places(works: Works, tenant: TenantId) -> Places:
    return await open_places(works, tenant)


@pytest.mark.parametrize(("has", "sent", "arrived", "why", "outcome"), rows("transfers.md"))
async def test_what_is_sent_and_arrives(
    places: Places, has: str, sent: str, arrived: str, why: str, outcome: str
) -> None:
    await places.receives(places.east, int(has))
    id_ = uuid4()
    code, _, stands = outcome.rpartition("; ")

    async def act() -> None:
        await places.sends(places.east, places.west, int(sent), id_)
        if arrived != "-":
            await places.arrives(id_, int(arrived), "" if why == "-" else why)

    if code:
        with pytest.raises(Refusal) as refused:
            await act()
        assert refused.value.code == code
    else:
        await act()
    assert await places.stands(id_) == tuple(int(n) for n in stands.split())
    await places.all_well()


async def test_sent_and_received_twice_is_once(places: Places) -> None:
    await places.receives(places.east, 9)
    id_ = uuid4()
    for _ in range(2):
        await places.sends(places.east, places.west, 5, id_)
    with pytest.raises(inventory.TransferDiffers):
        await places.sends(places.east, places.west, 4, id_)
    for _ in range(2):
        await places.arrives(id_, 4, "一罐压坏")
    with pytest.raises(inventory.TransferEnded):
        await places.arrives(id_, 5)
    assert await places.stands(id_) == (4, 4, 0)
    async with places.works.look(places.tenant) as work:
        told, _ = await log.read(work, log.START)
        row, [line] = await inventory.get_transfer(work, id_)
    names = [one.name for one in told if one.name.startswith("inventory.goods_")]
    assert names == ["inventory.goods_received", "inventory.goods_sent", "inventory.goods_arrived"]
    assert (row.missing_why, line.sent, line.received) == ("一罐压坏", 5, 4)


async def test_of_two_who_receive_at_once_one_does(places: Places) -> None:
    await places.receives(places.east, 5)
    id_ = await places.sends(places.east, places.west, 5)
    both = [places.arrives(id_, 5), places.arrives(id_, 3, "少两罐")]
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert sum(isinstance(one, inventory.TransferEnded) for one in ended) == 1, ended
    assert (await places.stands(id_))[2] == 0
    await places.all_well()


async def test_what_makes_no_transfer_is_refused(places: Places) -> None:
    await places.receives(places.east, 5)
    with pytest.raises(inventory.SamePlace):
        await places.sends(places.east, places.east, 1)
    with pytest.raises(NotFound):
        await places.sends(places.east, uuid4(), 1)
    id_ = await places.sends(places.east, places.west, 1)
    async with places.works.open(places.tenant) as work:
        with pytest.raises(inventory.NotSent):
            await transfer_goods.receive(work, id_, {places.shop.cup: 1})


async def test_whatever_happens_goods_are_somewhere_or_stated_missing(places: Places) -> None:
    """Every piece that came in is in a place, on its way, or missing with a reason."""
    dice = random.Random(places.tenant)
    came = missing = 0
    open_: dict[UUID, int] = {}
    shelf = {places.east: 0, places.west: 0}
    target: dict[UUID, UUID] = {}
    for _ in range(400 if DEEP else 40):
        here, there = dice.sample([places.east, places.west], 2)
        act, many = dice.choice(["receive", "send", "send", "arrive", "arrive"]), dice.randint(1, 9)
        if act == "receive":
            await places.receives(here, many)
            came, shelf[here] = came + many, shelf[here] + many
        elif act == "send":
            try:
                id_ = await places.sends(here, there, many)
            except Refusal:
                assert shelf[here] < many
                continue
            shelf[here] -= many
            open_[id_], target[id_] = many, there
        elif open_:
            id_ = dice.choice(sorted(open_))
            sent = open_.pop(id_)
            got = dice.randint(0, sent)
            await places.arrives(id_, got, "破损" if got < sent else "")
            shelf[target[id_]] += got
            missing += sent - got
        under_way = sum(open_.values())
        stands = (shelf[places.east], shelf[places.west], under_way)
        assert await places.stands(*open_) == stands
        assert sum(stands) + missing == came
    await places.all_well()
