"""A plan of commission is set from a day of the merchant's on; from today means from now on."""

from datetime import date

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import catalog, distribution, tenants


class PlanAsked(Struct, frozen=True, kw_only=True):
    """A plan by the day it begins; `seen` is the newest version its setter knew of."""

    since_on: date
    after_sale_days: int
    ceiling_bp: int
    rates: tuple[distribution.Rate, ...]
    seen: int | None = None


async def set_plan(work: Work, asked: PlanAsked) -> distribution.Plan:
    """The next version. What was paid before it begins stays as it was shared."""
    merchant = await tenants.get_tenant(work)
    today = merchant.date_of(work.now)
    known = {one.id for one in await catalog.list_categories(work)}
    for rate in asked.rates:
        if rate.category is not None and rate.category not in known:
            raise distribution.UnknownCategory(category=rate.category)
    new = distribution.NewPlan(
        since=work.now if asked.since_on == today else merchant.start_of(asked.since_on),
        after_sale_days=asked.after_sale_days,
        ceiling_bp=asked.ceiling_bp,
        rates=asked.rates,
    )
    return await distribution.set_plan(work, new, seen=asked.seen)
