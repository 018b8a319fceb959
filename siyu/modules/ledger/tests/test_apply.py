"""What is booked, on a real database."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from siyu.kernel.db import Database, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import ledger
from siyu.modules.ledger import Post
from siyu.modules.ledger.errors import CapReached, QuotaShort, StockShort
from siyu.modules.ledger.tests.books import (
    Shelf,
    all_well,
    booked,
    dropped,
    moved,
    paid,
    stands,
)
from tests.house.database import Server


async def test_what_comes_can_be_taken_and_no_more(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    assert await booked(works, tenant, shelf.comes(10), shelf.goes(4), shelf.goes(7)) == [
        "Granted",
        "Granted",
        "Short",
    ]
    async with works.look(tenant) as work:
        assert await stands(work, shelf.stock, shelf.world) == [(6, 0, 0), (-6, 0, 0)]
    await all_well(works, tenant)


async def test_two_lines_of_one_sku_count_together(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    chains = [shelf.comes(3), shelf.goes(2, 2)]
    async with works.open(tenant) as work:
        [_, refused] = await ledger.apply(work, chains)
    assert refused == ledger.Short(chains[1].id, shelf.stock, wanted=4, left=3)
    assert await booked(works, tenant, shelf.goes(2, 1)) == ["Granted"]


async def test_a_chain_is_written_whole_or_not_at_all(works: Works, tenant: TenantId) -> None:
    full, bare = Shelf(), Shelf()
    lines = [Post(full.stock, full.world, 1), Post(bare.stock, bare.world, 1)]
    both = ledger.post(uuid4(), lines, reason="sold")
    assert await booked(works, tenant, full.comes(5), both) == ["Granted", "Short"]
    async with works.look(tenant) as work:
        assert await stands(work, full.stock, bare.stock) == [(5, 0, 0), (0, 0, 0)]


async def test_a_hold_keeps_others_out_and_is_settled_in_part(
    works: Works, tenant: TenantId
) -> None:
    shelf = Shelf()
    held = shelf.held(6)
    answers = await booked(works, tenant, shelf.comes(10), held, shelf.goes(5))
    assert answers == ["Granted", "Granted", "Short"]
    async with works.look(tenant) as work:
        assert await stands(work, shelf.stock, shelf.world) == [(10, 6, 0), (-10, 0, 6)]
    assert await booked(works, tenant, paid(held, {1: 4}), dropped(held)) == ["Granted", "Ended"]
    async with works.look(tenant) as work:
        assert await stands(work, shelf.stock, shelf.world) == [(6, 0, 0), (-6, 0, 0)]
    await all_well(works, tenant)


async def test_lines_of_a_hold_end_one_by_one(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    held = shelf.held(1, 2, 3)
    await booked(works, tenant, shelf.comes(6), held)
    answers = await booked(
        works, tenant, paid(held, {2: 2}), paid(held), dropped(held, [1, 3]), dropped(held, [1])
    )
    assert answers == ["Granted", "Ended", "Granted", "Ended"]
    async with works.look(tenant) as work:
        assert await stands(work, shelf.stock) == [(4, 0, 0)]
    await all_well(works, tenant)


async def test_the_same_again_is_repeated_and_something_else_differs(
    works: Works, tenant: TenantId
) -> None:
    shelf, again, settled = Shelf(), uuid4(), uuid4()
    held = shelf.held(2)
    settling = ledger.settle(settled, held.id, reason="paid")
    await booked(works, tenant, shelf.comes(5, again), held, settling)
    answers = await booked(
        works,
        tenant,
        shelf.comes(5, again),
        shelf.comes(6, again),
        settling,
        ledger.void(settled, held.id, reason="paid"),
        shelf.held(2, id_=held.id, expires_at=works.clock.now()),
    )
    assert answers == ["Repeated", "Differs", "Repeated", "Differs", "Repeated"]
    async with works.look(tenant) as work:
        assert await stands(work, shelf.stock) == [(3, 0, 0)]


async def test_an_id_that_was_short_may_try_again(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    wish = shelf.goes(2)
    assert await booked(works, tenant, wish, shelf.comes(2), wish, wish) == [
        "Short",
        "Granted",
        "Granted",
        "Repeated",
    ]


async def test_a_hold_may_end_in_the_batch_that_made_it(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    held = shelf.held(3)
    answers = await booked(works, tenant, shelf.comes(3), held, dropped(held), shelf.goes(3))
    assert answers == ["Granted"] * 4
    async with works.look(tenant) as work:
        assert await ledger.expired(work, work.now + timedelta(days=999), 10) == []
    await all_well(works, tenant)


async def test_nobody_ends_a_hold_that_is_none_or_takes_more(
    works: Works, tenant: TenantId
) -> None:
    shelf = Shelf()
    held, sold = shelf.held(2), shelf.goes(1)
    await booked(works, tenant, shelf.comes(5), held, sold)
    answers = await booked(
        works, tenant, paid(sold), dropped(Shelf().held(1)), dropped(held, [2]), paid(held, {1: 3})
    )
    assert answers == ["Missing", "Missing", "Missing", "Excess"]


async def test_settling_posting_and_holding_are_one_chain(works: Works, tenant: TenantId) -> None:
    shelf, order, guide = Shelf(), uuid4(), uuid4()
    held = shelf.held(1)
    await booked(works, tenant, shelf.comes(1), held)
    money = Post(ledger.due(order), ledger.cashier(), 19900)
    share = Post(ledger.commission_cost(), ledger.commission(guide), 1990)
    notice = uuid4()
    whole = ledger.together(
        ledger.settle(notice, held.id, reason="paid", ref=order),
        ledger.post(notice, [money], reason="paid"),
        ledger.hold(notice, [share], expires_at=None, reason="earned"),
    )
    assert await booked(works, tenant, whole, whole) == ["Granted", "Repeated"]
    async with works.look(tenant) as work:
        assert await stands(work, ledger.cashier(), ledger.commission(guide)) == [
            (19900, 0, 0),
            (0, 0, 1990),
        ]
    thawed = ledger.settle(uuid4(), notice, {3: 1500}, reason="thawed")
    assert await booked(works, tenant, thawed) == ["Granted"]
    async with works.look(tenant) as work:
        assert await stands(work, ledger.commission(guide)) == [(1500, 0, 0)]
    await all_well(works, tenant)


async def test_a_cap_is_told_with_each_chain(works: Works, tenant: TenantId) -> None:
    coupon, her = uuid4(), uuid4()

    def claims(most: int) -> ledger.Chain:
        return moved(ledger.quota(coupon), ledger.cap(coupon, her, most), 1)

    quota = moved(ledger.quota_world(coupon), ledger.quota(coupon), 9)
    answers = await booked(works, tenant, quota, claims(2), claims(2), claims(2))
    assert answers == ["Granted", "Granted", "Granted", "Short"]
    assert await booked(works, tenant, claims(3)) == ["Granted"]
    async with works.open(tenant) as work:
        [refused] = await ledger.apply(work, [claims(1)])
    assert refused == ledger.Short(refused.chain, ledger.cap(coupon, her, 1), wanted=1, left=0)
    back = moved(ledger.cap(coupon, her, 1), ledger.quota(coupon), 3)
    assert await booked(works, tenant, back, claims(1), claims(1)) == [
        "Granted",
        "Granted",
        "Short",
    ]
    await all_well(works, tenant)


async def test_expired_holds_are_listed_until_they_end(works: Works, tenant: TenantId) -> None:
    shelf, now = Shelf(), works.clock.now()
    soon = shelf.held(1, 1, expires_at=now + timedelta(minutes=15))
    later = shelf.held(1, expires_at=now + timedelta(minutes=30))
    await booked(works, tenant, shelf.comes(9), soon, later, shelf.held(1))
    async with works.open(tenant) as work:
        assert await ledger.expired(work, now, 10) == []
        await ledger.apply(work, [dropped(soon, [1])])
        found = await ledger.expired(work, now + timedelta(minutes=30), 10)
        assert [(one.chain, one.lines) for one in found] == [(soon.id, [2]), (later.id, [1])]
        await ledger.apply(work, [dropped(soon, found[0].lines), dropped(later)])
        assert await ledger.expired(work, now + timedelta(minutes=30), 10) == []


async def test_what_runs_out_and_comes_back_is_told(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    held = shelf.held(2)
    for chain in (shelf.comes(2), held, dropped(held), shelf.goes(1), shelf.goes(1)):
        await booked(works, tenant, chain)
    async with works.look(tenant) as work:
        told = [row.name for row in (await log.read(work, log.START))[0]]
    assert told == [
        "ledger.refilled",
        "ledger.sold_out",
        "ledger.refilled",
        "ledger.sold_out",
    ]


async def test_a_locked_balance_is_what_the_next_chain_meets(
    works: Works, tenant: TenantId
) -> None:
    shelf = Shelf()
    await booked(works, tenant, shelf.comes(7))
    async with works.open(tenant) as work:
        [now] = await ledger.lock(work, [shelf.stock])
        assert now.left == 7
        assert [type(o) for o in await ledger.apply(work, [shelf.goes(7)])] == [ledger.Granted]


async def test_refusals_say_what_is_missing(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    async with works.open(tenant) as work:
        outcomes = await ledger.apply(work, [shelf.comes(1), shelf.goes(2)])
        with pytest.raises(StockShort, match="2 wanted, 1 left"):
            ledger.must_be_granted(outcomes)
        quota, full = ledger.quota(shelf.sku), ledger.cap(shelf.sku, shelf.store, 0)
        with pytest.raises(QuotaShort):
            ledger.must_be_granted(await ledger.apply(work, [moved(quota, full, 1)]))
        given = moved(ledger.quota_world(shelf.sku), quota, 1)
        with pytest.raises(CapReached, match="no more is allowed"):
            ledger.must_be_granted(await ledger.apply(work, [given, moved(quota, full, 1)]))
        with pytest.raises(NotFound):
            ledger.must_be_granted(await ledger.apply(work, [paid(shelf.held(1))]))


async def test_another_merchant_sees_nothing(works: Works, tenant: TenantId) -> None:
    shelf, other = Shelf(), TenantId(tenant + 50)
    held = shelf.held(1)
    await booked(works, tenant, shelf.comes(5), held)
    assert await booked(works, other, shelf.goes(1), dropped(held)) == ["Short", "Missing"]


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger.transfer set amount = 1",
        "delete from ledger.transfer",
        "truncate ledger.transfer",
    ],
)
async def test_what_is_written_stays(
    works: Works, tenant: TenantId, server: Server, database: Database, statement: str
) -> None:
    await booked(works, tenant, Shelf().comes(5))
    async with database.app.acquire() as conn:
        await conn.execute(f"set siyu.tenant = '{int(tenant)}'")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(statement)
        await conn.execute("reset siyu.tenant")
    owner = await asyncpg.connect(server.urls("owner"))
    try:
        await owner.execute(f"set siyu.tenant = '{int(tenant)}'")
        with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
            await owner.execute(statement)
    finally:
        await owner.close()
