import csv
import hashlib
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

from siyu.demo.export import Exported, export_chain
from siyu.demo.goods import BRANDS
from siyu.demo.restaurant import export_restaurant
from siyu.demo.tally import TillFile
from siyu.demo.trade import Plan

PLAN = Plan(seed=7, members=900, since=date(2025, 1, 10))
UNTIL = datetime(2026, 7, 10, 15, 30)  # noqa: DTZ001 (what a till's clock shows)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return export_chain(tmp_path_factory.mktemp("chain"), PLAN, UNTIL)


def read(file: TillFile) -> list[dict[str, str]]:
    encoding = "gbk" if "旧" in file.source else "utf-8-sig"
    with file.path.open(encoding=encoding, newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row[file.columns["receipt"]]]
    return [row for row in rows if row[file.columns["receipt"]] != "合计"]


def cell(file: TillFile, row: dict[str, str], meaning: str) -> str:
    return row[file.columns[meaning]].strip()


def fen(text: str) -> int:
    return round(float(text.replace(",", "")) * 100)


def digest(folder: Path) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes(chain: Exported, tmp_path: Path) -> None:
    export_chain(tmp_path, PLAN, UNTIL)
    assert digest(tmp_path) == digest(chain.files[0].path.parent)


def test_another_seed_gives_other_receipts(chain: Exported, tmp_path: Path) -> None:
    other = export_chain(tmp_path, Plan(seed=8, members=900, since=PLAN.since), UNTIL)
    assert other.tally != chain.tally


def test_a_later_end_only_adds(chain: Exported, tmp_path: Path) -> None:
    later = export_chain(tmp_path, PLAN, datetime(2026, 7, 31, 23, 59))  # noqa: DTZ001
    grown = {file.path.name: {tuple(row.values()) for row in read(file)} for file in later.files}
    for file in chain.files:
        assert {tuple(row.values()) for row in read(file)} <= grown[file.path.name]
    assert later.tally.receipts > chain.tally.receipts


def test_eighteen_months_bring_exactly_the_members_asked_for(chain: Exported) -> None:
    assert len(chain.people) == PLAN.members
    assert len({person.key for person in chain.people}) == PLAN.members


def test_the_files_hold_what_was_counted(chain: Exported) -> None:
    for file in chain.files:
        rows = read(file)
        assert len(rows) == file.tally.rows
        assert sum(fen(cell(file, row, "amount")) for row in rows) == file.tally.amount_minor
        assert len({cell(file, row, "receipt") for row in rows}) == file.tally.receipts


def test_walk_ins_are_about_two_receipts_in_five(chain: Exported) -> None:
    tally = chain.tally
    assert 0.35 < 1 - tally.member_receipts / tally.receipts < 0.45


def test_a_return_names_an_earlier_receipt_and_takes_no_more_than_was_sold(chain: Exported) -> None:
    sold: dict[tuple[str, str], int] = defaultdict(int)
    returned: dict[tuple[str, str], int] = defaultdict(int)
    for file in chain.files:
        origin = file.header[-1]
        for row in read(file):
            sku, amount = cell(file, row, "sku"), fen(cell(file, row, "amount"))
            if row[origin]:
                assert amount < 0
                returned[row[origin], sku] += amount
            else:
                sold[cell(file, row, "receipt"), sku] += amount
    assert returned
    assert all(sold[key] + amount >= 0 for key, amount in returned.items())


def test_formula_follows_the_age_of_the_child(chain: Exported) -> None:
    stages: dict[str, list[str]] = defaultdict(list)
    for file in sorted(chain.files, key=lambda file: file.path.name):
        for row in read(file):
            sku, member = cell(file, row, "sku"), cell(file, row, "member")
            if sku[:3] in ("NF1", "NF2", "NF3", "NF4") and member and not row[file.header[-1]]:
                stages[member + file.source].append(sku[:3])
    assert any(len(set(bought)) > 1 for bought in stages.values())
    assert all(bought == sorted(bought) for bought in stages.values())


def test_every_number_of_a_member_is_one_that_rings_nowhere(chain: Exported) -> None:
    assert all(
        person.phone.startswith("1400") and len(person.phone) == 11 for person in chain.people
    )


def test_nothing_is_sold_after_the_last_moment(chain: Exported) -> None:
    last = next(file for file in chain.files if file.path.name == "直营收银-销售明细-2026-07.csv")
    times = [row["销售时间"] for row in read(last) if row["营业日期"] == "2026-07-10"]
    assert times
    assert max(times) <= "15:30:00"


def test_there_are_twelve_stores_sixty_guides_and_two_hundred_products(chain: Exported) -> None:
    merchant = chain.merchant
    assert (len(merchant.stores), len(merchant.guides), len(merchant.products)) == (12, 60, 200)
    assert sum(store.kind == "franchise" for store in merchant.stores) == 3
    assert {product.brand for product in merchant.products} <= set(BRANDS)
    codes = [sku.code for product in merchant.products for sku in product.skus]
    assert len(codes) == len(set(codes))


def test_the_restaurant_sells_its_season_cards_in_a_quarter_of_an_hour(tmp_path: Path) -> None:
    plan = Plan(seed=7, members=2000, since=date(2025, 1, 10))
    restaurant = export_restaurant(tmp_path, plan, UNTIL)
    times = [
        row["结账时间"]
        for file in restaurant.files
        for row in read(file)
        if row["菜品"] == "半年套餐卡"
    ]
    assert len(times) > 150
    assert max(times)[:10] == min(times)[:10]
    assert "20:00:00" <= min(times)[11:] <= max(times)[11:] < "20:15:00"
