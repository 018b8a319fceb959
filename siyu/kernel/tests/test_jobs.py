"""Jobs: left with the work, run after it, again when they fail, once by their key."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from siyu.kernel import jobs
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Database, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import PAUSES, JobRow, Runner


class Pump:
    """Does its job after failing some times."""

    def __init__(self, fails: int = 0, why: Exception | None = None) -> None:
        self.done: list[int] = []
        self.fails = fails
        self.why = why or ConnectionError("no water")

    async def run(self, tenant: TenantId, job: UUID, args: Mapping[str, Any]) -> None:
        if self.fails:
            self.fails -= 1
            raise self.why
        self.done.append(args["litres"])


@pytest.fixture
def name() -> str:
    return f"kernel.pump_{uuid4().hex[:8]}"


def runner(database: Database, name: str, pump: Pump, holder: str = "me") -> Runner:
    return Runner(database, {name: pump.run}, holder)


async def drain(one: Runner) -> None:
    while await one.run():
        await one.finish()


async def failed(works: Works, tenant: TenantId) -> list[JobRow]:
    async with works.look(tenant) as work:
        return await jobs.LIST.all(work, tenant, "failed", work.now, 10, 0)


async def test_a_job_runs_after_its_work_is_committed(
    database: Database, works: Works, tenant: TenantId, name: str
) -> None:
    pump = Pump()
    async with works.open(tenant) as work:
        work.enqueue(name, {"litres": 3})
        await drain(runner(database, name, pump))
        assert pump.done == []
    await drain(runner(database, name, pump))
    await drain(runner(database, name, pump))
    assert pump.done == [3]


async def test_a_work_that_fails_leaves_no_job(
    database: Database, works: Works, tenant: TenantId, name: str
) -> None:
    pump = Pump()
    with pytest.raises(RuntimeError):
        async with works.open(tenant) as work:
            work.enqueue(name, {"litres": 3})
            raise RuntimeError
    await drain(runner(database, name, pump))
    assert pump.done == []


async def test_a_key_keeps_a_second_job_from_waiting_beside_the_first(
    database: Database, works: Works, tenant: TenantId, name: str
) -> None:
    pump = Pump()
    for litres in (1, 2):
        async with works.open(tenant) as work:
            work.enqueue(name, {"litres": litres}, once="today")
    await drain(runner(database, name, pump))
    assert pump.done == [1]


async def test_a_failing_job_comes_back_after_a_pause(
    database: Database, works: Works, tenant: TenantId, name: str, clock: StoppedClock
) -> None:
    pump = Pump(fails=1)
    async with works.open(tenant) as work:
        work.enqueue(name, {"litres": 5})
    await drain(runner(database, name, pump))
    assert pump.done == []
    clock.move(PAUSES[0])
    await drain(runner(database, name, pump))
    assert pump.done == [5]


async def test_a_refused_job_is_not_tried_again_until_an_operator_asks(
    database: Database, works: Works, tenant: TenantId, name: str, clock: StoppedClock
) -> None:
    pump = Pump(fails=1, why=NotFound())
    async with works.open(tenant) as work:
        job = work.enqueue(name, {"litres": 5})
    await drain(runner(database, name, pump))
    clock.move(timedelta(days=1))
    await drain(runner(database, name, pump))
    assert [j.error for j in await failed(works, tenant)] == ["kernel.not_found"]
    async with works.open(tenant) as work:
        assert await jobs.again(work, job)
    await drain(runner(database, name, pump))
    assert pump.done == [5]


async def test_a_job_of_a_dead_worker_is_taken_over_when_its_claim_ends(
    database: Database, works: Works, tenant: TenantId, name: str
) -> None:
    pump = Pump()
    async with works.open(tenant) as work:
        work.enqueue(name, {"litres": 7})
    async with database.relay.acquire() as conn:
        await conn.execute(
            "update kernel.job set claimed_by = 'dead', claimed_until = now() + interval '1 hour'"
            " where name = $1",
            name,
        )
    await drain(runner(database, name, pump))
    assert pump.done == []
    async with database.relay.acquire() as conn:
        await conn.execute("update kernel.job set claimed_until = now() where name = $1", name)
    await drain(runner(database, name, pump))
    assert pump.done == [7]
