"""What is claimed is used once, given back once for each use, and expires."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import promotions
from siyu.modules.promotions import BadTerms, Claim, Coupon, Owned, Terms, Use

WEEK = Terms(name="满 100 减 10", amount_minor=1000, threshold_minor=10000, valid_days=7, quota=9)


async def defined(works: Works, tenant: TenantId, terms: Terms = WEEK) -> Coupon:
    async with works.open(tenant) as work:
        return await promotions.define(work, "TEN", terms)


async def claimed(works: Works, tenant: TenantId, coupon: Coupon, her: UUID) -> Owned:
    async with works.open(tenant) as work:
        claim = Claim(id=work.new_id(), coupon=coupon.id, customer=her, source="storefront")
        [row] = await promotions.claim(work, [(claim, coupon)])
    return row


async def used(works: Works, tenant: TenantId, *uses: Use) -> list[bool]:
    async with works.open(tenant) as work:
        return await promotions.use(work, uses)


async def told(works: Works, tenant: TenantId) -> list[str]:
    async with works.look(tenant) as work:
        rows, _ = await log.read(work, log.START)
    return [row.name.removeprefix("promotions.coupon_") for row in rows]


async def test_a_claim_is_under_the_version_of_its_day(works: Works, tenant: TenantId) -> None:
    her = uuid4()
    first = await defined(works, tenant)
    row = await claimed(works, tenant, first, her)
    second = await defined(
        works, tenant, Terms(name="满 50 减 5", amount_minor=500, valid_days=1, quota=9)
    )
    assert (first.id, first.version, second.version) == (second.id, 1, 2)
    async with works.look(tenant) as work:
        [kept], count = await promotions.list_wallet(work, her, limit=9)
        versions = [one.name for one in await promotions.list_versions(work, first.id)]
    assert (kept.version, kept.amount_minor, count) == (1, 1000, 1)
    assert kept.valid_until == row.claimed_at + timedelta(days=7)
    assert versions == ["满 50 减 5", "满 100 减 10"]


async def test_the_same_claim_again_is_the_same_row(works: Works, tenant: TenantId) -> None:
    coupon, her = await defined(works, tenant), uuid4()
    claim = Claim(id=uuid4(), coupon=coupon.id, customer=her, source="welcome")
    for _ in range(2):
        async with works.open(tenant) as work:
            [row, twin] = await promotions.claim(work, [(claim, coupon), (claim, coupon)])
        assert row.id == twin.id == claim.id
    async with works.look(tenant) as work:
        assert (await promotions.list_wallet(work, her, limit=9))[1] == 1


async def test_of_many_orders_one_takes_it_and_giving_back_makes_it_as_good_as_before(
    works: Works, tenant: TenantId
) -> None:
    her = uuid4()
    row = await claimed(works, tenant, await defined(works, tenant), her)
    uses = [Use(wallet=row.id, customer=her, order=uuid4()) for _ in range(8)]
    found = await asyncio.gather(*(used(works, tenant, one) for one in uses))
    assert sorted(found) == [[False]] * 7 + [[True]]
    winner = uses[found.index([True])]
    async with works.look(tenant) as work:
        assert (await promotions.used_by(work, [winner.order]))[winner.order].id == row.id
    for back in (1, 0):
        async with works.open(tenant) as work:
            assert await promotions.give_back(work, [one.order for one in uses]) == back
    first, second = uses[0], uses[1]
    assert await used(works, tenant, first, second) == [True, False]
    facts = ["defined", "claimed", "used", "returned", "used"]
    assert await told(works, tenant) == facts


async def test_nobody_uses_what_is_anothers(works: Works, tenant: TenantId) -> None:
    row = await claimed(works, tenant, await defined(works, tenant), uuid4())
    assert await used(works, tenant, Use(wallet=row.id, customer=uuid4(), order=uuid4())) == [False]


async def test_what_nobody_used_in_time_expires_once(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    her = uuid4()
    coupon = await defined(works, tenant)
    unused, taken = [await claimed(works, tenant, coupon, her) for _ in range(2)]
    assert await used(works, tenant, Use(wallet=taken.id, customer=her, order=uuid4())) == [True]
    async with works.open(tenant) as work:
        assert await promotions.expire(work) == 0
    clock.move(timedelta(days=7))
    for expired in (1, 0):
        async with works.open(tenant) as work:
            assert await promotions.expire(work) == expired
    assert await told(works, tenant) == ["defined", "claimed", "claimed", "used", "expired"]
    assert await used(works, tenant, Use(wallet=unused.id, customer=her, order=uuid4())) == [False]


async def test_terms_without_an_end_are_refused(works: Works, tenant: TenantId) -> None:
    with pytest.raises(BadTerms):
        await defined(works, tenant, Terms(name="", amount_minor=1, quota=1))
