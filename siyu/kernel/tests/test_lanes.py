"""Lanes: one commit for many callers, each with its own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from siyu.kernel.db import SYSTEM, Work, Works
from siyu.kernel.errors import Busy, NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.lanes import Lanes


class Doubling:
    """Doubles numbers, remembers its batches, and can't stand -13."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    async def run(self, work: Work, numbers: Sequence[int]) -> list[int]:
        await work.conn.fetchval("select pg_sleep(0.02)")
        if -13 in numbers:
            raise NotFound
        self.batches.append(list(numbers))
        return [n * 2 for n in numbers]


def lanes(works: Works, verb: Doubling, **limits: int) -> Lanes[int, int]:
    return Lanes(works, verb.run, actor=SYSTEM, **limits)  # type: ignore[arg-type]


async def test_callers_share_a_commit_and_get_their_own_answers(
    works: Works, tenant: TenantId
) -> None:
    verb = Doubling()
    lane = lanes(works, verb)
    answers = await asyncio.gather(*(lane.submit(tenant, n) for n in range(100)))
    assert answers == [n * 2 for n in range(100)]
    assert len(verb.batches) <= 2


async def test_a_batch_has_a_maximum(works: Works, tenant: TenantId) -> None:
    verb = Doubling()
    lane = lanes(works, verb, max_batch=10)
    await asyncio.gather(*(lane.submit(tenant, n) for n in range(25)))
    assert max(map(len, verb.batches)) == 10


async def test_a_batch_bears_so_much_weight(works: Works, tenant: TenantId) -> None:
    verb = Doubling()
    lane = Lanes(works, verb.run, actor=SYSTEM, max_batch=10, weigh=lambda n: n)
    await asyncio.gather(*(lane.submit(tenant, n) for n in (1, 4, 4, 4, 50, 5, 5)))
    assert verb.batches == [[1, 4, 4], [4], [50], [5, 5]]


async def test_a_lane_holds_so_much_weight(works: Works, tenant: TenantId) -> None:
    lane = Lanes(works, Doubling().run, actor=SYSTEM, max_waiting=10, weigh=lambda n: n)
    answers = await asyncio.gather(
        *(lane.submit(tenant, n) for n in (9, 9, 9)), return_exceptions=True
    )
    assert [isinstance(answer, Busy) for answer in answers] == [False, False, True]


async def test_only_the_command_that_breaks_a_batch_fails(works: Works, tenant: TenantId) -> None:
    lane = lanes(works, Doubling())
    asked = (lane.submit(tenant, n) for n in (11, 12, -13, 14, 15))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [a for a in answers if isinstance(a, int)] == [22, 24, 28, 30]
    assert isinstance(answers[2], NotFound)


async def test_a_full_lane_sheds_at_once(works: Works, tenant: TenantId) -> None:
    lane = lanes(works, Doubling(), max_batch=1, max_waiting=3)
    asked = [asyncio.create_task(lane.submit(tenant, n)) for n in range(10)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(a, Busy) for a in answers) >= 6


async def test_tenants_never_share_a_batch(works: Works, tenant: TenantId) -> None:
    verb = Doubling()
    lane = lanes(works, verb)
    other = TenantId(tenant + 50)
    await asyncio.gather(lane.submit(tenant, 1), lane.submit(other, 2), lane.submit(tenant, 3))
    assert sorted(map(sorted, verb.batches)) == [[1, 3], [2]]


async def test_a_caller_who_gave_up_stops_nobody(works: Works, tenant: TenantId) -> None:
    lane = lanes(works, Doubling())
    leaver = asyncio.create_task(lane.submit(tenant, 1))
    stayer = asyncio.create_task(lane.submit(tenant, 2))
    await asyncio.sleep(0.01)
    leaver.cancel()
    assert await stayer == 4
    with pytest.raises(asyncio.CancelledError):
        await leaver
