"""Coupons: so many in all, so many for each, whoever comes at once."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import structs

from siyu.flows import claim_coupon
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import ledger, promotions
from siyu.modules.ledger import actions as booking
from siyu.modules.promotions import Claim, Coupon, Owned, Terms
from tests.house.database import START
from tests.house.merchant import furnish

CLAIMERS = 16


TEN = Terms(name="满 100 减 10", amount_minor=1000, valid_days=7, quota=100)


@pytest.fixture(autouse=True)
async def _merchant(works: Works, tenant: TenantId) -> None:
    await furnish(works, tenant)


async def defined(works: Works, tenant: TenantId, code: str = "TEN", **other: Any) -> Coupon:
    async with works.open(tenant) as work:
        return await claim_coupon.define(work, code, structs.replace(TEN, **other))


def claims_of(coupon: Coupon, *people: UUID) -> list[Claim]:
    return [Claim(id=uuid4(), coupon=coupon.id, customer=one, source="test") for one in people]


async def claimed(works: Works, tenant: TenantId, claims: list[Claim]) -> list[Owned | Refusal]:
    async with works.open(tenant) as work:
        return await claim_coupon.claim(work, claims)


async def race(works: Works, tenant: TenantId, claims: list[Claim]) -> Counter[str]:
    """Every claim in a work of its own, all begun before any ends."""
    ready = asyncio.Barrier(len(claims))

    async def one(claim: Claim) -> str:
        async with works.open(tenant) as work:
            await ready.wait()
            [answer] = await claim_coupon.claim(work, [claim])
        return type(answer).__name__

    found = await asyncio.gather(*(one(c) for c in claims), return_exceptions=True)
    return Counter(f if isinstance(f, str) else type(f).__name__ for f in found)


async def left(works: Works, tenant: TenantId, coupon: Coupon) -> int:
    async with works.look(tenant) as work:
        [found] = await ledger.balances_of(work, [ledger.quota(coupon.id)])
        assert [one for one in await ledger.check(work) if one.broken] == []
    return found.posted


async def test_the_last_coupon_goes_to_exactly_one(works: Works, tenant: TenantId) -> None:
    coupon = await defined(works, tenant, quota=1)
    found = await race(works, tenant, claims_of(coupon, *(uuid4() for _ in range(CLAIMERS))))
    assert found == {"Owned": 1, "AllGone": CLAIMERS - 1}
    assert await left(works, tenant, coupon) == 0


async def test_without_the_lock_claimers_fall_against_the_last_wall(
    works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> int:
        return 0

    coupon = await defined(works, tenant, quota=1)
    people = [uuid4() for _ in range(CLAIMERS)]
    # Their caps are there before: only the lock itself is taken away.
    async with works.open(tenant) as work:
        await ledger.lock(work, [ledger.cap(coupon.id, one, 1) for one in people])
    monkeypatch.setattr(booking._LOCK, "run", nothing)
    found = await race(works, tenant, claims_of(coupon, *people))
    assert found["Owned"] == 1
    assert found[asyncpg.CheckViolationError.__name__] > 0


async def test_nobody_has_more_than_her_share_however_fast_she_is(
    works: Works, tenant: TenantId
) -> None:
    coupon, her = await defined(works, tenant, per_person=2), uuid4()
    found = await race(works, tenant, claims_of(coupon, *[her] * CLAIMERS))
    assert found == {"Owned": 2, "HadEnough": CLAIMERS - 2}
    async with works.look(tenant) as work:
        assert (await promotions.list_wallet(work, her, limit=99))[1] == 2


async def test_a_batch_is_answered_one_by_one(works: Works, tenant: TenantId) -> None:
    coupon, her = await defined(works, tenant, quota=2), uuid4()
    over = await defined(works, tenant, "OVER", valid_days=None, valid_until=START)
    unknown = Claim(id=uuid4(), coupon=uuid4(), customer=her, source="test")
    people = (her, her, uuid4(), uuid4())
    batch = [unknown, *claims_of(over, her), *claims_of(coupon, *people)]
    answers = await claimed(works, tenant, batch)
    assert [type(one).__name__ for one in answers] == [
        "UnknownCoupon", "ClaimEnded", "Owned", "HadEnough", "Owned", "AllGone",
    ]  # fmt: skip
    assert await left(works, tenant, coupon) == 0


async def test_the_same_claim_again_is_answered_the_same_and_counts_once(
    works: Works, tenant: TenantId
) -> None:
    coupon, her = await defined(works, tenant, per_person=5), uuid4()
    claims = claims_of(coupon, her)
    assert await claimed(works, tenant, claims) == await claimed(works, tenant, claims)
    assert await left(works, tenant, coupon) == 99
    [other] = claims_of(coupon, uuid4())
    stolen = Claim(id=claims[0].id, coupon=coupon.id, customer=other.customer, source="test")
    [answer] = await claimed(works, tenant, [stolen])
    assert isinstance(answer, Refusal)
    assert answer.code == "ledger.chain_differs"


async def test_a_quota_grows_and_shrinks_but_not_below_what_was_claimed(
    works: Works, tenant: TenantId
) -> None:
    coupon = await defined(works, tenant, quota=3)
    await claimed(works, tenant, claims_of(coupon, uuid4(), uuid4()))
    for quota, remaining in ((5, 3), (2, 0)):
        assert (await defined(works, tenant, quota=quota)).quota == quota
        assert await left(works, tenant, coupon) == remaining
    with pytest.raises(Refusal) as refused:
        await defined(works, tenant, quota=1)
    assert refused.value.code == "promotions.quota_too_small"


async def test_two_who_define_a_coupon_at_once_define_it_twice(
    works: Works, tenant: TenantId
) -> None:
    made = await asyncio.gather(*(defined(works, tenant, quota=n) for n in (10, 20, 30, 40)))
    assert sorted(one.version for one in made) == [1, 2, 3, 4]
    newest = max(made, key=lambda one: one.version)
    assert await left(works, tenant, newest) == newest.quota


async def test_a_new_customer_is_welcomed_once(works: Works, tenant: TenantId) -> None:
    await defined(works, tenant, "HELLO", welcome=True, per_person=3)
    await defined(works, tenant, "OTHER")
    her = uuid4()
    for _ in range(2):
        async with works.open(tenant) as work:
            [given] = await claim_coupon.welcome(work, [her])
        assert (given.code, given.source) == ("HELLO", "welcome")
    async with works.look(tenant) as work:
        assert (await promotions.list_wallet(work, her, limit=9))[1] == 1
