"""The cases of docs/algorithms/funnel.md, row by row."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from siyu.kernel.columns import Columns, Feed
from siyu.kernel.db import Database, Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import insight, orders
from siyu.modules.channels.facts import CodeMade, CodeScanned, VisitJoined
from siyu.modules.insight import Watch, Within
from siyu.modules.insight.projections import PROJECTIONS
from siyu.modules.messaging.facts import LetterSent
from tests.house.columns import next_fence

PAGE = Path(__file__).parents[2] / "docs/algorithms/funnel.md"
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
STORE = uuid4()


class Case(Struct, frozen=True, kw_only=True):
    code: UUID
    signed_in: list[int]
    written_to: list[int]
    came: list[int]
    bought: list[int]
    furthest: str


def cases() -> list[Case]:
    page = PAGE.read_text().split("## Cases")[1]
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")]
    return [case(*[cell.strip() for cell in row]) for row in rows[1:]]


def case(signed_in: str, written_to: str, came: str, bought: str, furthest: str, _: str) -> Case:
    return Case(
        code=uuid4(),
        signed_in=hours(signed_in),
        written_to=hours(written_to),
        came=hours(came),
        bought=hours(bought),
        furthest=furthest,
    )


def hours(text: str) -> list[int]:
    return [] if text == "-" else [int(hour) for hour in text.split()]


def happens(work: Work, one: Case) -> None:
    her, visitor, visit = uuid4(), uuid4(), uuid4()
    made = CodeMade(code=one.code, store=STORE, guide=None, source="海报", domain="private")
    work.tell(made, at=NINE)
    scan = CodeScanned(
        code=one.code, visit=visit, visitor=visitor, store=STORE, guide=None, domain="private"
    )
    work.tell(scan, at=NINE)
    join = VisitJoined(
        code=one.code,
        visit=visit,
        visitor=visitor,
        new=True,
        bound=False,
        store=STORE,
        guide=None,
        welcome=None,
    )
    for hour in one.signed_in:
        work.tell(join, subject=her, at=NINE + timedelta(hours=hour))
    for hour in one.written_to:
        letter = LetterSent(
            letter=uuid4(),
            purpose="service",
            channel="in_app",
            guide=None,
            campaign=None,
            card=None,
        )
        work.tell(letter, subject=her, at=NINE + timedelta(hours=hour))
    for hour in one.came:
        put = orders.CartChanged(sku=uuid4(), quantity=1)
        work.tell(put, subject=her, at=NINE + timedelta(hours=hour))
    for hour in one.bought:
        work.tell(paid(), subject=her, at=NINE + timedelta(hours=hour))


def paid() -> orders.OrderPaid:
    return orders.OrderPaid(
        order=uuid4(),
        belonging_store=None,
        selling_store=STORE,
        shipping_store=STORE,
        guide=None,
        channel="mall",
        via=None,
        payable_minor=100,
        lines=(orders.OrderLine(uuid4(), uuid4(), 1, 100),),
        late=False,
    )


async def furthest(columns: Columns, tenant: TenantId, code: UUID) -> str:
    watch = Watch(code=code, since=NINE, until=NINE + timedelta(1), days=7, today=date(2026, 3, 30))
    merchant = insight.Merchant(tenant, "Asia/Shanghai")
    steps = await insight.funnel(columns, merchant, watch, Within())
    return [one.step for one in steps if one.people][-1]


@pytest.fixture
async def worked(
    works: Works, database: Database, columns: Columns, tenant: TenantId
) -> Sequence[Case]:
    found = cases()
    async with works.open(tenant) as work:
        for one in found:
            happens(work, one)
    await Feed(database.relay, columns, PROJECTIONS, fence=next_fence()).drain()
    return found


async def test_the_page_says_what_the_funnel_does(
    worked: Sequence[Case], columns: Columns, tenant: TenantId
) -> None:
    assert len(worked) > 12
    for number, one in enumerate(worked, 1):
        assert await furthest(columns, tenant, one.code) == one.furthest, f"row {number}"
