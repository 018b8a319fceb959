"""How many of a coupon one guide may give in a period, however fast and to however many."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from siyu.flows import claim_coupon
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import ledger, promotions
from siyu.modules.ledger import actions as booking
from siyu.modules.promotions import Coupon, Terms
from tests.house.merchant import furnish

GIVERS = 12


@pytest.fixture(autouse=True)
async def _merchant(works: Works, tenant: TenantId) -> None:
    await furnish(works, tenant)


async def made(works: Works, tenant: TenantId, most: int | None, period: str = "day") -> Coupon:
    terms = Terms(
        name="导购赠券",
        amount_minor=1000,
        valid_days=7,
        quota=100,
        per_person=3,
        how="guide",
        per_guide=most,
        guide_period=period if most else None,  # type: ignore[arg-type]
    )
    async with works.open(tenant) as work:
        return await claim_coupon.define(work, f"G{uuid4().hex[:8].upper()}", terms)


async def gives(works: Works, tenant: TenantId, coupon: Coupon, guide: UUID, **more: object) -> str:
    """The code of the refusal, empty when it was given."""
    her, key = more.get("her") or uuid4(), str(more.get("key") or uuid4())
    try:
        async with works.open(tenant) as work:
            await claim_coupon.send_by_guide(work, coupon.id, her, guide, key=key)  # type: ignore[arg-type]
    except Refusal as refused:
        return refused.code
    return ""


async def race(works: Works, tenant: TenantId, coupon: Coupon, guide: UUID) -> Counter[str]:
    """Many phones of one guide, all begun before any ends."""
    ready = asyncio.Barrier(GIVERS)

    async def one() -> str:
        async with works.open(tenant) as work:
            await ready.wait()
            owned = await claim_coupon.send_by_guide(
                work, coupon.id, uuid4(), guide, key=uuid4().hex
            )
        return type(owned).__name__

    found = await asyncio.gather(*(one() for _ in range(GIVERS)), return_exceptions=True)
    return Counter(f if isinstance(f, str) else type(f).__name__ for f in found)


async def well(works: Works, tenant: TenantId) -> None:
    async with works.look(tenant) as work:
        assert [one for one in await ledger.check(work) if one.broken] == []


async def test_a_guide_gives_no_more_than_hers_however_fast_she_is(
    works: Works, tenant: TenantId
) -> None:
    coupon, lin = await made(works, tenant, 3), uuid4()
    assert await race(works, tenant, coupon, lin) == {"Owned": 3, "GaveEnough": GIVERS - 3}
    # Another one has hers still, and nothing was taken for those that were refused.
    assert await gives(works, tenant, coupon, uuid4()) == ""
    async with works.look(tenant) as work:
        [left] = await ledger.balances_of(work, [ledger.quota(coupon.id)])
    assert left.posted == 96
    await well(works, tenant)


async def test_without_the_lock_they_fall_against_the_last_wall(
    works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> int:
        return 0

    coupon, lin = await made(works, tenant, 3), uuid4()
    # Every account is there before: only the lock itself is taken away.
    assert await gives(works, tenant, coupon, lin) == ""
    monkeypatch.setattr(booking._LOCK, "run", nothing)
    found = await race(works, tenant, coupon, lin)
    assert found["Owned"] <= 2
    assert found[asyncpg.CheckViolationError.__name__] > 0


async def test_a_new_period_is_a_new_beginning(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    coupon, lin = await made(works, tenant, 1), uuid4()
    key, her = "k", uuid4()
    assert await gives(works, tenant, coupon, lin, her=her, key=key) == ""
    assert await gives(works, tenant, coupon, lin) == "promotions.gave_enough"
    clock.move(timedelta(days=1))
    # The same sending again is the same one, and counts in no other period.
    assert await gives(works, tenant, coupon, lin, her=her, key=key) == ""
    async with works.look(tenant) as work:
        assert await claim_coupon.left_to_give(work, [coupon], lin) == {coupon.id: 1}
    assert await gives(works, tenant, coupon, lin) == ""
    assert await gives(works, tenant, coupon, lin) == "promotions.gave_enough"
    await well(works, tenant)


async def test_a_larger_number_holds_from_the_next_one_on(works: Works, tenant: TenantId) -> None:
    coupon, lin = await made(works, tenant, 1, "month"), uuid4()
    assert await gives(works, tenant, coupon, lin) == ""
    assert await gives(works, tenant, coupon, lin) == "promotions.gave_enough"
    more = {n: getattr(coupon, n) for n in Terms.__struct_fields__ if n != "per_guide"}
    async with works.open(tenant) as work:
        await claim_coupon.define(work, coupon.code, Terms(**more, per_guide=2))
    assert await gives(works, tenant, coupon, lin) == ""
    assert await gives(works, tenant, coupon, lin) == "promotions.gave_enough"


async def test_who_is_not_limited_gives_as_many_as_there_are(
    works: Works, tenant: TenantId
) -> None:
    coupon, lin = await made(works, tenant, None), uuid4()
    assert {await gives(works, tenant, coupon, lin) for _ in range(5)} == {""}
    async with works.look(tenant) as work:
        assert await claim_coupon.left_to_give(work, [coupon], lin) == {}


async def test_what_the_house_sends_is_not_a_guides(works: Works, tenant: TenantId) -> None:
    coupon = await made(works, tenant, 1)
    async with works.open(tenant) as work:
        answers = await claim_coupon.give(
            work, coupon.id, [uuid4(), uuid4()], key="k", source="sent"
        )
    assert [isinstance(one, promotions.Owned) for one in answers] == [True, True]


@pytest.mark.parametrize(
    ("period", "today", "first", "following"),
    [
        ("day", date(2026, 3, 31), date(2026, 3, 31), date(2026, 4, 1)),
        ("week", date(2026, 3, 1), date(2026, 2, 23), date(2026, 3, 2)),
        ("week", date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9)),
        ("month", date(2026, 1, 31), date(2026, 1, 1), date(2026, 2, 1)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_periods_are_the_calendars(
    period: promotions.GuidePeriod, today: date, first: date, following: date
) -> None:
    assert promotions.guide_period(period, today) == (first, following)
