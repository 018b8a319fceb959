"""A place that falls below its safety stock: told once, to who works there, and again later."""

from uuid import UUID

import pytest

from siyu.flows import expire_orders, watch_levels
from siyu.kernel.db import Works
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import inventory, messaging
from tests.house.merchant import hire
from tests.house.places import Places, open_places


class Watched(Places):
    """Two places, of which the east keeps ten of milk; who works there hears of it."""

    people: dict[str, UUID]
    taken: log.Position

    async def watches(self) -> None:
        """React to what happened since the last time, as the worker does."""
        async with self.works.look(self.tenant) as work:
            rows, self.taken = await log.read(work, self.taken, limit=10_000)
        told = [row.told() for row in rows if row.name in watch_levels.ON]
        async with self.works.open(self.tenant) as work:
            await watch_levels.take(work, told)

    async def heard(self, name: str) -> list[str]:
        async with self.works.look(self.tenant) as work:
            found, _ = await messaging.list_notices(work, self.people[name], limit=20)
        return [one.words for one in found]

    async def falls(self) -> int:
        async with self.works.look(self.tenant) as work:
            rows, _ = await log.read(work, log.START, limit=10_000)
        return sum(row.name == inventory.StockDropped.NAME for row in rows)


@pytest.fixture
async def places(works: Works, tenant: TenantId) -> Watched:
    opened = await open_places(works, tenant)
    opened.__class__ = Watched
    assert isinstance(opened, Watched)
    async with works.open(tenant) as work:
        opened.people = {
            name: await hire(work, name, role, name=name, store=store)
            for name, role, store in (
                ("lin", "guide", opened.east),
                ("wang", "store_manager", opened.east),
                ("zhao", "guide", opened.west),
                ("he", "service", opened.east),
            )
        }
        level = inventory.Level(least=10, fill=20)
        await inventory.set_level(work, opened.milk, opened.east, level)
    opened.taken = log.START
    await opened.receives(opened.east, 12)
    await opened.receives(opened.west, 50)
    await opened.watches()
    assert await opened.falls() == 0
    return opened


async def test_a_fall_is_told_once_however_much_is_sold(places: Watched) -> None:
    for _ in range(4):
        await places.shop.ordered((places.milk, 1))
        await places.watches()
    [said] = await places.heard("lin")
    assert "只剩 9 件" in said
    assert "安全库存 10 件" in said
    assert await places.heard("wang") == [said]
    assert (await places.heard("zhao"), await places.heard("he")) == ([], [])
    assert await places.falls() == 1


async def test_after_it_had_enough_it_is_told_again(places: Watched) -> None:
    order = await places.shop.ordered((places.milk, 5))
    await places.watches()
    assert len(await places.heard("lin")) == 1
    async with places.works.open(places.tenant) as work:
        await expire_orders.cancel(work, order.id, customer=order.customer_id, why="")
    await places.watches()
    await places.shop.ordered((places.milk, 6))
    await places.watches()
    left = [said.split("只剩 ")[1][:2] for said in await places.heard("lin")]
    assert sorted(left) == ["6 ", "7 "]


async def test_what_is_on_its_way_counts(places: Watched) -> None:
    sent = await places.sends(places.west, places.east, 8)
    await places.shop.ordered((places.milk, 9))
    await places.watches()
    assert await places.heard("lin") == []
    # Half of it never came.
    await places.arrives(sent, 4, "压坏")
    await places.watches()
    [said] = await places.heard("lin")
    assert "只剩 7 件" in said


async def test_a_level_that_nobody_keeps_any_more_is_no_fall(places: Watched) -> None:
    await places.shop.ordered((places.milk, 5))
    await places.watches()
    async with places.works.open(places.tenant) as work:
        await inventory.set_level(work, places.milk, places.east, None)
    await places.watches()
    level = inventory.Level(least=10, fill=20)
    async with places.works.open(places.tenant) as work:
        await inventory.set_level(work, places.milk, places.east, level)
    await places.watches()
    assert len(await places.heard("lin")) == 2


async def test_the_same_facts_again_tell_nothing_new(places: Watched) -> None:
    before = places.taken
    await places.shop.ordered((places.milk, 5))
    await places.watches()
    places.taken = before
    await places.watches()
    assert (len(await places.heard("lin")), await places.falls()) == (1, 1)


async def test_notices_are_read_by_whom_they_are_for(places: Watched) -> None:
    await places.shop.ordered((places.milk, 5))
    await places.watches()
    lin, wang = places.people["lin"], places.people["wang"]
    async with places.works.open(places.tenant) as work:
        assert await messaging.count_new_notices(work, lin) == 1
        await messaging.read_notices(work, lin)
        assert await messaging.count_new_notices(work, lin) == 0
        assert await messaging.count_new_notices(work, wang) == 1
