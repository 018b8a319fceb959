"""What doors of commission take, for the console, the guide desk and the merchant's programs."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from litestar.params import Parameter
from msgspec import Meta, Struct, structs

from siyu.flows.set_plan import PlanAsked
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.errors import NotFound
from siyu.modules import distribution
from siyu.views import commissions as view
from siyu.views.commissions import EarningItem, OrderCommission

Wanted = Annotated[
    Literal["any", "pending", "thawed", "clawed_back", "void"], Parameter(query="state")
]
Month = Annotated[str | None, Parameter(query="month", pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
"""`2026-03`; without one, the present month where a door is about a month."""

BP = Annotated[int, Meta(ge=0, le=10_000)]
REFUSALS = [
    distribution.BeginsInPast,
    distribution.PlaceClosed,
    distribution.PlanChanged,
    distribution.RateAboveCeiling,
    distribution.RateTooHigh,
    distribution.RateTwice,
    distribution.UnknownCategory,
]


class RateGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a place earns, in basis points: of a category's goods, or of all the others'."""

    role: distribution.Role
    rate_bp: BP
    category: UUID | None = None


class PlanGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plan for orders paid from the day `since_on` on; `seen` is the newest version one knew of.

    From today on means from now on: what was paid before stays as it was shared.
    """

    since_on: date
    after_sale_days: Annotated[int, Meta(ge=0, le=distribution.MOST_DAYS)]
    ceiling_bp: Annotated[int, Meta(ge=0, le=distribution.ALL_BP)]
    rates: Annotated[list[RateGiven], Meta(max_length=distribution.MOST_RATES)]
    seen: Annotated[int, Meta(ge=0)] | None = None

    def asked(self) -> PlanAsked:
        """For the flow."""
        rates = tuple(
            distribution.Rate(role=r.role, rate_bp=r.rate_bp, category=r.category)
            for r in self.rates
        )
        return PlanAsked(
            since_on=self.since_on,
            after_sale_days=self.after_sale_days,
            ceiling_bp=self.ceiling_bp,
            rates=rates,
            seen=self.seen,
        )


def first_day(month: str | None) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None


async def earnings_page(
    ask: Ask, paging: Paging, which: distribution.Filter, month: str | None, state: str
) -> Page[EarningItem]:
    """Earnings that the asker may see, the latest first."""
    async with ask.look() as work:
        if month:
            _, since, until = await view.month_of(work, first_day(month))
            which = structs.replace(which, since=since, until=until)
        if state == "clawed_back":
            which = structs.replace(which, clawed=True)
        elif state != "any":
            which = structs.replace(which, state=state)
        rows, count = await distribution.list_earnings(
            work, which, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await view.earning_items(work, rows, ask.language), count)


def seen_by(ask: Ask, guide: UUID | None = None, order: UUID | None = None) -> distribution.Filter:
    """A filter with the asker's scope: somebody who sees her own rows sees no other's."""
    places, own = ask.scope.place_list(), ask.scope.own
    if own is not None:
        if guide not in {None, own}:
            raise NotFound
        return distribution.Filter(earner=own, order=order)
    stores = None if places is None else tuple(places)
    return distribution.Filter(stores=stores, earner=guide, order=order)


async def order_commission(ask: Ask, order: UUID) -> OrderCommission:
    async with ask.look() as work:
        return await view.order_commission(work, order, ask.language, ask.scope.places)
