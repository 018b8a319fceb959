"""Orders, codes, the funnel, stores and guides: recomputed from the record by plain Python.

A season is thrown by dice; every number that insight tells of it is counted once more from
PostgreSQL's rows, in loops that know nothing of the columns.
"""

import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from siyu.kernel.columns import Columns, Feed, audit, digest, rebuild
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from siyu.modules import channels, insight
from siyu.modules.insight import Bar, Brought, Compared, Period, Step, Watch, Within
from siyu.modules.insight.projections import PROJECTIONS
from tests.house.columns import ColumnsProcess, next_fence
from tests.house.database import Server, sweep
from tests.house.record import ZONE, Record, Visit, read
from tests.house.season import live_a_season

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
MIDDLE = Period(date(2026, 3, 5), date(2026, 3, 12))
CUT = Period(date(2026, 3, 5), date(2026, 3, 12), until=datetime(2026, 3, 12, 3, 30, tzinfo=UTC))
TODAY = date(2026, 4, 1)
STEPS: list[Step] = ["scan", "customer", "message", "visit", "order", "repurchase"]


@pytest.fixture(scope="module")
async def columns(columns_process: ColumnsProcess) -> AsyncIterator[Columns]:
    mine = columns_process.columns(f"season_{secrets.token_hex(4)}")
    await mine.make_database()
    yield mine
    await mine.execute(f"DROP DATABASE {mine.database}")
    await mine.close()


@pytest.fixture(scope="module")
async def record(server: Server, database: Database, columns: Columns) -> Record:
    """One season for all that only look at it."""
    await sweep(server)
    season = await live_a_season(database, TenantId(secrets.randbelow(10**8) + 10**9))
    await Feed(database.relay, columns, PROJECTIONS, fence=next_fence()).drain()
    async with season.works.look(season.tenant) as work:
        return await read(work, season)


def merchant(record: Record) -> insight.Merchant:
    return insight.Merchant(record.season.tenant, str(ZONE))


def instants(period: Period) -> tuple[datetime, datetime]:
    """The merchant's midnights around a period."""
    days = period.first, period.last + timedelta(1)
    since, until = (datetime.combine(day, datetime.min.time(), ZONE) for day in days)
    return since.astimezone(UTC), until.astimezone(UTC)


@pytest.mark.parametrize("channel", [None, "store", "mall"])
@pytest.mark.parametrize("period", [MARCH, MIDDLE, CUT])
async def test_sales_count_receipts_and_orders_and_keep_them_apart(
    record: Record, columns: Columns, channel: insight.Channel | None, period: Period
) -> None:
    lines = [one for one in record.within(period) if channel in (None, one.channel)]
    sales = {one.sale for one in lines if not one.is_return}
    mall = [one for one in lines if one.channel == "mall"]
    within = Within(channel=channel)
    assert await insight.totals(columns, merchant(record), period, within) == insight.Totals(
        amount_minor=sum(one.amount_minor for one in lines),
        returns_minor=sum(one.amount_minor for one in lines if one.is_return),
        receipts=len(sales),
        mall_amount_minor=sum(one.amount_minor for one in mall),
        orders=len({one.sale for one in mall if not one.is_return}),
        customers=len({one.customer for one in lines if not one.is_return and one.customer}),
        member_amount_minor=sum(one.amount_minor for one in lines if one.customer),
    )
    days: dict[date, int] = defaultdict(int)
    for one in lines:
        days[one.day] += one.amount_minor
    points = await insight.series(columns, merchant(record), period, within, "day")
    assert {p.on: p.amount_minor for p in points if p.amount_minor} == {
        on: amount for on, amount in days.items() if amount
    }


def kept(record: Record, channel: str | None = None) -> dict[UUID, list[tuple[datetime, int]]]:
    """Of each customer: when she bought what she did not bring back whole, and what she paid."""
    quantity: dict[tuple[UUID, UUID], int] = defaultdict(int)
    bought: dict[tuple[UUID, UUID], datetime] = {}
    for one in record.sold:
        if one.customer and channel in (None, one.channel):
            key = one.customer, one.returns or one.sale
            quantity[key] += one.quantity
            if not one.is_return:
                bought[key] = min(one.at, bought.get(key, one.at))
    found = defaultdict(list)
    for (customer, sale), at in sorted(bought.items(), key=lambda item: item[1]):
        if quantity[customer, sale] > 0:
            found[customer].append((at, 1))
    return found


