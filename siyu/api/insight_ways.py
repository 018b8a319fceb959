"""How the funnel, codes, stores and guides look at the doors of console and open API."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import Parameter

from siyu.api.insight_shapes import Days, Whose, whose, within
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.errors import Invalid
from siyu.kernel.kit import Kit
from siyu.modules import channels, insight, messaging
from siyu.views.codes import CodeRef, code_refs
from siyu.views.compare import Compared, compared
from siyu.views.funnel import StepPerson, step_people

MOST_CODES = 500
Watched = Annotated[int, Parameter(ge=1, le=365)]
Source = Annotated[str | None, Parameter(min_length=1, max_length=100)]


class FunnelAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Whose steps are asked for, as the query says it."""

    days: Days
    watched: int
    code: UUID | None
    source: str | None
    campaign: UUID | None
    store: UUID | None
    channel: insight.Channel | None


class StepFigures(msgspec.Struct, frozen=True, kw_only=True):
    """People who came to a step; shares of the step before and of the first, in basis points.

    `named` of them can be opened: the others are visitors without a name, and erased people.
    """

    step: insight.Step
    people: int
    named: int
    of_before_bp: int | None
    of_first_bp: int | None


class FunnelReport(
    msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}
):
    """Who began in the period, and came how far within so many days of beginning."""

    as_of: datetime
    first: date
    last: date
    days: int
    steps: list[StepFigures]


class CodeNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """What a code brought; without a cost, or without anybody met, there is no acquisition cost."""

    scans: int
    visitors: int
    met: int
    bound: int
    purchases: int
    amount_minor: int
    mall_amount_minor: int
    cost_minor: int | None
    acquisition_minor: int | None


class CodeRow(msgspec.Struct, frozen=True, kw_only=True):
    code: CodeRef
    figures: CodeNumbers


class CodesReport(
    msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}
):
    """Codes in whole months, those that brought most people first; at most 500, `count` in all."""

    as_of: datetime
    first: date
    last: date
    total: CodeNumbers
    codes: list[CodeRow]
    count: int


class MonthNumbers(msgspec.Struct, frozen=True, kw_only=True):
    month: date
    figures: CodeNumbers


class CodeReport(msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """A code by month, the latest first."""

    as_of: datetime
    first: date
    last: date
    code: CodeRef
    months: list[MonthNumbers]


class CompareReport(
    msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}
):
    """Stores or guides beside each other, the largest seller first."""

    as_of: datetime
    first: date
    last: date
    rows: list[Compared]


async def funnel(ask: Ask, kit: Kit, asked: FunnelAsk) -> FunnelReport:
    known = await whose(ask)
    period, watch = await _watch(ask, known, asked)
    where = within(ask, asked.store, asked.channel)
    steps = await insight.funnel(kit.columns, known.merchant, watch, where)
    return FunnelReport(
        as_of=known.now,
        first=period.first,
        last=period.last,
        days=asked.watched,
        steps=_shares(steps),
    )


async def funnel_people(
    ask: Ask, kit: Kit, asked: FunnelAsk, bar: insight.Bar, paging: Paging
) -> Page[StepPerson]:
    known = await whose(ask)
    _, watch = await _watch(ask, known, asked)
    if bar.step not in watch.steps:
        raise _wrong(
            ask, "step", "活动的漏斗从触达开始。", "A campaign's people begin with its message."
        )
    where = within(ask, asked.store, asked.channel)
    reached, count = await insight.funnel_people(
        kit.columns,
        known.merchant,
        watch,
        where,
        bar,
        limit=paging.limit,
        offset=paging.offset,
    )
    async with ask.look() as work:
        return paging.of(await step_people(work, reached, ask.scope), count)


async def codes(
    ask: Ask, kit: Kit, days: Days, store: UUID | None, source: str | None
) -> CodesReport:
    known = await whose(ask)
    months = _whole_months(known, days, before=0)
    total, found = await insight.codes_brought(
        kit.columns, known.merchant, months, within(ask, store), source=source
    )
    most = sorted(found, key=lambda id_: (-found[id_].met, -found[id_].scans, id_))
    async with ask.look() as work:
        refs = await code_refs(work, most[:MOST_CODES])
    rows = [CodeRow(code=refs[id_], figures=_numbers(found[id_])) for id_ in most if id_ in refs]
    return CodesReport(
        as_of=known.now,
        first=months.first,
        last=months.last,
        total=_numbers(total),
        codes=rows,
        count=len(found),
    )


