"""A rule of points is set from a day of the merchant's on; from today means from now on."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import catalog, loyalty, tenants


class RuleAsked(Struct, frozen=True, kw_only=True):
    """A rule by the day it begins; `seen` is the newest version its setter knew of."""

    kind: UUID
    since_on: date
    terms: loyalty.Terms
    seen: int | None = None


async def set_rule(work: Work, asked: RuleAsked) -> loyalty.Rule:
    """The next version; what was ordered before it begins brings what it would have brought."""
    merchant = await tenants.get_tenant(work)
    today = merchant.date_of(work.now)
    known = {one.id for one in await catalog.list_categories(work)}
    for one in asked.terms.times:
        if one.category not in known:
            raise loyalty.UnknownCategory(category=one.category)
    since = work.now if asked.since_on == today else merchant.start_of(asked.since_on)
    return await loyalty.set_points_rule(work, asked.kind, asked.terms, since, seen=asked.seen)
