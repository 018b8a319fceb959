"""Files of receipts become receipts, customers and facts; again, appended, renamed: once."""

import importlib.util
from pathlib import Path

import msgspec
import pytest

from siyu.flows.import_file import Choices, Importer
from siyu.kernel.db import Query, Works
from siyu.kernel.ids import TenantId
from siyu.modules import tenants, tills
from siyu.modules.tills.errors import StoreMissing
from siyu.modules.tills.reading import Mapping, sentence

CHOICES = Choices(None, "pos", "S01", create=True)
HEADER = "小票号,交易时间,会员号,商品编码,数量,金额,原单号\n"
ROWS = [
    "A1,2026-01-02 09:00:00,13800138000,690001,1,10.00,\n",
    "A1,2026-01-02 09:00:00,13800138000,690002,2,5.50,\n",
    "A2,2026-01-03 10:00:00,,690001,1,10.00,\n",
    "A3,2026-01-04 11:00:00,13800138000,690001,-1,10.00,A1\n",
]


class Sums(msgspec.Struct, frozen=True):
    receipts: int
    lines: int
    amount_minor: int
    customers: int
    facts: int
    told_minor: int


SUMS = Query(
    Sums,
    """
    select (select count(*) from tills.receipt where tenant_id = $1)::int as receipts,
      (select count(*) from tills.line where tenant_id = $1)::int as lines,
      (select coalesce(sum(amount_minor), 0) from tills.receipt where tenant_id = $1)::int8
        as amount_minor,
      (select count(distinct customer_id) from tills.receipt where tenant_id = $1)::int
        as customers,
      (select count(*) from facts.fact where tenant_id = $1
        and name = 'tills.receipt_recorded')::int as facts,
      (select coalesce(sum((body->>'amount_minor')::int8), 0) from facts.fact
        where tenant_id = $1 and name = 'tills.receipt_recorded')::int8 as told_minor
    """,
)


class Desk:
    """A merchant with an importer."""

    def __init__(self, works: Works, folder: Path, tenant: TenantId) -> None:
        self.works = works
        self.folder = folder
        self.tenant = tenant
        self.importer = Importer(works, folder / "uploads", tenant)

    async def run(
        self, text: str, name: str = "a.csv", choices: Choices = CHOICES, encoding: str = "utf-8"
    ) -> tills.ImportRun:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return await self.importer.run(path, choices)

    async def sums(self) -> Sums:
        async with self.works.look(self.tenant) as work:
            return await SUMS.one(work, self.tenant)

    async def problems(self, run: tills.ImportRun) -> list[tuple[int, str]]:
        async with self.works.look(self.tenant) as work:
            found = await tills.list_problems(work, run.id, limit=100)
        return [(problem.line, problem.code) for problem in found]


@pytest.fixture
async def desk(works: Works, tmp_path: Path, tenant: TenantId) -> Desk:
    async with works.open(tenant) as work:
        await tenants.found(work, tenants.Found(code=f"m{tenant}", name="小镇母婴"))
    return Desk(works, tmp_path, tenant)


async def test_a_file_becomes_receipts_customers_and_facts(desk: Desk) -> None:
    run = await desk.run(HEADER + "".join(ROWS))
    assert (run.state, run.added, run.known, run.problems) == ("done", 4, 0, 0)
    assert (run.returns, run.without_member, run.amount_minor) == (1, 1, 1550)
    assert await desk.sums() == Sums(3, 4, 1550, 1, 3, 1550)


async def test_a_renamed_copy_adds_nothing(desk: Desk) -> None:
    await desk.run(HEADER + "".join(ROWS))
    run = await desk.run(HEADER + "".join(reversed(ROWS)), name="副本.csv")
    assert (run.added, run.known, run.problems) == (0, 4, 0)
    assert await desk.sums() == Sums(3, 4, 1550, 1, 3, 1550)


async def test_an_appended_copy_adds_what_is_new(desk: Desk) -> None:
    await desk.run(HEADER + "".join(ROWS))
    more = "A9,2026-01-05 11:00:00,13900139000,690001,1,9.00,\n"
    run = await desk.run(HEADER + "".join(ROWS) + more)
    assert (run.added, run.known) == (1, 4)
    assert await desk.sums() == Sums(4, 5, 2450, 2, 4, 2450)


async def test_a_gbk_file_of_another_till_is_the_same_file(desk: Desk) -> None:
    await desk.run(HEADER + "".join(ROWS))
    text = (HEADER + "".join(ROWS)).replace(",", "\t").replace("\n", "\r\n")
    run = await desk.run(text, encoding="gbk", name="导出.xls")
    assert (run.added, run.known) == (0, 4)


async def test_good_rows_stay_when_others_are_bad(desk: Desk) -> None:
    bad = "A4,昨天,,690001,1,10.00,\nA1,2026-01-02 09:00:00,13800138000,690003,1,7.00,\n"
    await desk.run(HEADER + "".join(ROWS))
    run = await desk.run(HEADER + ROWS[0] + bad + ROWS[2])
    assert (run.added, run.known, run.problems, run.read) == (0, 2, 2, 4)
    assert await desk.problems(run) == [(3, "date_bad"), (4, "unsure")]


