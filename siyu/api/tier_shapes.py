"""What doors of tiers take."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.typed import Code, Name
from siyu.kernel.db import Work
from siyu.modules import loyalty
from siyu.views.tiers import ProgrammeShape, programme

REFUSALS = [
    loyalty.KeepsMore,
    loyalty.NoTiers,
    loyalty.RuleChanged,
    loyalty.TierGone,
    loyalty.TiersNotRising,
    loyalty.TierTwice,
]
Much = Annotated[int, Meta(ge=0, le=loyalty.MOST_GROWTH)]
Benefit = Annotated[str, Meta(min_length=1, max_length=60)]


class TierGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tier; without `id` it is a new one, or the one of this code."""

    id: UUID | None = None
    code: Code
    name: Name
    reach: Much
    keep: Much
    benefits: Annotated[list[Benefit], Meta(max_length=loyalty.MOST_BENEFITS)] = []


class LadderGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tiers from the lowest up, each good for `valid_days`; `growth` for every `per_minor` paid, at
    the tills too if `receipts` count.
    """

    tiers: Annotated[list[TierGiven], Meta(max_length=loyalty.MOST_TIERS)]
    valid_days: Annotated[int, Meta(ge=1, le=loyalty.MOST_VALID)]
    growth: Annotated[int, Meta(ge=1, le=10**6)] = 1
    per_minor: Annotated[int, Meta(ge=1, le=10**9)] = 100
    receipts: bool = True
    seen: Annotated[int, Meta(ge=0)] | None = None


async def set_ladder(work: Work, data: LadderGiven) -> ProgrammeShape:
    """The next version, from now on; who stands otherwise by it is told soon."""
    known = {one.code: one.id for one in (await loyalty.tier_refs(work)).values()}
    ladder = loyalty.Ladder(
        tiers=tuple(
            loyalty.Tier(
                id=one.id or known.get(one.code) or work.new_id(),
                code=one.code,
                name=one.name,
                reach=one.reach,
                keep=one.keep,
                benefits=tuple(one.benefits),
            )
            for one in data.tiers
        ),
        valid_days=data.valid_days,
        growth=data.growth,
        per_minor=data.per_minor,
        receipts=data.receipts,
    )
    await loyalty.set_programme(work, ladder, seen=data.seen)
    await loyalty.look_at_all(work)
    return await programme(work)
