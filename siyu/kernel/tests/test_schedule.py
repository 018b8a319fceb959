"""The schedule: at once, then once per period, by its owner only, each entry for itself."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from siyu.kernel import schedule
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Database, Works
from siyu.kernel.facts.envelope import Fact, fact
from siyu.kernel.ids import TenantId
from siyu.kernel.owners import Lease, Owners
from siyu.kernel.schedule import Entry

HOUR = timedelta(hours=1)


@fact("kernel.alarm_rung")
class AlarmRung(Fact, frozen=True):
    times: int


class Bell:
    """Rings when its entry runs."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.rang: list[datetime] = []
        self._breaks = breaks
        self.entry = Entry(f"tower.bell_{uuid4().hex[:8]}", HOUR, self.ring)

    async def ring(self, now: datetime) -> None:
        self.rang.append(now)
        if self._breaks:
            raise RuntimeError("cracked")


@pytest.fixture
async def lease(database: Database) -> Lease:
    taken = await Owners(database.relay, "keeper").take(f"tower_{uuid4().hex[:8]}")
    assert taken is not None
    return taken


async def test_an_entry_runs_at_once_and_then_once_per_period(
    database: Database, lease: Lease, clock: StoppedClock
) -> None:
    bell = Bell()
    began = clock.now()
    for _ in range(3):
        await schedule.run(database, [bell.entry], lease)
    clock.move(HOUR - timedelta(seconds=1))
    await schedule.run(database, [bell.entry], lease)
    assert bell.rang == [began]
    clock.move(timedelta(seconds=1))
    await schedule.run(database, [bell.entry], lease)
    assert bell.rang == [began, began + HOUR]


async def test_periods_that_were_slept_through_are_not_made_up_for(
    database: Database, lease: Lease, clock: StoppedClock
) -> None:
    bell = Bell()
    await schedule.run(database, [bell.entry], lease)
    clock.move(HOUR * 10)
    for _ in range(3):
        await schedule.run(database, [bell.entry], lease)
    assert len(bell.rang) == 2


async def test_an_entry_that_fails_keeps_no_other_from_running(
    database: Database, lease: Lease
) -> None:
    cracked, sound = Bell(breaks=True), Bell()
    assert await schedule.run(database, [cracked.entry, sound.entry], lease) == 2
    assert len(sound.rang) == 1


async def test_a_keeper_who_lost_the_lease_runs_nothing(
    database: Database, clock: StoppedClock
) -> None:
    name, bell = f"tower_{uuid4().hex[:8]}", Bell()
    time = StoppedClock(clock.now())
    old = await Owners(database.relay, "old", time).take(name)
    time.move(timedelta(minutes=1))
    new = await Owners(database.relay, "new", time).take(name)
    assert old is not None
    assert new is not None
    await schedule.run(database, [bell.entry], new)
    clock.move(HOUR)
    assert await schedule.run(database, [bell.entry], old) == 0
    assert len(bell.rang) == 1


async def test_a_tenant_that_fails_keeps_no_other_waiting(
    database: Database, works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    ours = {tenant, TenantId(tenant + 1), TenantId(tenant + 2)}
    for one in ours:
        async with works.open(one) as work:
            work.tell(AlarmRung(times=1))
    served: list[TenantId] = []

    async def act(of: TenantId, now: datetime) -> None:
        assert now == clock.now()
        if of == tenant:
            raise RuntimeError("cracked")
        served.append(of)

    with pytest.raises(RuntimeError, match="cracked"):
        await schedule.ByTenant(database, act)(clock.now())
    assert ours - set(served) == {tenant}
