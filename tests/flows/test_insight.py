"""Every number of insight, recomputed from the record in PostgreSQL by plain Python."""

import itertools
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from siyu.kernel.columns import Columns, Feed
from siyu.kernel.db import Database, Query, Works
from siyu.kernel.ids import TenantId
from siyu.modules import customers, insight, tills
from siyu.modules.insight import Period, Within
from siyu.modules.insight.projections import PROJECTIONS
from siyu.modules.tills import RecordLine
from tests.house.columns import next_fence

TODAY = date(2026, 3, 2)
STORES = [uuid4() for _ in range(3)]
PEOPLE = [uuid4() for _ in range(40)]
YEAR = Period(TODAY - timedelta(365), TODAY)
EVERYWHERE = Within()


def whose(tenant: TenantId) -> insight.Merchant:
    return insight.Merchant(tenant, "Asia/Shanghai")


class Line(msgspec.Struct, frozen=True):
    """A line with its receipt, as the record has it."""

    receipt: UUID
    store: UUID
    customer: UUID | None
    day: date
    kind: str
    quantity_milli: int
    amount_minor: int
    returns: UUID | None


RECORD = Query(
    Line,
    """
    select r.id as receipt, r.store_id as store, r.customer_id as customer, r.day, l.kind,
           l.quantity_milli, l.amount_minor, l.returns_receipt_id as returns
    from tills.line l join tills.receipt r on r.tenant_id = l.tenant_id and r.id = l.receipt_id
    where l.tenant_id = $1
    """,
)


def some_lines(seed: int) -> list[RecordLine]:
    """Sales with and without members, free goods, and returns of a part or of all of a receipt."""
    dice = random.Random(seed)
    lines = []
    for number in range(400):
        customer = dice.choice(PEOPLE) if dice.random() < 0.7 else None
        on = TODAY - timedelta(dice.randrange(360))
        store, amount = dice.choice(STORES), dice.choice([0, 990, 5_000, 12_345])
        one = RecordLine(
            source="pos",
            store=store,
            receipt_no=f"N{number}",
            line_no=1,
            at=datetime(on.year, on.month, on.day, 10, tzinfo=UTC),
            on=on,
            customer=customer,
            quantity_milli=2000,
            amount_minor=amount,
        )
        lines.append(one)
        if dice.random() < 0.2:
            lines.append(taken_back(dice, one))
    return lines


