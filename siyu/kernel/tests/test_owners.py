"""Leases: one owner, a fence that rises, nothing lost when the owner dies."""

import asyncio
from datetime import timedelta

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Database
from siyu.kernel.owners import TERM, Owners


@pytest.fixture
def time(clock: StoppedClock) -> StoppedClock:
    return StoppedClock(clock.now())


async def test_the_second_must_wait_until_the_first_stops_renewing(
    database: Database, time: StoppedClock
) -> None:
    anna, bela = Owners(database.relay, "anna", time), Owners(database.relay, "bela", time)
    first = await anna.take("kettle", "here:1")
    assert first is not None
    assert await bela.take("kettle") is None
    time.move(TERM + timedelta(seconds=1))
    second = await bela.take("kettle")
    assert second is not None
    assert second.fence == first.fence + 1


async def test_a_renewed_lease_keeps_its_fence(database: Database, time: StoppedClock) -> None:
    anna = Owners(database.relay, "anna", time)
    first, again = await anna.take("pot"), await anna.take("pot")
    assert first is not None
    assert again is not None
    assert first.fence == again.fence


async def test_others_can_ask_where_the_owner_is(database: Database, time: StoppedClock) -> None:
    await Owners(database.relay, "anna", time).take("pan", "here:2")
    found = await Owners(database.relay, "bela", time).owner("pan")
    assert found is not None
    assert found.address == "here:2"
    time.move(TERM * 2)
    assert await Owners(database.relay, "bela", time).owner("pan") is None


async def test_of_many_who_ask_at_once_one_becomes_owner(
    database: Database, time: StoppedClock
) -> None:
    asked = (Owners(database.relay, f"cook-{n}", time).take("stove") for n in range(20))
    leases = [lease for lease in await asyncio.gather(*asked) if lease is not None]
    assert len(leases) == 1


async def test_a_lease_given_back_is_free_at_once(database: Database) -> None:
    async with Owners(database.relay, "anna").owning("ladle") as first:
        assert await Owners(database.relay, "bela").take("ladle") is None
    second = await Owners(database.relay, "bela").take("ladle")
    assert second is not None
    assert second.fence == first.fence + 1
