"""A crowd at the counter: nobody gets what is not there, and everybody hears why."""

from siyu.flows import order_drafts, play_rush
from siyu.flows.counter import Counter
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Actor, Works
from siyu.kernel.ids import TenantId
from siyu.modules import customers
from tests.house.shop import open_shop

CROWD, PIECES = 60, 7


async def test_a_crowd_gets_what_there_is_and_not_one_more(works: Works, tenant: TenantId) -> None:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.cup, 3))
    async with works.open(tenant) as work:
        meets = [
            customers.Meet(
                identity=customers.read_identity(f"1390000{n:04}"), source="pos", at=work.now
            )
            for n in range(CROWD + 1)
        ]
        first, *_ = await customers.meet(work, meets)
    async with works.open(tenant) as work:
        assert first.customer is not None
        await customers.forget(work, first.customer, reason="she asked")
    await shop.ordered((shop.cup, 2))
    rush = play_rush.Rush(sku=shop.cup, store=shop.store, buyers=CROWD, pieces=PIECES)
    await play_rush.lay_out(works, tenant, rush, Actor("system"))
    assert await shop.stands(shop.cup) == (PIECES + 2, 2)  # What is held already stays held.

    counter = Counter(works)
    played = await play_rush.play(works, tenant, rush, lambda one: counter.submit(tenant, one))
    assert (played.buyers, played.granted, played.left, played.oversold) == (CROWD, PIECES, 0, 0)
    assert [(met.why.code, met.people) for met in played.refused] == [
        ("orders.goods_short", CROWD - PIECES)
    ]
    assert await shop.stands(shop.cup) == (PIECES + 2, PIECES + 2)
    await shop.all_well()


async def test_what_the_crowd_did_not_pay_goes_back(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.cup, 1))
    async with works.open(tenant) as work:
        identity = customers.read_identity("13900001234")
        await customers.meet(work, [customers.Meet(identity=identity, source="pos", at=work.now)])
    rush = play_rush.Rush(sku=shop.cup, store=shop.store, buyers=5, pieces=2)
    await play_rush.lay_out(works, tenant, rush, Actor("system"))
    counter = Counter(works)
    played = await play_rush.play(works, tenant, rush, lambda one: counter.submit(tenant, one))
    assert (played.buyers, played.granted, played.left) == (1, 1, 1)
    clock.move(order_drafts.UNPAID_FOR)
    assert await shop.expires() == 1
    assert await shop.stands(shop.cup) == (2, 0)
    await shop.all_well()
