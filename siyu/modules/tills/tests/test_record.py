"""Lines are recorded once, whatever is sent again, and told as facts."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from siyu.kernel.db import Query, Works
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules.tills import Filter, RecordLine, list_lines, list_receipts, record_lines
from siyu.modules.tills.facts import ReceiptRecorded
from siyu.modules.tills.values import Outcome

STORE, OTHER, MEMBER = uuid4(), uuid4(), uuid4()
AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


class Totals(msgspec.Struct, frozen=True):
    receipts: int
    lines: int
    amount_minor: int
    line_amount_minor: int


_TOTALS = Query(
    Totals,
    """
    select count(*)::int as receipts, coalesce(sum(lines), 0)::int as lines,
      coalesce(sum(amount_minor), 0)::int8 as amount_minor,
      (select coalesce(sum(amount_minor), 0)::int8 from tills.line where tenant_id = $1)
        as line_amount_minor
    from tills.receipt where tenant_id = $1
    """,
)


def line(amount: int = 1000, **given: Any) -> RecordLine:
    known: dict[str, Any] = {
        "source": "pos",
        "store": STORE,
        "receipt_no": "A1",
        "at": AT,
        "on": date(2026, 1, 2),
        "sku_text": "690001",
        "quantity_milli": 1000 if amount >= 0 else -1000,
        "amount_minor": amount,
        "kind": "sale" if amount >= 0 else "return",
    }
    return RecordLine(**(known | given))


async def record(works: Works, tenant: TenantId, *lines: RecordLine) -> list[Outcome]:
    async with works.open(tenant) as work:
        return await record_lines(work, lines)


async def totals(works: Works, tenant: TenantId) -> Totals:
    async with works.look(tenant) as work:
        return await _TOTALS.one(work, tenant)


async def told(works: Works, tenant: TenantId) -> list[ReceiptRecorded]:
    async with works.look(tenant) as work:
        rows, _ = await log.read(work, log.START)
    facts = [row.told().fact for row in rows]
    return [fact for fact in facts if isinstance(fact, ReceiptRecorded)]


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


async def test_a_receipt_is_recorded_with_its_lines(works: Works, tenant: TenantId) -> None:
    lines = [line(1000, line_no=1), line(550, line_no=2, sku_text="690002", customer=MEMBER)]
    assert statuses(await record(works, tenant, *lines)) == ["added", "added"]
    assert await totals(works, tenant) == Totals(1, 2, 1550, 1550)
    (fact,) = await told(works, tenant)
    assert (fact.customer, fact.amount_minor, fact.opened) == (MEMBER, 1550, True)
    assert [told.amount_minor for told in fact.lines] == [1000, 550]


async def test_what_is_sent_again_changes_nothing(works: Works, tenant: TenantId) -> None:
    lines = [line(1000, line_no=1), line(550, line_no=2)]
    first = await record(works, tenant, *lines)
    again = await record(works, tenant, *lines)
    assert statuses(again) == ["known", "known"]
    assert [outcome.receipt for outcome in again] == [outcome.receipt for outcome in first]
    assert await totals(works, tenant) == Totals(1, 2, 1550, 1550)
    assert len(await told(works, tenant)) == 1


async def test_only_new_lines_are_told(works: Works, tenant: TenantId) -> None:
    await record(works, tenant, line(1000, line_no=1))
    await record(works, tenant, line(1000, line_no=1), line(-300, line_no=2, at=AT + timedelta(1)))
    assert await totals(works, tenant) == Totals(1, 2, 700, 700)
    _, second = await told(works, tenant)
    assert (second.opened, second.kind, second.amount_minor) == (False, "sale", -300)
    assert [told.line_no for told in second.lines] == [2]


async def test_a_line_with_another_content_differs(works: Works, tenant: TenantId) -> None:
    await record(works, tenant, line(1000, line_no=1))
    (outcome,) = await record(works, tenant, line(1001, line_no=1))
    assert outcome.status == "differs"
    assert (await totals(works, tenant)).amount_minor == 1000


async def test_the_same_number_in_another_store_is_another_receipt(
    works: Works, tenant: TenantId
) -> None:
    await record(works, tenant, line(1000), line(1000, store=OTHER), line(1000, source="web"))
    assert (await totals(works, tenant)).receipts == 3


async def test_without_line_numbers_equal_rows_stay_as_many(works: Works, tenant: TenantId) -> None:
    rows = [line(1000), line(1000), line(500)]
    assert statuses(await record(works, tenant, *rows)) == ["added"] * 3
    assert statuses(await record(works, tenant, *reversed(rows))) == ["known"] * 3
    assert statuses(await record(works, tenant, *rows, line(500))) == ["known"] * 3 + ["added"]


async def test_without_numbers_a_members_day_is_a_receipt(works: Works, tenant: TenantId) -> None:
    rows = [line(1000, receipt_no=None, customer=MEMBER)] * 2
    rows.append(line(700, receipt_no=None, customer=MEMBER, on=date(2026, 1, 3)))
    await record(works, tenant, *rows)
    assert statuses(await record(works, tenant, *rows)) == ["known"] * 3
    assert await totals(works, tenant) == Totals(2, 3, 2700, 2700)


async def test_without_number_and_member_each_row_is_a_receipt(
    works: Works, tenant: TenantId
) -> None:
    rows = [line(1000, receipt_no=None), line(1000, receipt_no=None), line(5, receipt_no=None)]
    await record(works, tenant, *rows)
    assert statuses(await record(works, tenant, rows[2], rows[0])) == ["known", "known"]
    assert await totals(works, tenant) == Totals(3, 3, 2005, 2005)


async def test_two_copies_at_once_are_recorded_once(works: Works, tenant: TenantId) -> None:
    rows = [line(i, receipt_no=f"A{i}") for i in range(1, 200)]
    await asyncio.gather(*(record(works, tenant, *rows) for _ in range(3)))
    assert await totals(works, tenant) == Totals(199, 199, 19_900, 19_900)
    assert len(await told(works, tenant)) == 199


async def test_a_return_finds_the_receipt_it_names(works: Works, tenant: TenantId) -> None:
    sold = await record(works, tenant, line(900, sku_text="x"), line(1000), line(1000))
    back = line(-1000, receipt_no="B7", returns_no="A1", at=AT + timedelta(3))
    await record(works, tenant, back, line(-1000, receipt_no="B8", returns_no="A1"))
    assert await _links(works, tenant) == [(sold[1].receipt, 2), (sold[1].receipt, 3)]
    facts = await told(works, tenant)
    assert [fact.lines[0].returns for fact in facts] == [None, sold[0].receipt, sold[0].receipt]
    assert [fact.kind for fact in facts] == ["sale", "return", "return"]


async def test_a_return_finds_what_the_member_bought_last(works: Works, tenant: TenantId) -> None:
    days = [line(1000, receipt_no=f"A{d}", customer=MEMBER, at=AT + timedelta(d)) for d in range(4)]
    sold = await record(works, tenant, *days)
    await record(
        works,
        tenant,
        line(-1000, receipt_no="B1", customer=MEMBER, at=AT + timedelta(2, hours=1)),
        line(-1000, receipt_no="B2", customer=MEMBER, at=AT + timedelta(2, hours=2)),
        line(-1000, receipt_no="B3", customer=uuid4(), at=AT + timedelta(9)),
        line(-999, receipt_no="B4", customer=MEMBER, at=AT + timedelta(9)),
    )
    assert await _links(works, tenant) == [(sold[2].receipt, 1), (sold[1].receipt, 1)]


class _Link(msgspec.Struct, frozen=True):
    returns_receipt_id: UUID
    returns_line_no: int


_LINKS = Query(
    _Link,
    """
    select l.returns_receipt_id, l.returns_line_no
    from tills.line l join tills.receipt r on r.tenant_id = $1 and r.id = l.receipt_id
    where l.tenant_id = $1 and l.returns_receipt_id is not null
    order by r.receipt_no, l.line_no
    """,
)


async def _links(works: Works, tenant: TenantId) -> list[tuple[UUID, int]]:
    async with works.look(tenant) as work:
        return [msgspec.structs.astuple(link) for link in await _LINKS.all(work, tenant)]


async def test_codes_understood_later_are_filled_in(works: Works, tenant: TenantId) -> None:
    sku, guide = uuid4(), uuid4()
    await record(works, tenant, line(1000, line_no=1), line(500, line_no=2))
    again = line(1000, line_no=1, sku=sku, guide=guide), line(500, line_no=2, guide=uuid4())
    assert statuses(await record(works, tenant, *again)) == ["known", "known"]
    assert statuses(await record(works, tenant, *again)) == ["known", "known"]
    async with works.look(tenant) as work:
        (receipt,) = await list_receipts(work, Filter(), limit=9, offset=0)
        first, second = await list_lines(work, receipt.id)
        rows, _ = await log.read(work, log.START)
    assert (receipt.guide_id, first.sku_id, second.sku_id) == (guide, sku, None)
    explained = [row.told().fact for row in rows if row.name == "tills.receipt_explained"]
    assert len(explained) == 1


class _Figures(msgspec.Struct, frozen=True):
    receipts: int
    returns: int
    spent_minor: int
    first_at: datetime | None
    last_at: datetime | None


_FIGURES = Query(
    _Figures,
    """
    select receipts, returns, spent_minor, first_at, last_at from tills.customer_figures
    where tenant_id = $1 and customer_id = $2
    """,
)


async def test_a_customers_figures_are_kept_along(works: Works, tenant: TenantId) -> None:
    later = AT + timedelta(5)
    await record(works, tenant, line(1000), line(-300, receipt_no="B1", customer=MEMBER))
    await record(works, tenant, line(70, customer=MEMBER, line_no=2))
    await record(works, tenant, line(500, receipt_no="A2", customer=MEMBER, at=later))
    await record(works, tenant, line(20, receipt_no="B1", line_no=2, at=later))
    async with works.look(tenant) as work:
        figures = await _FIGURES.one(work, tenant, MEMBER)
    assert figures == _Figures(3, 0, 1290, AT, later)
