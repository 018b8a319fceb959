"""How insight looks at the doors of console and open API."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar.params import Parameter

from siyu.kernel.doors import Ask
from siyu.kernel.errors import Invalid, Language
from siyu.kernel.kit import Kit
from siyu.modules import insight, tenants

MOST_DAYS = 1100
FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2200, 1, 1)
"""No receipt is older, and columns count no instants beyond."""
Score = Annotated[int, Parameter(ge=0, le=5)]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Sales of a period; shares in basis points, None where there is nothing to share."""

    amount_minor: int
    returns_minor: int
    receipts: int
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
    customers: int
    member_share_bp: int | None


class SalesReport(
    msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}
):
    """Sales of a period, by time and by store, beside the period of the same length before."""

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


async def today(ask: Ask) -> date:
    """The merchant's day now."""
    async with ask.look() as work:
        tenant = await tenants.get_tenant(work)
        return work.now.astimezone(ZoneInfo(tenant.timezone)).date()


async def asked_period(ask: Ask, first: date | None, last: date | None) -> insight.Period:
    """The asked days; without them the last 30 up to today."""
    end = last or await today(ask)
    start = first or max(end, FIRST_DAY) - timedelta(29)
    if not 0 <= (end - start).days < MOST_DAYS:
        raise Invalid([{"path": "from", "message": f"0 ≤ to - from < {MOST_DAYS} days"}])
    if start < FIRST_DAY or end > LAST_DAY:
        raise Invalid([{"path": "from", "message": f"between {FIRST_DAY} and {LAST_DAY}"}])
    return insight.Period(start, end)


def within(ask: Ask, store: UUID | None) -> insight.Within:
    """The stores in scope, or the one asked for if it is."""
    if store is None:
        return insight.Within(ask.scope.place_list())
    ask.scope.must_hold(store)
    return insight.Within([store])


async def sales(
    ask: Ask, kit: Kit, period: insight.Period, *, store: UUID | None, grain: insight.Grain
) -> SalesReport:
    """The report of a period, with store names."""
    where = within(ask, store)
    length = (period.last - period.first).days + 1
    earlier = insight.Period(period.first - timedelta(length), period.first - timedelta(1))
    totals = await _figures(ask, kit, period, where)
    before = await _figures(ask, kit, earlier, where)
    series = await insight.series(kit.columns, ask.tenant, period, where, grain)
    rows = await insight.by_store(kit.columns, ask.tenant, period, where)
    async with ask.look() as work:
        refs = await tenants.store_refs(work, [row.store for row in rows])
        now = work.now
    return SalesReport(
        as_of=now,
        first=period.first,
        last=period.last,
        totals=totals,
        before=before,
        series=series,
        stores=_stores(rows, refs),
    )


async def rfm(ask: Ask, kit: Kit, store: UUID | None) -> RfmReport:
    day = await today(ask)
    found = await insight.rfm(kit.columns, ask.tenant, day, within(ask, store))
    now = kit.clock.now()
    return RfmReport(as_of=now, people=found.people, cuts=found.cuts, cells=found.cells)


async def repurchase(ask: Ask, kit: Kit, store: UUID | None) -> RepurchaseReport:
    day = await today(ask)
    found = await insight.repurchase(kit.columns, ask.tenant, day, within(ask, store))
    return RepurchaseReport(
        as_of=kit.clock.now(),
        people=found.people,
        curve=found.curve,
        intervals=found.intervals,
        median_days=found.median_days,
    )


async def _figures(ask: Ask, kit: Kit, period: insight.Period, where: insight.Within) -> Figures:
    totals = await insight.totals(kit.columns, ask.tenant, period, where)
    async with ask.look() as work:
        tenant = await tenants.get_tenant(work)
    since, until = tenant.end_of(period.first - timedelta(1)), tenant.end_of(period.last)
    met = await insight.newcomers(kit.columns, ask.tenant, since, until, where)
    return Figures(
        amount_minor=totals.amount_minor,
        returns_minor=totals.returns_minor,
        receipts=totals.receipts,
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
            customers=row.customers,
            member_share_bp=insight.share_bp(row.member_amount_minor, row.amount_minor),
        )
        for row in rows
        if row.store in refs
    ]
