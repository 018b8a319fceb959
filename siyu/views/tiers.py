"""Tiers as she and as the house see them: what she has, until when, and what is missing."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import loyalty, tenants


class TierShape(Struct, frozen=True, kw_only=True):
    """A tier: the growth that reaches it, the growth within its time that keeps it, and what it
    brings."""

    id: UUID
    code: str
    name: str
    reach: int
    keep: int
    benefits: list[str]


class CountedTier(TierShape, frozen=True, kw_only=True):
    """`members` have it now."""

    members: int


class ProgrammeShape(Struct, frozen=True, kw_only=True):
    """The version that counts, from the lowest tier up; version 0: there are no tiers yet."""

    version: int
    since: datetime | None
    valid_days: int
    growth: int
    per_minor: int
    receipts: bool
    tiers: list[CountedTier]


class HerTier(Struct, frozen=True, kw_only=True):
    """Her tier (none: the base) until then, and the growth that counts.

    `missing` to reach `next`, `missing_to_keep` to have hers for another time.
    """

    tier: TierShape | None
    since: datetime | None
    until: datetime | None
    growth: int
    next: TierShape | None
    missing: int
    kept: int
    missing_to_keep: int
    valid_days: int
    growth_for: int
    per_minor: int
    ladder: list[TierShape]


async def programme(work: Work) -> ProgrammeShape:
    """With how many members each tier has."""
    newest = next(iter(await loyalty.list_programmes(work)), None)
    counts = await loyalty.count_members(work)
    ladder = newest.ladder if newest else loyalty.Ladder(tiers=(), valid_days=365)
    return ProgrammeShape(
        version=newest.version if newest else 0,
        since=newest.since if newest else None,
        valid_days=ladder.valid_days,
        growth=ladder.growth,
        per_minor=ladder.per_minor,
        receipts=ladder.receipts,
        tiers=[_counted(one, counts.get(one.id, 0)) for one in ladder.tiers],
    )


async def tier_of(work: Work, customer: UUID) -> HerTier | None:
    """None where the merchant has no tiers."""
    newest = next(iter(await loyalty.list_programmes(work)), None)
    if newest is None:
        return None
    merchant = await tenants.get_tenant(work)
    found = await loyalty.standings(work, [customer], merchant.end_after)
    stands = found.get(customer, loyalty.Standing())
    ladder = newest.ladder
    shapes = {one.id: _tier(one) for one in ladder.tiers}
    hers = shapes.get(stands.tier) if stands.tier else None
    above = loyalty.tiers.above(ladder, stands.tier)
    return HerTier(
        tier=hers,
        since=stands.since,
        until=stands.until,
        growth=stands.climb,
        next=shapes[above.id] if above else None,
        missing=max(0, above.reach - stands.climb) if above else 0,
        kept=stands.kept,
        missing_to_keep=max(0, hers.keep - stands.kept) if hers else 0,
        valid_days=ladder.valid_days,
        growth_for=ladder.growth,
        per_minor=ladder.per_minor,
        ladder=list(shapes.values()),
    )


def _tier(one: loyalty.Tier) -> TierShape:
    return TierShape(
        id=one.id,
        code=one.code,
        name=one.name,
        reach=one.reach,
        keep=one.keep,
        benefits=list(one.benefits),
    )


def _counted(one: loyalty.Tier, members: int) -> CountedTier:
    return CountedTier(
        id=one.id,
        code=one.code,
        name=one.name,
        reach=one.reach,
        keep=one.keep,
        benefits=list(one.benefits),
        members=members,
    )