@pytest.mark.parametrize("channel", [None, "mall"])
async def test_rfm_and_repurchase_count_orders_unless_they_went_back(
    record: Record, columns: Columns, channel: insight.Channel | None
) -> None:
    purchases = kept(record, channel)
    money: dict[UUID, int] = defaultdict(int)
    for one in record.sold:
        if one.customer and channel in (None, one.channel):
            money[one.customer] += one.amount_minor
    within = Within(channel=channel)
    rows, count = await insight.rfm_people(
        columns, merchant(record), TODAY, within, scores=(0, 0, 0), limit=100
    )
    assert {one.customer: (one.last_on, one.receipts, one.amount_minor) for one in rows} == {
        customer: (bought[-1][0].astimezone(ZONE).date(), len(bought), money[customer])
        for customer, bought in purchases.items()
    }
    assert count == len(purchases)
    again = await insight.repurchase(columns, merchant(record), TODAY, within)
    days = [len({at.astimezone(ZONE).date() for at, _ in one}) for one in purchases.values()]
    assert again.people == len(purchases)
    assert sum(one.times for one in again.intervals) == sum(n - 1 for n in days)


def first(instants: Iterable[datetime], wanted: Callable[[datetime], bool]) -> datetime | None:
    return min((at for at in instants if wanted(at)), default=None)


def walked(record: Record, watch: Watch, within: Within) -> dict[UUID, list[datetime]]:
    """Who began in the time, and when she came to each step, by the words of the definition."""
    codes = {
        id_
        for id_, code in record.codes.items()
        if watch.code in (None, id_) and watch.source in (None, code.source)
    }
    purchases = kept(record, within.channel)
    found = {}
    for person, times in beginnings(record, watch, codes).items():
        inside = sorted(one for one in times if watch.since <= one[0] < watch.until)
        if not inside:
            continue
        at, store = inside[0]
        her = record.people.get(person)
        if within.stores is None or (her.store_id if her else UUID(store)) in within.stores:
            bought = purchases.get(person, [])
            found[person] = steps_of(record, watch, codes, person, at, bought)
    return found


def beginnings(
    record: Record, watch: Watch, codes: set[UUID]
) -> dict[UUID, list[tuple[datetime, str]]]:
    """Everybody's scans, or messages of a campaign; a scan with the store of its code."""
    known = dict[UUID, UUID]()
    for visit in record.visits:
        if visit.customer_id:
            known.setdefault(visit.visitor, visit.customer_id)
    began = defaultdict(list)
    for visit in record.visits:
        if watch.campaign is None and visit.code_id in codes:
            person = visit.customer_id or known.get(visit.visitor) or visit.visitor
            store = record.codes[visit.code_id].store_id
            began[person].append((visit.at, str(store or UUID(int=0))))
    for letter in record.letters:
        if watch.campaign is not None and letter.of == watch.campaign:
            began[letter.customer].append((letter.at, ""))
    return began


def steps_of(
    record: Record,
    watch: Watch,
    codes: set[UUID],
    person: UUID,
    began: datetime,
    bought: list[tuple[datetime, int]],
) -> list[datetime]:
    ends = began + timedelta(watch.days)
    done = [began]
    ways: list[list[datetime]] = []
    if watch.campaign is None:
        joins = [v for v in record.visits if v.customer_id == person and v.code_id in codes]
        ways.append([one.joined_at for one in joins if one.joined_at])
        ways.append([one.at for one in record.letters if one.customer == person])
    ways += [record.came.get(person, []), [at for at, _ in bought]]
    for times in ways:
        at = first(times, lambda at: done[-1] <= at < ends)
        if at is None:
            return done
        done.append(at)
    day = done[-1].astimezone(ZONE).date()
    again = first(
        [at for at, _ in bought], lambda at: at < ends and at.astimezone(ZONE).date() > day
    )
    return [*done, again] if again and again >= done[-1] else done


def watches(record: Record) -> list[tuple[Watch, Within]]:
    (since, until), east = instants(MIDDLE), record.season.merchant.east
    said = {"since": since, "until": until, "today": TODAY}
    return [
        (Watch(days=30, **said), Within()),
        (Watch(days=3, **said), Within()),
        (Watch(days=30, **said), Within(channel="mall")),
        (Watch(days=30, **said), Within([east])),
        (Watch(days=30, **said), Within([])),
        (Watch(days=30, code=record.season.codes[0].id, **said), Within()),
        (Watch(days=30, source="海报", **said), Within([record.season.merchant.west])),
        (Watch(days=30, source="nowhere", **said), Within()),
        (Watch(days=30, campaign=record.season.campaign, **said), Within()),
        (Watch(days=9, campaign=record.season.campaign, **said), Within([east])),
    ]


