from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from siyu.modules.tills.reading import Mapping, Row, RowProblem, find_shape
from siyu.modules.tills.reading.refusals import FileDamaged, FileEmpty, FileNotTable, SheetUnknown
from siyu.modules.tills.tests.conftest import SHANGHAI, read_all

OLD = Path(__file__).with_name("receipts.xls")
"""A workbook of the format of 1997: a title, a header, one sale, one return."""

HEADER = ["小票号", "日期", "时间", "会员手机", "商品条码", "数量", "实收金额"]
DAY = datetime(2026, 1, 2)  # noqa: DTZ001


def _workbook(path: Path, *rows: Sequence[object], sheet: str = "明细") -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "说明"
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_cells_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "a.xlsx",
        HEADER,
        ["A1", DAY, time(9, 30), 13800138000, 6901234567892, 2, 0.1 + 0.2],
        [],
        [2026010001, date(2026, 1, 2), "10:00", "13800138000", "6901234567892", -1, "-1,234.50"],
    )
    first, second = read_all(path)
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert first.at == datetime(2026, 1, 2, 9, 30, tzinfo=SHANGHAI)
    assert (first.member, first.sku, first.amount_minor) == ("13800138000", "6901234567892", 30)
    assert (second.line, second.receipt, second.kind) == (4, "2026010001", "return")
    assert second.amount_minor == -123450


def test_empty_sheets_are_passed_over_unless_named(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", HEADER, ["A1", DAY, time(9), 1, 2, 1, 1])
    shape = find_shape(path)
    assert (shape.sheets, shape.sheet) == (("说明", "明细"), "明细")
    with pytest.raises(FileEmpty):
        find_shape(path, sheet="说明")
    with pytest.raises(SheetUnknown):
        find_shape(path, sheet="别的")


def test_rows_and_columns_before_the_table_do_not_shift_it(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "a.xlsx",
        [],
        [None, "销售明细"],
        [None, *HEADER],
        [None, "A1", DAY, time(9), 1, 2, 1, 5],
    )
    (row,) = read_all(path)
    assert isinstance(row, Row)
    assert (row.line, row.receipt, row.amount_minor) == (4, "A1", 500)


def test_a_card_number_that_lost_digits_is_reported(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "a.xlsx", HEADER, ["A1", DAY, time(9), 6222021234567890123, 2, 1, 1]
    )
    (problem,) = read_all(path)
    assert isinstance(problem, RowProblem)
    assert problem.code == "mangled"


def test_a_formula_that_was_never_computed_is_reported(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", HEADER, ["A1", DAY, time(9), 1, 2, 1, "=F2*2"])
    mapping = Mapping(columns={"at": "日期", "amount": "实收金额"}, source="pos")
    (problem,) = read_all(path, mapping)
    assert isinstance(problem, RowProblem)
    assert problem.code == "missing"


def test_a_workbook_of_1997_is_read() -> None:
    sale, back = read_all(OLD)
    assert isinstance(sale, Row)
    assert isinstance(back, Row)
    assert (sale.line, sale.member, sale.amount_minor) == (3, "13800138000", 5990)
    assert (back.kind, back.amount_minor, back.member) == ("return", -2995, None)


def test_what_only_looks_like_a_workbook_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xls"
    broken.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    with pytest.raises(FileDamaged):
        find_shape(broken)
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"PK\x05\x06" + b"\0" * 18)
    with pytest.raises(FileNotTable):
        find_shape(other)