def taken_back(dice: random.Random, sold: RecordLine) -> RecordLine:
    """All or half of it, some days later, with or without saying of which receipt."""
    whole = dice.random() < 0.5
    on = min(sold.on + timedelta(dice.randrange(20)), TODAY)
    return msgspec.structs.replace(
        sold,
        receipt_no=f"R{sold.receipt_no}",
        kind="return",
        on=on,
        at=datetime(on.year, on.month, on.day, 18, tzinfo=UTC),
        quantity_milli=-2000 if whole else -1000,
        amount_minor=-(sold.amount_minor if whole else sold.amount_minor // 2),
        returns_no=sold.receipt_no if dice.random() < 0.7 else None,
    )


async def told(works: Works, database: Database, tenant: TenantId, columns: Columns) -> None:
    lines, run = some_lines(tenant), uuid4()
    returns = [line for line in lines if line.kind == "return"]
    early = returns[: len(returns) // 2]
    async with works.open(tenant) as work:
        # Some returns are read before the sales that they take back.
        await tills.record_lines(work, early, run=run)
    async with works.open(tenant) as work:
        await tills.record_lines(work, [line for line in lines if line not in early])
        place = await tills.link_unlinked(work, run)
        while place is not None:
            place = await tills.link_unlinked(work, run, place)
    await Feed(database.relay, columns, PROJECTIONS, fence=next_fence()).drain()


@pytest.fixture
async def record(
    works: Works, database: Database, tenant: TenantId, columns: Columns
) -> list[Line]:
    await told(works, database, tenant, columns)
    async with works.look(tenant) as work:
        return await RECORD.all(work, tenant)


def sold(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.kind == "sale"]


async def test_totals(record: list[Line], columns: Columns, tenant: TenantId) -> None:
    found = await insight.totals(columns, whose(tenant), YEAR, EVERYWHERE)
    assert found == insight.Totals(
        amount_minor=sum(line.amount_minor for line in record),
        returns_minor=sum(line.amount_minor for line in record if line.kind == "return"),
        receipts=len({line.receipt for line in sold(record)}),
        customers=len({line.customer for line in sold(record) if line.customer}),
        member_amount_minor=sum(line.amount_minor for line in record if line.customer),
    )


@pytest.mark.parametrize("grain", ["day", "week", "month"])
async def test_the_series_adds_up_to_the_totals(
    record: list[Line], columns: Columns, tenant: TenantId, grain: insight.Grain
) -> None:
    points = await insight.series(columns, whose(tenant), YEAR, EVERYWHERE, grain)
    by_start: dict[date, int] = defaultdict(int)
    for line in record:
        start = {"day": line.day, "week": line.day - timedelta(line.day.weekday())}
        by_start[start.get(grain, line.day.replace(day=1))] += line.amount_minor
    assert {p.on: p.amount_minor for p in points if p.receipts or p.amount_minor} == {
        on: amount for on, amount in by_start.items() if amount
    } | {p.on: p.amount_minor for p in points if p.receipts and not p.amount_minor}
    assert sum(p.amount_minor for p in points) == sum(line.amount_minor for line in record)


async def test_stores_are_counted_apart_and_scoped(
    record: list[Line], columns: Columns, tenant: TenantId
) -> None:
    mine = STORES[:1]
    [row] = await insight.by_store(columns, whose(tenant), YEAR, Within(mine))
    assert (row.store, row.amount_minor) == (
        STORES[0],
        sum(line.amount_minor for line in record if line.store == STORES[0]),
    )
    assert await insight.by_store(columns, whose(tenant), YEAR, Within([])) == []


class Bought(msgspec.Struct):
    """A receipt as RFM sees it."""

    customer: UUID
    on: date | None = None
    kept: int = 0
    amount: int = 0


def purchases(record: Sequence[Line]) -> dict[UUID, list[Bought]]:
    """Receipts of each customer, what came back counted against where it came from."""
    receipts: dict[tuple[UUID, UUID], Bought] = {}
    for line in record:
        if line.customer is None:
            continue
        key = (line.customer, line.returns or line.receipt)
        one = receipts.setdefault(key, Bought(line.customer))
        one.kept += line.quantity_milli
        one.amount += line.amount_minor
        if line.kind == "sale":
            one.on = min(one.on or line.day, line.day)
    people: dict[UUID, list[Bought]] = defaultdict(list)
    for one in receipts.values():
        people[one.customer].append(one)
    return people


def counted(bought: Sequence[Bought]) -> list[Bought]:
    return [one for one in bought if one.on is not None and one.kept > 0]


async def test_recency_frequency_and_money_of_everybody(
    record: list[Line], columns: Columns, tenant: TenantId
) -> None:
    people = purchases(record)
    expected = {
        customer: (
            max(one.on for one in counted(bought) if one.on),
            len(counted(bought)),
            sum(one.amount for one in bought),
        )
        for customer, bought in people.items()
        if counted(bought)
    }
    rows, count = await insight.rfm_people(
        columns, whose(tenant), TODAY, EVERYWHERE, scores=(0, 0, 0), limit=100
    )
    assert {r.customer: (r.last_on, r.receipts, r.amount_minor) for r in rows} == expected
    assert count == len(expected)


async def test_scores_follow_the_cuts_and_cells_hold_their_people(
    record: list[Line], columns: Columns, tenant: TenantId
) -> None:
    rfm = await insight.rfm(columns, whose(tenant), TODAY, EVERYWHERE)
    rows, _ = await insight.rfm_people(
        columns, whose(tenant), TODAY, EVERYWHERE, scores=(0, 0, 0), limit=100
    )
    for row in rows:
        assert row.r == 5 - sum(c < (TODAY - row.last_on).days for c in rfm.cuts.r_days)
        assert row.f == 1 + sum(c < row.receipts for c in rfm.cuts.f)
        assert row.m == 1 + sum(c < row.amount_minor for c in rfm.cuts.m_minor)
    assert rfm.people == len(rows)
    cell = max(rfm.cells, key=lambda c: c.people)
    inside, count = await insight.rfm_people(
        columns, whose(tenant), TODAY, EVERYWHERE, scores=(cell.r, cell.f, cell.m), limit=100
    )
    assert count == cell.people == len(inside)
    one = await insight.find_scores(columns, whose(tenant), TODAY, inside[0].customer)
    assert one == inside[0]


async def test_the_repurchase_curve_and_intervals(
    record: list[Line], columns: Columns, tenant: TenantId
) -> None:
    days = {
        customer: sorted({one.on for one in counted(bought) if one.on})
        for customer, bought in purchases(record).items()
    }
    days = {customer: on for customer, on in days.items() if on}
    found = await insight.repurchase(columns, whose(tenant), TODAY, EVERYWHERE)
    assert found.people == len(days)
    gaps = [(b - a).days for on in days.values() for a, b in itertools.pairwise(on)]
    assert sum(i.times for i in found.intervals) == len(gaps)
    assert found.intervals[0].times == sum(1 <= gap <= 7 for gap in gaps)
    for point in found.curve:
        watching = sum(
            ((on[1] if len(on) > 1 else TODAY) - on[0]).days >= point.days for on in days.values()
        )
        assert point.at_risk == watching


async def met(works: Works, tenant: TenantId, *when: tuple[datetime, UUID | None]) -> None:
    seen = [
        customers.Meet(
            identity=customers.read_identity(f"1380013{n:04}"), source="pos", at=at, store=store
        )
        for n, (at, store) in enumerate(when)
    ]
    async with works.open(tenant) as work:
        await customers.meet(work, seen)
        await customers.meet(work, seen)


async def test_new_customers_are_counted_once_where_and_when_they_were_met(
    works: Works, database: Database, tenant: TenantId, columns: Columns
) -> None:
    since = datetime(2026, 2, 28, 16, tzinfo=UTC)
    until, moment, east = since + timedelta(2), timedelta(milliseconds=1), STORES[0]
    days = (since, east), (until - moment, None)
    others = (since - moment, east), (until, east)
    await met(works, tenant, *days, *others)
    await Feed(database.relay, columns, PROJECTIONS, fence=next_fence()).drain()
    everywhere = await insight.newcomers(columns, whose(tenant), since, until, EVERYWHERE)
    assert (
        everywhere,
        await insight.newcomers(columns, whose(tenant), since, until, Within([east])),
    ) == (
        2,
        1,
    )
    assert await insight.newcomers(columns, whose(tenant), since, until, Within([])) == 0


async def test_without_sales_there_is_nothing_to_score(
    database: Database, columns: Columns, tenant: TenantId
) -> None:
    await Feed(database.relay, columns, PROJECTIONS, fence=next_fence()).drain()
    rfm = await insight.rfm(columns, whose(tenant), TODAY, EVERYWHERE)
    assert (rfm.people, rfm.cells) == (0, [])
    assert (await insight.repurchase(columns, whose(tenant), TODAY, EVERYWHERE)).people == 0
    totals = await insight.totals(columns, whose(tenant), YEAR, EVERYWHERE)
    assert (totals.receipts, totals.member_share_bp, totals.average_minor) == (0, None, None)
