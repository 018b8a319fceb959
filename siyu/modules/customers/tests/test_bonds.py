"""Bonds as they are kept: decisions, the pool, purchases, idleness, races."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Scalar, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import customers
from siyu.modules.customers import BondDecision, BondEvent, Book
from siyu.modules.customers.tests.conftest import seen

EAST, WEST = UUID(int=1), UUID(int=2)
ANN, BEA, CAI = UUID(int=11), UUID(int=12), UUID(int=13)
LIVING = Scalar(
    "select count(*) from customers.belonging "
    "where tenant_id = $1 and customer_id = $2 and ended_at is null"
)
FACTS = Scalar(
    """
    select name from facts.fact where tenant_id = $1 and subject = $2
    order by recorded_at, xid, id
    """
)

Newcomer = Callable[..., Awaitable[UUID]]
Bind = Callable[..., Awaitable[list[BondDecision | None]]]


def add(customer: UUID, guide: UUID, **more: Any) -> BondEvent:
    return BondEvent(customer=customer, what="add", store=EAST, guide=guide, **more)


def buy(customer: UUID, guide: UUID | None, **more: Any) -> BondEvent:
    return BondEvent(customer=customer, what="purchase", store=EAST, guide=guide, **more)


@pytest.fixture
def bind(works: Works, tenant: TenantId) -> Bind:
    async def run(*events: BondEvent) -> list[BondDecision | None]:
        async with works.open(tenant) as work:
            return await customers.bind(work, events)

    return run


async def write(works: Works, tenant: TenantId, **said: Any) -> None:
    async with works.open(tenant) as work:
        await customers.write_book(work, Book(**said))


async def guide_of(works: Works, tenant: TenantId, customer: UUID) -> UUID | None:
    async with works.look(tenant) as work:
        return (await customers.get_customer(work, customer)).guide_id


async def test_the_first_guide_keeps_her_and_the_second_reads_why(
    works: Works, tenant: TenantId, newcomer: Newcomer, bind: Bind, clock: StoppedClock
) -> None:
    her = await newcomer()
    [first] = await bind(add(her, ANN, via="code:abc"))
    clock.move(timedelta(seconds=1))
    [second] = await bind(add(her, BEA))
    assert first is not None
    assert second is not None
    assert (first.outcome, first.reason, first.via) == ("moved", "unbound", "code:abc")
    assert (second.outcome, second.reason) == ("kept", "protected")
    assert await guide_of(works, tenant, her) == ANN
    async with works.look(tenant) as work:
        told, count = await customers.list_kept_from(work, BEA, limit=10, offset=0)
        assert (count, told) == (1, [second])
        assert told[0].until == work.now - timedelta(seconds=1) + timedelta(days=30)
        assert await customers.list_decisions(work, her) == [second, first]
        names = await FACTS.column(work, tenant, her)
    assert names[-2:] == ["customers.bound", "customers.bond_kept"]


async def test_of_three_guides_at_once_one_gets_her(
    works: Works, tenant: TenantId, newcomer: Newcomer, bind: Bind
) -> None:
    her = await newcomer()
    made = await asyncio.gather(*(bind(add(her, guide)) for guide in (ANN, BEA, CAI)))
    outcomes = sorted(one.outcome for [one] in made if one)
    assert outcomes == ["kept", "kept", "moved"]
    async with works.look(tenant) as work:
        assert await LIVING.get(work, tenant, her) == 1


async def test_a_batch_decides_in_its_order(
    works: Works, tenant: TenantId, newcomer: Newcomer, bind: Bind
) -> None:
    her, other = await newcomer(), await newcomer("13800138001")
    made = await bind(add(her, ANN), add(other, BEA), add(her, CAI), add(her, ANN))
    assert [one and one.outcome for one in made] == ["moved", "moved", "kept", None]


async def test_a_hand_moves_her_and_nothing_else_does_after(
    works: Works, tenant: TenantId, newcomer: Newcomer, bind: Bind
) -> None:
    await write(works, tenant, rule="last_purchase", protection_days=0, later_add="moves")
    her = await newcomer()
    async with works.open(tenant) as work:
        await customers.assign(work, her, store=WEST, guide=BEA, reason="搬家")
    made = await bind(add(her, ANN), buy(her, ANN, at=None))
    assert [one and one.reason for one in made] == ["decided_by_hand", None]
    assert await guide_of(works, tenant, her) == BEA


async def test_nobody_is_given_whom_nobody_knows(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        with pytest.raises(NotFound):
            await customers.assign(work, UUID(int=9), store=EAST, guide=ANN, reason="?")


async def test_by_the_last_purchase_she_moves_when_protection_is_over(
    works: Works, tenant: TenantId, newcomer: Newcomer, bind: Bind, clock: StoppedClock
) -> None:
    await write(works, tenant, rule="last_purchase", protection_days=10)
    her = await newcomer()
    await bind(add(her, ANN))
    clock.move(timedelta(days=9))
    [kept] = await bind(buy(her, BEA))
    clock.move(timedelta(days=1))
    [moved] = await bind(buy(her, BEA))
    assert [kept and kept.outcome, moved and moved.outcome] == ["kept", "moved"]
    assert await guide_of(works, tenant, her) == BEA


async def test_where_people_decide_a_till_only_says_in_which_pool_she_waits(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    await write(works, tenant, rule="by_hand")
    her = await newcomer(store=EAST, guide=ANN)
    async with works.look(tenant) as work:
        pool, count = await customers.list_pool(work, [EAST], limit=10, offset=0)
        others, _ = await customers.list_pool(work, [WEST], limit=10, offset=0)
    assert count == 1
    assert [(one.id, one.store_id, one.rule) for one in pool] == [(her, EAST, "released")]
    assert others == []


async def test_whom_nobody_heard_of_goes_to_the_pool_once(
    works: Works, tenant: TenantId, newcomer: Newcomer, bind: Bind, clock: StoppedClock
) -> None:
    await write(works, tenant, protection_days=10, idle_days=20)
    silent, buyer = await newcomer(), await newcomer("13800138001")
    given = await newcomer("13800138002")
    await bind(add(silent, ANN), add(buyer, ANN))
    async with works.open(tenant) as work:
        await customers.assign(work, given, store=EAST, guide=ANN, reason="老客")
    clock.move(timedelta(days=15))
    await bind(buy(buyer, CAI))
    clock.move(timedelta(days=5))
    released = []
    for _ in range(2):
        async with works.open(tenant) as work:
            released.append(await customers.release_idle(work))
    assert released == [1, 0]
    assert await guide_of(works, tenant, silent) is None
    assert await guide_of(works, tenant, buyer) == ANN
    assert await guide_of(works, tenant, given) == ANN
    async with works.look(tenant) as work:
        [pooled], _ = await customers.list_pool(work, None, limit=10, offset=0)
        names = await FACTS.column(work, tenant, silent)
    assert (pooled.id, pooled.store_id, pooled.before_guide_id) == (silent, EAST, ANN)
    assert names[-1] == "customers.released"
    [again] = await bind(add(silent, BEA))
    assert again is not None
    assert (again.outcome, again.reason) == ("moved", "unbound")


async def test_a_decision_names_the_book_it_was_made_by(
    works: Works, tenant: TenantId, newcomer: Newcomer, bind: Bind
) -> None:
    her = await newcomer()
    [before] = await bind(add(her, ANN))
    await write(works, tenant, protection_days=0, later_add="moves")
    [after] = await bind(add(her, BEA))
    assert before is not None
    assert after is not None
    assert (before.version, after.version, after.outcome) == (0, 1, "moved")
    async with works.look(tenant) as work:
        [book] = await customers.list_books(work)
    assert (book.version, book.later_add) == (1, "moves")


async def test_a_first_purchase_seen_late_does_not_take_whom_somebody_added(
    works: Works, tenant: TenantId, newcomer: Newcomer, bind: Bind
) -> None:
    her = await newcomer()
    await bind(add(her, ANN))
    async with works.open(tenant) as work:
        old = seen("13800138000", at=work.now - timedelta(days=90), store=WEST, guide=BEA)
        await customers.meet(work, [old])
    assert await guide_of(works, tenant, her) == ANN
