from datetime import datetime
from pathlib import Path

import pytest

from siyu.modules.tills.reading import (
    Mapping,
    Row,
    RowProblem,
    RowReader,
    find_shape,
    guess_mapping,
)
from siyu.modules.tills.reading.problems import SENTENCES
from siyu.modules.tills.reading.refusals import FileEmpty, FileIsPage, MappingLacks, MappingUnfit
from siyu.modules.tills.tests.conftest import NOW, SHANGHAI, Written, read_all

HEADER = "小票号,行号,交易时间,门店,会员号,商品编码,数量,金额,优惠,原单号\n"
GOOD = "A1,1,2026-01-02 03:04:05,S01,13800138000,690001,2,18.00,2.00,\n"


def _rows(written: Written, text: str) -> list[Row | RowProblem]:
    """Read by the mapping of a file whose rows are all good."""
    good = written(HEADER + GOOD, name="good.csv")
    return read_all(written(HEADER + text), guess_mapping(good, find_shape(good)))


def _one(written: Written, text: str) -> Row | RowProblem:
    return _rows(written, GOOD + text)[1]


def _row(written: Written, text: str) -> Row:
    row = _one(written, text)
    assert isinstance(row, Row), row
    return row


def test_a_line_is_read_to_the_letter(written: Written) -> None:
    assert read_all(written(HEADER + GOOD))[0] == Row(
        line=2,
        receipt="A1",
        line_no=1,
        at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=SHANGHAI),
        on=datetime(2026, 1, 2, tzinfo=SHANGHAI).date(),
        store="S01",
        till=None,
        guide=None,
        member="13800138000",
        sku="690001",
        quantity_milli=2000,
        amount_minor=1800,
        discount_minor=200,
        means=None,
        returns=None,
        kind="sale",
    )


@pytest.mark.parametrize(("quantity", "amount"), [("-1", "9.00"), ("1", "-9.00"), ("-1", "-9.00")])
def test_a_negative_quantity_or_amount_is_a_return(
    written: Written, quantity: str, amount: str
) -> None:
    row = _row(written, f"A2,1,2026-01-03,S01,,690001,{quantity},{amount},1.00,A1\n")
    assert (row.kind, row.quantity_milli, row.amount_minor) == ("return", -1000, -900)
    assert (row.discount_minor, row.returns) == (-100, "A1")


def test_a_zero_amount_is_a_purchase(written: Written) -> None:
    row = _row(written, "A2,1,2026-01-03,S01,1,690001,1,0.00,,\n")
    assert (row.kind, row.amount_minor, row.quantity_milli) == ("sale", 0, 1000)


def test_what_exports_wrap_around_codes_is_taken_off(written: Written) -> None:
    row = _row(written, '="00123",1,2026-01-03\t, S01\u3000,`13800138000\t,\'690001,1,1.00,,NULL\n')
    assert (row.receipt, row.store, row.member) == ("00123", "S01", "13800138000")
    assert (row.sku, row.returns) == ("690001", None)


@pytest.mark.parametrize("nobody", ["", "0", "000000", "-", "散客", "非会员", "NULL"])
def test_nobody_showed_a_card(written: Written, nobody: str) -> None:
    assert _row(written, f"A2,1,2026-01-03,S01,{nobody},690001,1,1.00,,\n").member is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A2,1,2026-01-03,S01,,690001,1,,,", "missing"),
        (",1,2026-01-03,S01,,690001,1,1.00,,", "missing"),
        ("A2,,2026-01-03,S01,,690001,1,1.00,,", "missing"),
        ("A2,1,,S01,,690001,1,1.00,,", "missing"),
        ("A2,1,2026-01-03,,,690001,1,1.00,,", "missing"),
        ("A2,1,2026-01-03,S01,,690001,,1.00,,", "missing"),
        ("A2,1,2026-01-03,S01,,690001,1,免费,,", "number_bad"),
        ("A2,1,2026-01-03,S01,,690001,1,1.005,,", "too_fine"),
        ("A2,1,2026-01-03,S01,,690001,1,=B2*2,,", "formula"),
        ("A2,1,2026-01-03,S01,,690001,9999999999,1.00,,", "too_large"),
        ("A2,1,2026-13-03,S01,,690001,1,1.00,,", "date_bad"),
        ("A2,1,1920-01-03,S01,,690001,1,1.00,,", "date_absurd"),
        ("A2,0,2026-01-03,S01,,690001,1,1.00,,", "line_no_bad"),
        ("A2,x,2026-01-03,S01,,690001,1,1.00,,", "line_no_bad"),
        ("A2,1,2026-01-03,S01,138****8000,690001,1,1.00,,", "masked"),
        ("A2,1,2026-01-03,S01,1.38001E+10,690001,1,1.00,,", "mangled"),
        ("A2,1,2026-01-03,S01,,6900\x0001,1,1.00,,", "control"),
        ("A2,1,2026-01-03,S01,,=A1,1,1.00,,", "formula"),
        ("A2,1,2026-01-03,S01,," + "9" * 65 + ",1,1.00,,", "too_long"),
        ("A2,1,2026-01-03,S01,,690001,1,1,234.00,,", "cells_many"),
        ("合计,,,,,,2,18.00,,", "totals"),
        ('A2,1,2026-01-03,S01,,690001,1,"1.00,,', "quote_open"),
    ],
)
def test_a_bad_row_says_why_and_the_good_rows_stay(written: Written, text: str, code: str) -> None:
    rows = _rows(written, GOOD + text + "\n" + GOOD)
    assert [type(row) for row in rows] == [Row, RowProblem, Row]
    problem = rows[1]
    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.code) == (3, code)
    assert "{" not in problem.sentence("zh") + problem.sentence("en")


def test_a_member_key_is_never_in_a_sentence() -> None:
    for code in ("masked", "mangled", "control", "too_long"):
        assert not any("{value}" in sentence for sentence in SENTENCES[code])


def test_damaged_bytes_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "damaged.csv"
    path.write_bytes((HEADER + GOOD).encode() + b"A2,1,2026-01-03,S\xff1,,690001,1,1.00,,\n")
    problem = read_all(path)[1]
    assert isinstance(problem, RowProblem)
    assert problem.code == "unreadable"


def test_an_appended_copy_may_repeat_the_header(written: Written) -> None:
    rows = read_all(written(HEADER + GOOD + HEADER + GOOD))
    assert [row.line for row in rows] == [2, 4]


def test_cells_that_were_left_out_at_the_end_are_empty(written: Written) -> None:
    row = _row(written, "A2,1,2026-01-03,S01,,690001,1,1.00\n")
    assert (row.discount_minor, row.returns) == (0, None)


def test_a_mapping_must_fit_its_file(written: Written) -> None:
    path = written(HEADER + GOOD)
    shape, columns = find_shape(path), guess_mapping(path, find_shape(path)).columns
    unfit = Mapping(columns=columns | {"till": "款台"}, source="pos")
    with pytest.raises(MappingUnfit):
        RowReader(shape, unfit, exponent=2, zone=SHANGHAI, now=NOW)
    lacking = Mapping(columns={"at": "交易时间"}, source="pos")
    with pytest.raises(MappingLacks):
        RowReader(shape, lacking, exponent=2, zone=SHANGHAI, now=NOW)


def test_a_web_page_named_xls_is_told_apart(written: Written) -> None:
    with pytest.raises(FileIsPage):
        find_shape(written("\r\n<html><table><tr><td>1</td></tr></table></html>", name="a.xls"))


def test_an_empty_file_is_refused(written: Written) -> None:
    with pytest.raises(FileEmpty):
        find_shape(written(" \r\n\r\n"))
