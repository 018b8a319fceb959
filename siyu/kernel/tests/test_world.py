"""The sandbox's time: one for all processes, forwards only, and jobs run when it says so."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from siyu.kernel import world
from siyu.kernel.clock import ShiftedClock
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Runner
from siyu.kernel.world import Backwards

WEEK = timedelta(days=7)


@pytest.fixture
async def ahead(database: Database) -> int:
    """How far the world is ahead already: it is one for all tests, and never goes back."""
    return await world.look(database.relay)


async def followed(clock: ShiftedClock, database: Database) -> asyncio.Task[None]:
    return asyncio.create_task(world.follow(clock, database.relay))


async def until_at(clock: ShiftedClock, seconds: int) -> None:
    async with asyncio.timeout(5):
        while clock.ahead != timedelta(seconds=seconds):  # noqa: ASYNC110 - as other processes see it
            await asyncio.sleep(0.02)


async def test_every_process_sees_the_same_shift(database: Database, ahead: int) -> None:
    mine, yours = ShiftedClock(), ShiftedClock()
    tasks = [await followed(mine, database), await followed(yours, database)]
    await world.move(database.relay, ahead + 3600)
    await until_at(mine, ahead + 3600)
    await until_at(yours, ahead + 3600)
    for task in tasks:
        task.cancel()
    assert abs(mine.now() - yours.now()) < timedelta(seconds=1)
    assert mine.now() > datetime.now(UTC) + timedelta(seconds=ahead + 3590)


async def test_time_never_runs_backwards(database: Database, ahead: int) -> None:
    await world.move(database.relay, ahead + 60)
    with pytest.raises(Backwards):
        await world.move(database.relay, ahead + 59)
    await world.move(database.relay, ahead + 60)
    assert await world.look(database.relay) == ahead + 60


async def test_time_runs_ahead_by_ten_years_at_most(database: Database) -> None:
    with pytest.raises(Backwards):
        await world.move(database.relay, world.MOST_DAYS * 86400 + 1)


async def test_of_two_who_move_at_once_the_farther_wins(database: Database, ahead: int) -> None:
    moves = (world.move(database.relay, ahead + 100 + n) for n in range(10))
    await asyncio.gather(*moves, return_exceptions=True)
    assert await world.look(database.relay) == ahead + 109


async def test_a_job_due_in_a_week_runs_when_the_world_has_moved_on_a_week(
    database: Database, tenant: TenantId, ahead: int
) -> None:
    name, done = f"kernel.bell_{uuid4().hex[:8]}", []

    async def ring(_: TenantId, job: UUID, args: Mapping[str, Any]) -> None:
        done.append(args["times"])

    clock = ShiftedClock(timedelta(seconds=ahead))
    shifted = Database(database.app, database.relay, clock, database.works.keyring)
    runner = Runner(shifted, {name: ring}, "ringer")
    async with shifted.works.open(tenant) as work:
        work.enqueue(name, {"times": 3}, run_at=work.now + WEEK)
    assert await runner.run() == 0
    following = await followed(clock, database)
    week_on = ahead + int(WEEK.total_seconds()) + 60
    await world.move(database.relay, week_on)
    await until_at(clock, week_on)
    following.cancel()
    assert await runner.run() == 1
    await runner.finish()
    assert done == [3]
