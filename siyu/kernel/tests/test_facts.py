"""The log of facts: told with the work, read in order, taken by reactions in lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from siyu.kernel.db import Work, Works
from siyu.kernel.facts import log, reactor
from siyu.kernel.facts.calendar import months_ago
from siyu.kernel.facts.envelope import Fact, Told, fact
from siyu.kernel.facts.reactor import Reaction, Reactor
from siyu.kernel.ids import TenantId


@fact("kernel.kettle_boiled")
class KettleBoiled(Fact, frozen=True, kw_only=True):
    degrees: int


async def boil(works: Works, tenant: TenantId, *degrees: int, subject: UUID | None = None) -> None:
    async with works.open(tenant) as work:
        for d in degrees:
            work.tell(KettleBoiled(degrees=d), subject=subject)


class Cup:
    """Takes what it is given, but breaks on 100 degrees while it is cold."""

    def __init__(self) -> None:
        self.degrees: list[int] = []
        self.lists: list[int] = []
        self.cold = True

    async def take(self, work: Work, facts: Sequence[Told]) -> None:
        boiled = [told.fact.degrees for told in facts]
        if self.cold and 100 in boiled:
            raise ValueError("cracked")
        self.degrees += boiled
        self.lists.append(len(boiled))

    def reaction(self, name: str = "cup") -> Reaction:
        return Reaction(name, ("kernel.kettle_boiled",), self.take)


async def test_facts_are_read_in_the_order_they_were_told(works: Works, tenant: TenantId) -> None:
    await boil(works, tenant, 1, 2)
    await boil(works, tenant, 3)
    async with works.look(tenant) as work:
        rows, _ = await log.read(work, log.START)
    assert [row.told().fact.degrees for row in rows] == [1, 2, 3]


async def test_a_work_that_fails_tells_nothing(works: Works, tenant: TenantId) -> None:
    with pytest.raises(RuntimeError):
        async with works.open(tenant) as work:
            work.tell(KettleBoiled(degrees=1))
            await work.flush()
            raise RuntimeError
    async with works.look(tenant) as work:
        assert (await log.read(work, log.START))[0] == []


async def test_a_reader_waits_for_an_older_transaction_still_open(
    works: Works, tenant: TenantId
) -> None:
    async with works.open(tenant) as slow:
        slow.tell(KettleBoiled(degrees=1))
        await slow.flush()
        await slow.idle()
        await boil(works, tenant, 2)
        async with works.look(tenant) as work:
            rows, onward = await log.read(work, log.START)
        assert rows == []
    async with works.look(tenant) as work:
        rows, _ = await log.read(work, onward)
    assert [row.told().fact.degrees for row in rows] == [1, 2]


async def test_a_reaction_takes_facts_in_one_list_and_once(works: Works, tenant: TenantId) -> None:
    await boil(works, tenant, 1, 2, 3)
    cup = Cup()
    kettle = Reactor(works, [cup.reaction()])
    await kettle.run(tenant)
    await kettle.run(tenant)
    assert (cup.degrees, cup.lists) == ([1, 2, 3], [3])


class Counted:
    """Opens units of work and says how many."""

    def __init__(self, works: Works) -> None:
        self.works, self.opened = works, 0

    def open(self, *which: Any, **how: Any) -> Any:
        self.opened += 1
        return self.works.open(*which, **how)


async def test_those_who_have_nothing_to_take_cost_one_unit_of_work_together(
    works: Works, tenant: TenantId
) -> None:
    cup, counted = Cup(), Counted(works)
    others = [Reaction(f"other_{n}", ("kernel.kettle_broke",), cup.take) for n in range(9)]
    kettle = Reactor(cast("Works", counted), [*others, cup.reaction()])
    await kettle.run(tenant)
    await boil(works, tenant, 7)
    counted.opened = 0
    assert await kettle.run(tenant) == 1
    assert (cup.degrees, counted.opened) == ([7], 2)
    assert await kettle.run(tenant) == 0
    assert counted.opened == 3


async def test_who_has_nothing_to_take_reads_on_from_there(works: Works, tenant: TenantId) -> None:
    idle = Reactor(works, [Reaction("idle", ("kernel.kettle_broke",), Cup().take)])
    await idle.run(tenant)
    await boil(works, tenant, 7)
    await idle.run(tenant)
    async with works.look(tenant) as work:
        told, _ = await log.read(work, log.START)
        beyond = await work.conn.fetchval(
            "select (epoch, xid) >= ($2, $3) from facts.cursor "
            "where tenant_id = $1 and consumer = 'idle'",
            *(tenant, told[-1].epoch, told[-1].xid),
        )
    assert beyond


async def test_whom_another_worker_holds_is_not_waited_for_and_not_moved(
    works: Works, tenant: TenantId
) -> None:
    cup = Cup()
    kettle = Reactor(works, [cup.reaction()])
    await kettle.run(tenant)
    await boil(works, tenant, 7)
    async with works.open(tenant) as other:
        await other.conn.execute(
            "select from facts.cursor where tenant_id = $1 and consumer = 'cup' for update", tenant
        )
        assert await kettle.run(tenant) == 0
    assert await kettle.run(tenant) == 1
    assert cup.degrees == [7]


async def test_the_fact_that_breaks_a_reaction_is_parked_and_the_others_go_on(
    works: Works, tenant: TenantId
) -> None:
    anna, bela = uuid4(), uuid4()
    await boil(works, tenant, 1, 100, 2, subject=anna)
    await boil(works, tenant, 3, subject=bela)
    cup = Cup()
    kettle = Reactor(works, [cup.reaction()])
    for _ in range(8):
        await kettle.run(tenant)
    assert cup.degrees == [1, 3]
    async with works.look(tenant) as work:
        parked = await reactor.LIST_PARKED.all(work, tenant, 10, 0)
    assert [p.error for p in parked] == ["ValueError", "an earlier fact of this subject is parked"]


async def test_an_operator_replays_what_was_parked_in_order(works: Works, tenant: TenantId) -> None:
    await boil(works, tenant, 100, 2, subject=uuid4())
    cup = Cup()
    kettle = Reactor(works, [cup.reaction()])
    for _ in range(4):
        await kettle.run(tenant)
    cup.cold = False
    async with works.open(tenant) as work:
        parked = await reactor.LIST_PARKED.all(work, tenant, 10, 0)
        assert await reactor.ask_replay(work, parked[0].id)
    await kettle.run(tenant)
    assert cup.degrees == [100, 2]
    async with works.look(tenant) as work:
        assert await reactor.LIST_PARKED.all(work, tenant, 10, 0) == []


async def test_another_tenants_facts_are_not_to_be_seen(works: Works, tenant: TenantId) -> None:
    await boil(works, tenant, 1)
    async with works.look(TenantId(tenant + 50)) as work:
        assert (await log.read(work, log.START))[0] == []


def test_months_are_counted_back_over_the_turn_of_the_year() -> None:
    assert months_ago(date(2026, 3, 31), 18) == date(2024, 9, 1)
    assert months_ago(date(2026, 3, 1), 3) == date(2025, 12, 1)