NUMBERED = "小票号,行号,交易时间,商品编码,金额\n"


async def test_a_file_of_missing_lines_adds_them_where_lines_are_numbered(desk: Desk) -> None:
    await desk.run(NUMBERED + "A1,1,2026-01-02 09:00:00,690001,10.00\n")
    run = await desk.run(NUMBERED + "A1,2,2026-01-02 09:00:00,690002,5.50\n")
    assert (run.added, run.known, run.problems) == (1, 0, 0)
    assert (await desk.sums()).receipts == 1
    assert (await desk.sums()).amount_minor == 1550


async def test_a_numbered_line_that_comes_otherwise_is_told_with_both_amounts(desk: Desk) -> None:
    await desk.run(NUMBERED + "A1,1,2026-01-02 09:00:00,690001,10.00\n")
    run = await desk.run(NUMBERED + "A1,1,2026-01-02 09:00:00,690001,12.00\n")
    async with desk.works.look(desk.tenant) as work:
        (problem,) = await tills.list_problems(work, run.id, limit=9)
    said = sentence(problem.code, problem.slots, "en")
    assert "recorded with 10.00, not 12.00" in said
    assert (await desk.sums()).amount_minor == 1000


async def test_a_file_of_missing_lines_without_numbers_counts_nothing_twice(desk: Desk) -> None:
    whole = HEADER + "".join(ROWS)
    await desk.run(whole)
    missing = "A1,2026-01-02 09:00:00,13800138000,690003,1,7.00,\n"
    run = await desk.run(HEADER + missing)
    assert (run.added, await desk.problems(run)) == (0, [(2, "unsure")])
    assert (await desk.run(whole + missing)).added == 1


async def test_without_receipt_numbers_a_later_file_of_the_day_adds_its_purchases(
    desk: Desk,
) -> None:
    header = "交易时间,会员号,金额\n"
    await desk.run(header + "2026-01-02 09:00:00,13800138000,10.00\n2026-01-02 09:30:00,,3.00\n")
    run = await desk.run(
        header + "2026-01-02 17:00:00,13800138000,8.00\n2026-01-02 18:00:00,,2.00\n"
    )
    assert (run.added, run.problems) == (2, 0)
    assert (await desk.sums()).amount_minor == 2300


async def test_unknown_stores_wait_for_their_mapping(desk: Desk) -> None:
    text = "小票号,交易时间,门店,金额\nA1,2026-01-02 09:00:00,东门,10.00\n"
    choices = Choices(None, "pos", None, create=False)
    run = await desk.run(text, choices=choices)
    assert await desk.problems(run) == [(2, "store_unknown")]
    async with desk.works.open(desk.tenant) as work:
        day = (await tenants.get_tenant(work)).date_of(work.now)
        opening = tenants.OpenStore(code="S07", name="东门店", opened_on=day)
        store = await tenants.open_store(work, opening)
        await tills.set_aliases(work, [tills.Alias("store", "东门", store)])
    assert (await desk.run(text, choices=choices)).added == 1


async def test_a_file_that_names_no_store_needs_one(desk: Desk) -> None:
    with pytest.raises(StoreMissing):
        await desk.run(HEADER + ROWS[0], choices=Choices(None, "pos", None, create=True))


async def test_a_mapping_that_does_not_fit_stops_the_import(desk: Desk) -> None:
    mapping = Mapping(columns={"at": "何时", "amount": "金额", "store": "小票号"}, source="pos")
    run = await desk.run(HEADER + ROWS[0], choices=Choices(mapping, "pos", None, create=False))
    assert (run.state, run.stopped_by) == ("stopped", "tills.mapping_unfit")


async def test_a_return_above_its_sale_is_linked(desk: Desk) -> None:
    early = ROWS[3].replace("2026-01-04", "2026-01-01")
    await desk.run(HEADER + early + "".join(ROWS[:3]))
    async with desk.works.look(desk.tenant) as work:
        receipts = await tills.list_receipts(work, tills.Filter(receipt_no="A1"), limit=9, offset=0)
        (back,) = await tills.list_returned_by(work, receipts[0].id)
    assert (back.receipt_no, back.amount_minor) == ("A3", -1000)


async def test_the_cdnow_log_comes_to_its_totals(desk: Desk) -> None:
    package = importlib.util.find_spec("lifetimes")
    assert package is not None
    assert package.origin is not None
    log = Path(package.origin).parent / "datasets" / "CDNOW_master.txt"
    run = await desk.importer.run(log, CHOICES)
    assert (run.added, run.known, run.problems) == (69_659, 0, 0)
    assert run.amount_minor == 250_031_563
    sums = await desk.sums()
    assert (sums.lines, sums.amount_minor, sums.customers) == (69_659, 250_031_563, 23_570)
    assert (sums.facts, sums.told_minor) == (sums.receipts, 250_031_563)
    again = await desk.importer.run(log, CHOICES)
    assert (again.added, again.known) == (0, 69_659)
    assert await desk.sums() == sums
