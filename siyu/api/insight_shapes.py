"""How insight looks at the doors of console and open API."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import Parameter

from siyu.kernel.doors import Ask
from siyu.kernel.errors import Invalid, Language
from siyu.kernel.kit import Kit
from siyu.modules import insight, tenants

MOST_DAYS = 1100
FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2200, 1, 1)
"""No receipt is older, and columns count no instants beyond."""
Days = tuple[date | None, date | None]
"""The first and the last day as they were asked for."""
Score = Annotated[int, Parameter(ge=0, le=5)]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Sales of a period; shares in basis points, None where there is nothing to share.

    `receipts` are those of tills and paid orders; `mall_amount_minor` and `orders` are the mall's
    part of sales and receipts.
    """

    amount_minor: int
    returns_minor: int
    receipts: int
    mall_amount_minor: int
    orders: int
    customers: int
    new_customers: int
    member_amount_minor: int
    member_share_bp: int | None
    average_minor: int | None


class StoreRef(msgspec.Struct, frozen=True):
    id: UUID
    code: str
    name: str


class StoreFigures(msgspec.Struct, frozen=True, kw_only=True):
    store: StoreRef
    amount_minor: int
    returns_minor: int
    receipts: int
    mall_amount_minor: int
    orders: int
    customers: int
    member_share_bp: int | None


class SalesReport(
    msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}
):
    """Sales of a period, by time and by store, beside the period of the same length before.

    While a period goes on, what was sold in the one before up to the same moment stands beside it.
    """

    as_of: datetime
    first: date
    last: date
    totals: Figures
    before: Figures
    series: list[insight.Point]
    stores: list[StoreFigures]


class RfmReport(msgspec.Struct, frozen=True, kw_only=True):
    as_of: datetime
    people: int
    cuts: insight.Cuts
    cells: list[insight.Cell]


class RepurchaseReport(msgspec.Struct, frozen=True, kw_only=True):
    as_of: datetime
    people: int
    curve: list[insight.CurvePoint]
    intervals: list[insight.Interval]
    median_days: int | None


class DefinitionShape(msgspec.Struct, frozen=True, kw_only=True):
    """What a number means, in the asked language."""

    code: str
    name: str
    sentence: str
    formula: str
    source: str


def definitions(language: Language) -> list[DefinitionShape]:
    zh = language == "zh"
    return [
        DefinitionShape(
            code=d.code,
            name=d.zh if zh else d.en,
            sentence=d.sentence_zh if zh else d.sentence_en,
            formula=d.formula,
            source=d.source,
        )
        for d in insight.DEFINITIONS
    ]


class Whose(msgspec.Struct, frozen=True):
    """The merchant of the asker, and its day now."""

    tenant: tenants.Tenant
    merchant: insight.Merchant
    today: date
    now: datetime

    def instants(self, period: insight.Period) -> tuple[datetime, datetime]:
        """When the period begins, and when it is over."""
        over = self.tenant.end_of(period.last)
        return self.tenant.start_of(period.first), min(over, period.until or over)

    def period(self, first: date | None, last: date | None) -> insight.Period:
        """The asked days; without them the last 30 up to today."""
        end = last or self.today
        start = first or max(end, FIRST_DAY) - timedelta(29)
        if not 0 <= (end - start).days < MOST_DAYS:
            raise Invalid([{"path": "from", "message": f"0 ≤ to - from < {MOST_DAYS} days"}])
        if start < FIRST_DAY or end > LAST_DAY:
            raise Invalid([{"path": "from", "message": f"between {FIRST_DAY} and {LAST_DAY}"}])
        return insight.Period(start, end)


async def whose(ask: Ask) -> Whose:
    async with ask.look() as work:
        tenant = await tenants.get_tenant(work)
        day = tenant.date_of(work.now)
        return Whose(tenant, insight.Merchant(ask.tenant, tenant.timezone), day, work.now)


def within(ask: Ask, store: UUID | None, channel: insight.Channel | None = None) -> insight.Within:
    """The stores in scope, or the one asked for if it is."""
    if store is None:
        return insight.Within(ask.scope.place_list(), channel)
    ask.scope.must_hold(store)
    return insight.Within([store], channel)


async def sales(
    ask: Ask, kit: Kit, days: Days, where: insight.Within, grain: insight.Grain
) -> SalesReport:
    """The report of a period, with store names."""
    known = await whose(ask)
    period = known.period(*days)
    length = (period.last - period.first).days + 1
    earlier = insight.Period(
        period.first - timedelta(length),
        period.first - timedelta(1),
        until=known.now - timedelta(length) if known.now < known.instants(period)[1] else None,
    )
    totals = await _figures(kit, known, period, where)
    before = await _figures(kit, known, earlier, where)
    series = await insight.series(kit.columns, known.merchant, period, where, grain)
    rows = await insight.by_store(kit.columns, known.merchant, period, where)
    async with ask.look() as work:
        refs = await tenants.store_refs(work, [row.store for row in rows])
    return SalesReport(
        as_of=known.now,
        first=period.first,
        last=period.last,
        totals=totals,
        before=before,
        series=series,
        stores=_stores(rows, refs),
    )


async def rfm(ask: Ask, kit: Kit, where: insight.Within) -> RfmReport:
    known = await whose(ask)
    found = await insight.rfm(kit.columns, known.merchant, known.today, where)
    return RfmReport(as_of=known.now, people=found.people, cuts=found.cuts, cells=found.cells)


async def repurchase(ask: Ask, kit: Kit, where: insight.Within) -> RepurchaseReport:
    known = await whose(ask)
    found = await insight.repurchase(kit.columns, known.merchant, known.today, where)
    return RepurchaseReport(
        as_of=known.now,
        people=found.people,
        curve=found.curve,
        intervals=found.intervals,
        median_days=found.median_days,
    )


async def _figures(
    kit: Kit, known: Whose, period: insight.Period, where: insight.Within
) -> Figures:
    totals = await insight.totals(kit.columns, known.merchant, period, where)
    since, until = known.instants(period)
    met = await insight.newcomers(kit.columns, known.merchant, since, until, where)
    return Figures(
        amount_minor=totals.amount_minor,
        returns_minor=totals.returns_minor,
        receipts=totals.receipts,
        mall_amount_minor=totals.mall_amount_minor,
        orders=totals.orders,
        customers=totals.customers,
        new_customers=met,
        member_amount_minor=totals.member_amount_minor,
        member_share_bp=totals.member_share_bp,
        average_minor=totals.average_minor,
    )


def _stores(
    rows: Sequence[insight.StoreSales], refs: Mapping[UUID, tenants.StoreRef]
) -> list[StoreFigures]:
    return [
        StoreFigures(
            store=StoreRef(row.store, refs[row.store].code, refs[row.store].name),
            amount_minor=row.amount_minor,
            returns_minor=row.returns_minor,
            receipts=row.receipts,
            mall_amount_minor=row.mall_amount_minor,
            orders=row.orders,
            customers=row.customers,
            member_share_bp=insight.share_bp(row.member_amount_minor, row.amount_minor),
        )
        for row in rows
        if row.store in refs
    ]