async def test_a_step_counts_who_did_the_one_before(record: Record, columns: Columns) -> None:
    for watch, within in watches(record):
        found = walked(record, watch, within)
        counted = await insight.funnel(columns, merchant(record), watch, within)
        steps = STEPS if watch.campaign is None else STEPS[2:]
        assert [one.step for one in counted] == steps
        for number, one in enumerate(counted):
            people = [person for person, done in found.items() if len(done) > number]
            named = [p for p in people if p in record.people and not record.people[p].forgotten_at]
            assert (one.people, one.named) == (len(people), len(named)), (watch, within, one.step)


async def test_a_season_is_rich_enough_to_tell_steps_apart(record: Record) -> None:
    watch, within = watches(record)[0]
    lengths = [len(done) for done in walked(record, watch, within).values()]
    assert len(set(lengths)) >= 5


async def test_a_bar_opens_its_people_page_by_page(record: Record, columns: Columns) -> None:
    for watch, within in [watches(record)[n] for n in (0, 9)]:
        found = walked(record, watch, within)
        before = len(STEPS) - len(watch.steps)
        for number, step in enumerate(watch.steps):
            for stopped in (False, True):
                expected = {
                    person: (done[number], STEPS[before + len(done) - 1])
                    for person, done in found.items()
                    if (len(done) == number + 1 if stopped else len(done) > number)
                    and person in record.people
                    and not record.people[person].forgotten_at
                }
                rows = []
                for offset in range(0, max(len(expected), 1), 8):
                    page, count = await insight.funnel_people(
                        columns,
                        merchant(record),
                        watch,
                        within,
                        Bar(step, stopped),
                        limit=8,
                        offset=offset,
                    )
                    rows += page
                    assert count == len(expected)
                assert {one.customer: (one.at, one.furthest) for one in rows} == expected
                assert [one.at for one in rows] == sorted((one.at for one in rows), reverse=True)


def brought(record: Record, codes: set[UUID], period: Period, costs: dict[UUID, int]) -> Brought:
    visits = [
        one
        for one in record.visits
        if one.code_id in codes and period.first <= one.at.astimezone(ZONE).date() <= period.last
    ]
    ways: dict[UUID, Visit] = {}
    for one in record.visits:
        if one.met_at and one.customer_id:
            ways.setdefault(one.customer_id, one)
    lines = [
        one
        for one in record.within(period)
        if one.customer in ways
        and ways[one.customer].code_id in codes
        and one.at >= (ways[one.customer].met_at or one.at)
    ]
    met = {one.customer_id for one in visits if one.met_at}
    costed = {one.customer_id for one in visits if one.met_at and one.code_id in costs}
    paid = [amount for code, amount in costs.items() if code in codes]
    return Brought(
        scans=len(visits),
        visitors=len({one.visitor for one in visits}),
        met=len(met),
        bound=len({one.customer_id for one in visits if one.bound_at}),
        purchases=len({one.sale for one in lines if not one.is_return}),
        amount_minor=sum(one.amount_minor for one in lines),
        mall_amount_minor=sum(one.amount_minor for one in lines if one.channel == "mall"),
        cost_minor=sum(paid) if paid else None,
        costed_met=len(costed) if paid else 0,
    )


async def test_codes_are_counted_with_what_their_people_bought_and_what_they_cost(
    record: Record, columns: Columns
) -> None:
    costs = {id_: c.cost_minor for id_, c in record.codes.items() if c.cost_minor is not None}
    everywhere, who = Within(), merchant(record)
    total, found = await insight.codes_brought(columns, who, MARCH, everywhere, source=None)
    for id_ in record.codes:
        assert found.get(id_, Brought()) == brought(record, {id_}, MARCH, costs), id_
    assert total == brought(record, set(record.codes), MARCH, costs)
    async with record.season.works.look(record.season.tenant) as work:
        kept_by_channels = await channels.figures(work, list(record.codes))
    for id_, one in found.items():
        assert kept_by_channels[id_].acquisition_minor == one.acquisition_minor
    east = Within([record.season.merchant.east])
    _, mine = await insight.codes_brought(columns, who, MARCH, east, source=None)
    assert set(mine) == {record.season.codes[0].id}
    _, posters = await insight.codes_brought(columns, who, MARCH, everywhere, source="海报")
    assert set(posters) == {one.id for one in record.season.codes[:2]}


