"""Many writers at once on real connections; and what happens to them when nobody locks."""

import asyncio
import random
import time
from collections import Counter
from uuid import uuid4

import asyncpg
import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import ledger
from siyu.modules.ledger import Chain, Post, actions
from siyu.modules.ledger.tests.books import Shelf, all_well, booked, dropped, moved, paid, stands
from tests.house.depth import times

WRITERS = 16
ROUNDS = times(20, 500)


async def race(works: Works, tenant: TenantId, chains: list[Chain]) -> Counter[str]:
    """Every chain in a work of its own, all begun before any ends; what became of them."""
    ready = asyncio.Barrier(len(chains))

    async def one(chain: Chain) -> str:
        async with works.open(tenant) as work:
            await ready.wait()
            [outcome] = await ledger.apply(work, [chain])
        return type(outcome).__name__

    found = await asyncio.gather(*(one(c) for c in chains), return_exceptions=True)
    return Counter(f if isinstance(f, str) else type(f).__name__ for f in found)


async def last_unit(works: Works, tenant: TenantId) -> Counter[str]:
    shelf = Shelf()
    await booked(works, tenant, shelf.comes(1))
    return await race(works, tenant, [shelf.goes(1) for _ in range(WRITERS)])


async def test_the_last_unit_goes_to_exactly_one(works: Works, tenant: TenantId) -> None:
    for _ in range(3):
        assert await last_unit(works, tenant) == {"Granted": 1, "Short": WRITERS - 1}
    await all_well(works, tenant)


async def test_without_the_lock_buyers_fall_against_the_last_wall(
    works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of the database keeps the books right, but nobody is told what happened."""

    async def nothing(*_: object) -> int:
        return 0

    shelf = Shelf()
    await booked(works, tenant, shelf.comes(1))
    monkeypatch.setattr(actions._LOCK, "run", nothing)
    found = await race(works, tenant, [shelf.goes(1) for _ in range(WRITERS)])
    assert found["Granted"] == 1
    assert found[asyncpg.CheckViolationError.__name__] > 0
    await all_well(works, tenant)


async def test_no_more_is_sold_than_there_was_and_no_less(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    await booked(works, tenant, shelf.comes(20))
    found = await race(works, tenant, [shelf.goes(3) for _ in range(WRITERS)])
    assert found == {"Granted": 6, "Short": WRITERS - 6}
    async with works.look(tenant) as work:
        assert await stands(work, shelf.stock) == [(2, 0, 0)]


async def test_a_cap_holds_against_many_hands(works: Works, tenant: TenantId) -> None:
    coupon, her = uuid4(), uuid4()
    await booked(works, tenant, moved(ledger.quota_world(coupon), ledger.quota(coupon), 99))
    claims = [moved(ledger.quota(coupon), ledger.cap(coupon, her, 2), 1) for _ in range(WRITERS)]
    assert await race(works, tenant, claims) == {"Granted": 2, "Short": WRITERS - 2}
    await all_well(works, tenant)


async def test_crossed_accounts_wait_for_each_other_and_not_in_a_ring(
    works: Works, tenant: TenantId
) -> None:
    shelves = [Shelf() for _ in range(6)]
    dice = random.Random(7)

    def basket() -> Chain:
        chosen = dice.sample(shelves, 4)
        return ledger.post(uuid4(), [Post(s.stock, s.world, 1) for s in chosen], reason="sold")

    await booked(works, tenant, *(shelf.comes(1000) for shelf in shelves))
    started = time.monotonic()
    for _ in range(8):
        # Half of the accounts are new to the books in every round, so that these cross too.
        shelves[3:] = [Shelf() for _ in range(3)]
        await booked(works, tenant, *(shelf.comes(50) for shelf in shelves[4:]))
        found = await race(works, tenant, [basket() for _ in range(WRITERS)])
        assert not found.keys() - {"Granted", "Short"}
    assert time.monotonic() - started < 30
    await all_well(works, tenant)


async def test_one_id_sent_by_many_is_booked_once(works: Works, tenant: TenantId) -> None:
    """Neither account has a bound, so no balance is there to lock: the ids themselves collide."""
    notice = moved(ledger.due(uuid4()), ledger.cashier(), 500)
    found = await race(works, tenant, [notice] * WRITERS)
    assert found == {"Granted": 1, "Repeated": WRITERS - 1}
    other = moved(ledger.due(uuid4()), ledger.cashier(), 700)
    twins = [moved(ledger.due(uuid4()), ledger.cashier(), n, other.id) for n in (1, 2, 3, 4)]
    assert await race(works, tenant, twins) == {"Granted": 1, "Differs": 3}
    await all_well(works, tenant)


async def test_an_account_that_many_open_is_opened_once(works: Works, tenant: TenantId) -> None:
    """Its id and its name are unique, and who comes second may meet either index first."""
    for _ in range(ROUNDS):
        order = uuid4()
        firsts = [moved(ledger.due(order), ledger.cashier(), 500) for _ in range(WRITERS)]
        assert await race(works, tenant, firsts) == {"Granted": WRITERS}
    await all_well(works, tenant)


async def test_a_hold_that_many_end_ends_once(works: Works, tenant: TenantId) -> None:
    share = Post(ledger.commission_cost(), ledger.commission(uuid4()), 300)
    free = ledger.hold(uuid4(), [share], expires_at=None, reason="earned")
    shelf = Shelf()
    bound = shelf.held(1)
    await booked(works, tenant, free, shelf.comes(1), bound)
    for held in (free, bound):
        ends = [paid(held) if n % 2 else dropped(held) for n in range(WRITERS)]
        assert await race(works, tenant, ends) == {"Granted": 1, "Ended": WRITERS - 1}
    await all_well(works, tenant)


async def test_an_account_first_named_by_many_is_made_once(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    found = await race(works, tenant, [shelf.comes(1) for _ in range(WRITERS)])
    assert found == {"Granted": WRITERS}
    async with works.look(tenant) as work:
        assert await stands(work, shelf.stock) == [(WRITERS, 0, 0)]
