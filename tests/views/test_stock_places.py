"""A SKU at a place: why it has what it has, how it went, what it lacks, where else it is."""

from datetime import timedelta
from uuid import uuid4

import pytest

from siyu.flows import stock_goods
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import inventory, tenants
from siyu.views import refills, stock_elsewhere, stock_moves
from siyu.views.refills import Refill, WhichRefills
from tests.house.places import Places, open_places


@pytest.fixture
async def places(works: Works, tenant: TenantId) -> Places:
    return await open_places(works, tenant)


async def moves(places: Places, size: int = 20, offset: int = 0) -> list[stock_moves.StockMove]:
    async with places.works.look(places.tenant) as work:
        found, count = await stock_moves.list_moves(
            work, places.milk, places.east, limit=size, offset=offset
        )
    assert count >= len(found)
    return found


async def refilled(places: Places, **which: object) -> list[Refill]:
    async with places.works.look(places.tenant) as work:
        found, count = await refills.list_refills(work, WhichRefills(**which), limit=20)  # type: ignore[arg-type]
    assert count == len(found)
    return found


async def keeps(places: Places, place: object, least: int, fill: int) -> None:
    level = inventory.Level(least=least, fill=fill)
    async with places.works.open(places.tenant) as work:
        await inventory.set_level(work, places.milk, place, level)  # type: ignore[arg-type]


async def test_every_move_says_why_and_what_was_there_after_it(places: Places) -> None:
    await places.receives(places.east, 10)
    order = await places.shop.ordered((places.milk, 2))
    assert [one.reason for one in await moves(places)] == ["received"]
    await places.shop.pays(order.id)
    sent = await places.sends(places.east, places.west, 3)
    await places.arrives(sent, 2, "压坏一罐")
    async with places.works.open(places.tenant) as work:
        await stock_goods.count(work, uuid4(), places.east, [(places.milk, 4)], reason="月盘")
    found = await moves(places)
    said = [(one.reason, one.change, one.after, one.remark) for one in found]
    assert said == [
        ("counted", -1, 4, "月盘"),
        ("sent", -3, 5, ""),
        ("paid", -2, 8, ""),
        ("received", 10, 10, ""),
    ]
    counted, out, sold, came = found
    assert (out.transfer, out.other and out.other.id) == (sent, places.west)
    assert (sold.order, sold.order_no) == (order.id, order.no)
    assert came.document is not None
    assert counted.document is not None
    assert [one.after for one in await moves(places, 2, 1)] == [5, 8]


async def test_its_days_end_with_what_is_there_now(places: Places, clock: StoppedClock) -> None:
    await places.receives(places.east, 10)
    clock.move(timedelta(days=2))
    await places.sends(places.east, places.west, 4)
    await places.receives(places.east, 1)
    async with places.works.look(places.tenant) as work:
        days = await stock_moves.course_of(work, places.milk, places.east, 7)
        never = await stock_moves.course_of(work, places.shop.cup, places.west, 7)
    said = [(one.came, one.went, one.on_hand) for one in days]
    assert said == [(0, 0, 0)] * 4 + [(10, 0, 10), (0, 0, 10), (1, 4, 7)]
    assert {one.on_hand for one in never} == {0}


async def test_what_lacks_is_listed_with_who_can_send_it(places: Places) -> None:
    async with places.works.open(places.tenant) as work:
        opening = tenants.OpenStore(
            code="D1", name="总仓", opened_on=work.now.date(), kind="warehouse"
        )
        depot = await tenants.open_store(work, opening)
    await places.receives(places.east, 2)
    await places.receives(places.west, 90)
    await places.receives(depot, 30)
    await keeps(places, places.east, 5, 12)
    [one] = await refilled(places)
    assert (one.free, one.least, one.wanted, one.spare) == (2, 5, 10, 30)
    assert one.source is not None
    assert one.source.id == depot
    [chosen] = await refilled(places, source=places.west)
    assert (chosen.source and chosen.source.id, chosen.spare) == (places.west, 90)
    assert await refilled(places, store=places.west) == []
    assert await refilled(places, stores=[places.west]) == []
    sent = await places.sends(depot, places.east, 4)
    assert await refilled(places) == []
    await places.arrives(sent, 1, "少三罐")
    assert [(one.free, one.coming, one.wanted) for one in await refilled(places)] == [(3, 0, 9)]


async def test_nobody_sends_what_it_should_keep_itself(places: Places) -> None:
    await places.receives(places.west, 5)
    await keeps(places, places.east, 3, 3)
    await keeps(places, places.west, 5, 8)
    [one] = await refilled(places)
    assert (one.free, one.source, one.spare) == (0, None, 0)


async def test_a_level_can_be_taken_away_and_not_be_upside_down(places: Places) -> None:
    with pytest.raises(Refusal) as refused:
        await keeps(places, places.east, 5, 4)
    assert refused.value.code == "inventory.bad_level"
    await keeps(places, places.east, 5, 5)
    async with places.works.open(places.tenant) as work:
        await inventory.set_level(work, places.milk, places.east, None)
        assert await inventory.find_level(work, places.milk, places.east) is None
    assert await refilled(places) == []


async def test_a_guide_finds_what_is_here_and_where_else_it_is(places: Places) -> None:
    await places.receives(places.west, 6)
    await places.shop.receives((places.shop.cup, 1))
    async with places.works.look(places.tenant) as work:
        found, count = await stock_elsewhere.seek(work, "奶粉", [places.east], limit=9)
        by_code, _ = await stock_elsewhere.seek(work, "C1", [places.east], limit=9)
        nothing = await stock_elsewhere.seek(work, " ", [places.east], limit=9)
        where = await stock_elsewhere.places_of(work, places.milk, [places.east])
        whole = await stock_elsewhere.places_of(work, places.shop.cup, [places.east])
    assert [(one.sku, one.here, one.elsewhere, one.places) for one in found] == [
        (places.milk, 0, 6, 1)
    ]
    assert (count, nothing) == (1, ([], 0))
    assert [(one.sku, one.here) for one in by_code] == [(places.shop.cup, 1)]
    assert [(one.id, one.free, one.mine) for one in where] == [(places.west, 6, False)]
    assert [(one.id, one.free, one.mine) for one in whole] == [(places.east, 1, True)]