async def test_a_codes_months_are_those_of_its_own_room(record: Record, columns: Columns) -> None:
    for code in record.codes:
        months = await insight.code_months(columns, merchant(record), MARCH, code)
        async with record.season.works.look(record.season.tenant) as work:
            kept_by_channels = await channels.months(work, code, str(ZONE))
        assert [
            (m.month, m.brought.scans, m.brought.visitors, m.brought.met, m.brought.cost_minor)
            for m in months
        ] == [
            (m.month, m.figures.scans, m.figures.visitors, m.figures.met, m.figures.cost_minor)
            for m in kept_by_channels
        ]


def test_without_a_cost_or_without_anybody_met_there_is_no_acquisition_cost() -> None:
    assert Brought(met=5).acquisition_minor is None
    assert Brought(cost_minor=100).acquisition_minor is None
    assert Brought(met=3, costed_met=3, cost_minor=100).acquisition_minor == 33


def side_by_side(
    record: Record, by: str, period: Period, stores: list[UUID] | None
) -> dict[UUID | None, Compared]:
    since, until = instants(period)
    numbers: dict[UUID | None, dict[str, Any]] = defaultdict(
        lambda: {name: 0 for name in Compared.__struct_fields__ if name != "id"}
    )
    sales, active = defaultdict(set), defaultdict(set)
    for line in record.within(period):
        if stores is None or line.store in stores:
            seller = line.store if by == "store" else line.guide
            numbers[seller][f"made_{line.channel}_minor"] += line.amount_minor
            sales[seller].update([] if line.is_return else [line.sale])
        store, guide = record.own(line)
        owner = store if by == "store" else guide
        if owner and line.customer and (stores is None or store in stores):
            numbers[owner][f"own_{line.channel}_minor"] += line.amount_minor
            active[owner].update([] if line.is_return else [line.customer])
    for owner in belonging_at_the_end(record, by, until, stores):
        numbers[owner]["customers"] += 1
    for owner in met_by(record, by, (since, until), stores):
        numbers[owner]["new"] += 1
    for owner, some in sales.items():
        numbers[owner]["purchases"] = len(some)
    for owner, people in active.items():
        numbers[owner]["active"] = len(people)
    return {owner: Compared(id=owner, **row) for owner, row in numbers.items()}


def belonging_at_the_end(
    record: Record, by: str, until: datetime, stores: list[UUID] | None
) -> Iterator[UUID]:
    for id_, person in record.people.items():
        hers = record.belonging(id_, until - timedelta(milliseconds=1))
        gone = person.forgotten_at is not None and person.forgotten_at < until
        if hers and not gone and (stores is None or hers.store_id in stores):
            owner = hers.store_id if by == "store" else hers.guide_id
            if owner:
                yield owner


def met_by(
    record: Record, by: str, period: tuple[datetime, datetime], stores: list[UUID] | None
) -> Iterator[UUID]:
    """Newcomers, by the first store or guide that they had."""
    for id_, person in record.people.items():
        turns = [t for t in record.belonged.get(id_, []) if by == "store" or t.guide_id]
        if period[0] <= person.met_at < period[1] and turns:
            owner = turns[0].store_id if by == "store" else turns[0].guide_id
            if owner and (stores is None or turns[0].store_id in stores):
                yield owner


@pytest.mark.parametrize("by", ["store", "guide"])
async def test_who_sold_it_and_whose_customer_it_is_stand_apart(
    record: Record, columns: Columns, by: insight.By
) -> None:
    east, west = record.season.stores
    for period in (MARCH, MIDDLE):
        since, until = instants(period)
        for stores in (None, [east], [west], []):
            found = await insight.compare(
                columns,
                merchant(record),
                period,
                Within(stores),
                by=by,
                since=since,
                until=until,
            )
            expected = side_by_side(record, by, period, stores)
            assert {one.id: one for one in found} == expected, (period, stores)


async def test_filled_again_every_table_is_the_same(
    record: Record, database: Database, columns: Columns
) -> None:
    tables = [one.table.name for one in PROJECTIONS]
    assert await audit(database.relay, columns, PROJECTIONS) == []
    before = {one.table.name: await digest(columns, one) for one in PROJECTIONS}
    assert all(before[name].rows for name in tables if name != "insight_return_link"), before
    for one in PROJECTIONS:
        await rebuild(database.relay, one)
    await Feed(database.relay, columns, PROJECTIONS, fence=next_fence()).drain()
    assert {one.table.name: await digest(columns, one) for one in PROJECTIONS} == before
    assert len(await insight.funnel(columns, merchant(record), *watches(record)[0])) == len(STEPS)
