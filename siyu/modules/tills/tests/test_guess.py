from pathlib import Path

import pytest

from siyu.modules.tills.reading import find_shape, fingerprint, guess_mapping
from siyu.modules.tills.reading.values import Mapping
from siyu.modules.tills.tests.conftest import Written


def _guess(path: Path) -> Mapping:
    return guess_mapping(path, find_shape(path))


def test_a_chinese_till_is_understood(written: Written) -> None:
    path = written(
        "小票号,行号,交易日期,交易时间,门店编码,收银台,导购,会员卡号,商品编码,单价,数量,应收金额,"
        "实收金额（元）,优惠金额,支付方式\n"
        "A1,1,2026-01-02,03:04:05,S01,2,G7,13800138000,690001,10.00,2,20.00,18.00,2.00,微信\n"
    )
    assert _guess(path).columns == {
        "receipt": "小票号", "line": "行号", "at": "交易日期", "time": "交易时间",
        "store": "门店编码", "till": "收银台", "guide": "导购", "member": "会员卡号",
        "sku": "商品编码", "quantity": "数量", "amount": "实收金额（元）", "discount": "优惠金额",
        "means": "支付方式",
    }  # fmt: skip


def test_an_english_till_is_understood(written: Written) -> None:
    path = written(
        "InvoiceNo\tStockCode\tDescription\tQuantity\tInvoiceDate\tUnitPrice\tTotal\tCustomerID\n"
        "536365\t85123A\tHOLDER\t6\t2010-12-01 08:26:00\t2.55\t15.30\t17850\n"
    )
    assert _guess(path).columns == {
        "receipt": "InvoiceNo", "sku": "StockCode", "quantity": "Quantity",
        "at": "InvoiceDate", "amount": "Total", "member": "CustomerID",
    }  # fmt: skip


def test_without_a_header_the_values_speak(written: Written) -> None:
    path = written(
        "".join(f"2026-01-{d:02},1380013{d:04},{d % 3 + 1},{d}.50\n" for d in range(1, 29))
    )
    shape = find_shape(path)
    assert shape.header_line == 0
    assert shape.names == ("A", "B", "C", "D")
    guess = guess_mapping(path, shape)
    assert guess.columns == {"at": "A", "member": "B", "quantity": "C", "amount": "D"}


def test_a_name_is_not_believed_against_its_values(written: Written) -> None:
    path = written("日期,金额,合计\n2026-01-02,见右,12.50\n2026-01-03,见右,8.00\n")
    assert _guess(path).columns["amount"] == "合计"


def test_titles_above_the_header_are_passed_over(written: Written) -> None:
    path = written("XX门店销售明细\n导出时间：2026-06-01,,\n小票号,日期,金额\nA1,2026-01-02,1.00\n")
    shape = find_shape(path)
    assert (shape.header_line, shape.names) == (3, ("小票号", "日期", "金额"))


def test_day_and_month_in_doubt_are_asked(written: Written) -> None:
    doubtful = written("date,amount\n01/02/2026,1.00\n03/04/2026,2.00\n")
    assert _guess(doubtful).date_format is None
    clear = written("date,amount\n01/02/2026,1.00\n13/04/2026,2.00\n")
    assert _guess(clear).date_format == "dmy"


@pytest.mark.parametrize("name", ["金额(分)", "amount_minor", "amount (cents)"])
def test_amounts_in_fen_are_known_by_their_header(written: Written, name: str) -> None:
    assert _guess(written(f"日期,{name}\n2026-01-02,1250\n")).amount_unit == "minor"


def test_columns_of_the_same_name_stay_apart(written: Written) -> None:
    shape = find_shape(written("日期,金额,金额,\n2026-01-02,1,2,3\n"))
    assert shape.names == ("日期", "金额", "金额 (2)", "D")


def test_a_saved_mapping_is_found_again_by_the_columns(written: Written) -> None:
    one = fingerprint(find_shape(written("日期,金额\n2026-01-02,1\n")))
    assert one == fingerprint(find_shape(written("\ufeff日期 ;金额（元）\n2026-02-02;2,5\n")))
    assert one != fingerprint(find_shape(written("金额,日期\n1,2026-01-02\n")))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "  "])
def test_the_delimiter_is_found(written: Written, delimiter: str) -> None:
    rows = [["日期", "金额", "件数"], ["2026-01-02", "12.50", "1"], ["2026-01-03", "8.00", "2"]]
    path = written("\n".join(delimiter.join(row) for row in rows))
    assert find_shape(path).names == ("日期", "金额", "件数")


def test_fields_padded_with_tabs_are_still_parted_by_commas(written: Written) -> None:
    path = written("日期\t,金额\t,单号\t\n2026-01-02\t,1.00\t,A1\t\n2026-01-03\t,2.00\t,A2\t\n")
    assert find_shape(path).delimiter == ","