async def code(ask: Ask, kit: Kit, days: Days, code: UUID) -> CodeReport:
    known = await whose(ask)
    await _hold_code(ask, code)
    months = _whole_months(known, days, before=11)
    found = await insight.code_months(kit.columns, known.merchant, months, code)
    async with ask.look() as work:
        refs = await code_refs(work, [code])
    return CodeReport(
        as_of=known.now,
        first=months.first,
        last=months.last,
        code=refs[code],
        months=[MonthNumbers(month=one.month, figures=_numbers(one.brought)) for one in found],
    )


async def compare(
    ask: Ask, kit: Kit, days: Days, store: UUID | None, by: insight.By
) -> CompareReport:
    known, where = await whose(ask), within(ask, store)
    period = known.period(*days)
    since, until = known.instants(period)
    found = await insight.compare(
        kit.columns, known.merchant, period, where, by=by, since=since, until=until
    )
    places = None if where.stores is None else list(where.stores)
    async with ask.look() as work:
        rows = await compared(work, by, found, places)
    return CompareReport(as_of=known.now, first=period.first, last=period.last, rows=rows)


async def _watch(ask: Ask, known: Whose, asked: FunnelAsk) -> tuple[insight.Period, insight.Watch]:
    """What is to be watched, of a code or campaign that there is and the asker may see."""
    if sum(one is not None for one in (asked.code, asked.source, asked.campaign)) > 1:
        zh, en = "活码、来源和活动只能选一个。", "Choose one of code, source and campaign."
        raise _wrong(ask, "code", zh, en)
    if asked.code is not None:
        await _hold_code(ask, asked.code)
    if asked.campaign is not None:
        async with ask.look() as work:
            await messaging.get_campaign(work, asked.campaign)
    period = known.period(*asked.days)
    since, until = known.instants(period)
    watch = insight.Watch(
        code=asked.code,
        source=asked.source,
        campaign=asked.campaign,
        since=since,
        until=until,
        days=asked.watched,
        today=known.today,
    )
    return period, watch


def _wrong(ask: Ask, path: str, zh: str, en: str) -> Invalid:
    return Invalid([{"path": path, "message": zh if ask.language == "zh" else en}])


async def _hold_code(ask: Ask, code: UUID) -> None:
    async with ask.look() as work:
        found = await channels.get_code(work, code)
    ask.scope.must_hold(found.store_id, own=found.guide_id)


def _whole_months(known: Whose, days: Days, *, before: int) -> insight.Period:
    """Costs are given by the month, so the months that were touched count whole.

    Without a first day: the month of the last one and so many before it.
    """
    first, last = days
    end = last or known.today
    start = (first or end).replace(day=1)
    for _ in range(0 if first else before):
        start = (start - timedelta(1)).replace(day=1)
    whole = (end.replace(day=1) + timedelta(32)).replace(day=1) - timedelta(1)
    return known.period(start, whole)


def _shares(steps: Iterable[insight.StepCount]) -> list[StepFigures]:
    counted = list(steps)
    return [
        StepFigures(
            step=one.step,
            people=one.people,
            named=one.named,
            of_before_bp=insight.share_bp(one.people, before.people) if number else None,
            of_first_bp=insight.share_bp(one.people, counted[0].people),
        )
        for number, (before, one) in enumerate(zip([counted[0], *counted], counted, strict=False))
    ]


def _numbers(one: insight.Brought) -> CodeNumbers:
    return CodeNumbers(
        scans=one.scans,
        visitors=one.visitors,
        met=one.met,
        bound=one.bound,
        purchases=one.purchases,
        amount_minor=one.amount_minor,
        mall_amount_minor=one.mall_amount_minor,
        cost_minor=one.cost_minor,
        acquisition_minor=one.acquisition_minor,
    )
