"""What doors of points take, and what the console and the open API share."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.typed import Code, Name, Reason
from siyu.flows.set_points_rule import RuleAsked
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.errors import NotFound
from siyu.modules import loyalty
from siyu.views.points import KindShape, PointsEntry, entry_shapes, kind_shapes

RULE_REFUSALS = [
    NotFound,
    loyalty.BeginsInPast,
    loyalty.CategoryTwice,
    loyalty.NoticeTooLong,
    loyalty.RuleChanged,
    loyalty.UnknownCategory,
]
MONEY_REFUSALS = [NotFound, loyalty.RuleChanged]
KIND_REFUSALS = [loyalty.CodeTaken, loyalty.TooManyKinds]
ADJUST_REFUSALS = [NotFound, loyalty.KindEnded, loyalty.NothingAsked, loyalty.PointsShort]
SPEND_REFUSALS = [NotFound, loyalty.PointsShort]
Points = Annotated[int, Meta(ge=1, le=loyalty.MOST_POINTS)]


class KindGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: Code
    name: Name


class NameGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Name


class TimesGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Goods of the category, and of those below it, bring so many times the points; 0: none."""

    category: UUID
    times_bp: Annotated[int, Meta(ge=0, le=loyalty.MOST_TIMES_BP)]


class RuleGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`points` for every `per_minor` paid, for orders placed from the day `since_on` on.

    `on`: once the order is paid, or once the goods are in her hands. Without `valid_days` points
    never end. `claw`: what a refund takes beyond what she has is owed, or let go of (`limited`).
    """

    since_on: date
    points: Points
    per_minor: Annotated[int, Meta(ge=1, le=10**9)]
    on: loyalty.Moment = "paid"
    times: Annotated[list[TimesGiven], Meta(max_length=loyalty.MOST_CATEGORIES)] = []
    valid_days: Annotated[int, Meta(ge=1, le=loyalty.MOST_DAYS)] | None = None
    notice_days: Annotated[int, Meta(ge=0, le=loyalty.MOST_NOTICE)] = 0
    claw: loyalty.Claw = "debt"
    seen: Annotated[int, Meta(ge=0)] | None = None

    def asked(self, kind: UUID) -> RuleAsked:
        """For the flow."""
        terms = loyalty.Terms(
            on=self.on,
            points=self.points,
            per_minor=self.per_minor,
            times=tuple(
                loyalty.Times(category=t.category, times_bp=t.times_bp) for t in self.times
            ),
            valid_days=self.valid_days,
            notice_days=self.notice_days,
            claw=self.claw,
        )
        return RuleAsked(kind=kind, since_on=self.since_on, terms=terms, seen=self.seen)


class MoneyGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points as money: `per_hundred` points of a kind pay 1.00 of goods.

    Of goods that come to `least_minor` after promotions and coupons they pay at most `share_bp`;
    one order takes at most `most` of them. `payer` bears what they pay.
    """

    on: bool
    kind: UUID
    per_hundred: Annotated[int, Meta(ge=1, le=10**6)]
    share_bp: Annotated[int, Meta(ge=1, le=10_000)] = 10_000
    least_minor: Annotated[int, Meta(ge=0, le=10**11)] = 0
    most: Points | None = None
    payer: Literal["brand", "store"] = "brand"
    seen: Annotated[int, Meta(ge=0)] | None = None

    def terms(self) -> loyalty.MoneyTerms:
        return loyalty.MoneyTerms(
            on=self.on,
            kind=self.kind,
            per_hundred=self.per_hundred,
            share_bp=self.share_bp,
            least_minor=self.least_minor,
            most=self.most,
            payer=self.payer,
        )


class MoneyShape(Struct, frozen=True, kw_only=True):
    """The version that counts; `version` 0 and no terms: it was never set."""

    version: int
    terms: loyalty.MoneyTerms | None
    set_at: datetime | None


async def money_shape(work: Work) -> MoneyShape:
    rules = await loyalty.money_rules(work)
    if not rules:
        return MoneyShape(version=0, terms=None, set_at=None)
    return MoneyShape(version=rules[0].version, terms=rules[0].terms, set_at=rules[0].set_at)


class AdjustGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many points more or, below zero, fewer, and why."""

    kind: UUID
    amount: Annotated[int, Meta(ge=-loyalty.MOST_POINTS, le=loyalty.MOST_POINTS)]
    why: Reason


class SpendGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points that pay for something, at a till for example; `why` is what for."""

    kind: UUID
    amount: Points
    why: Reason


class ReturnGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    amount: Points


class SpendShape(Struct, frozen=True, kw_only=True):
    """A spend, and how many of its points were given back."""

    id: UUID
    customer: UUID
    kind: UUID
    amount: int
    back: int
    state: loyalty.SpendState


def spend_shape(one: loyalty.Spend) -> SpendShape:
    return SpendShape(
        id=one.id,
        customer=one.customer_id,
        kind=one.kind_id,
        amount=one.amount,
        back=one.back,
        state=one.state,
    )


async def kind_shape(work: Work, kind: UUID) -> KindShape:
    found = [one for one in await kind_shapes(work) if one.id == kind]
    if not found:
        raise NotFound
    return found[0]


async def all_kinds(ask: Ask) -> list[KindShape]:
    async with ask.look() as work:
        return await kind_shapes(work)


async def entry_page(
    work: Work, paging: Paging, customer: UUID, kind: UUID | None = None, *, inside: bool
) -> Page[PointsEntry]:
    """What happened to a customer's points, the latest first; `inside`: why and by whom."""
    rows, count = await loyalty.list_entries(
        work, customer, kind, limit=paging.limit, offset=paging.offset
    )
    return paging.of(await entry_shapes(work, rows, inside=inside), count)
