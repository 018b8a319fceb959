import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from siyu.modules.tills.reading.delimited import read_records
from siyu.modules.tills.reading.encoding import sniff_encoding
from siyu.modules.tills.reading.problems import RowProblem
from siyu.modules.tills.tests.conftest import Written
from tests.house.depth import times

# Controls are left out but line ends: a cell may hold those. U+FFFD stands for damage.
_letters = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffd\ufeff")
_cells = st.text(st.one_of(_letters, st.sampled_from("\r\n\"',;\t|金额小票")), max_size=12)
Quoting = Literal[0, 1]
_QUOTINGS: tuple[Quoting, ...] = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
_tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(_cells, min_size=width, max_size=width), max_size=8)
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written") / "table.csv"


@settings(max_examples=times(100, 20_000), deadline=None)
@given(
    table=_tables,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
    quoting=st.sampled_from(_QUOTINGS),
)
def test_any_table_is_read_back_equal(
    place: Path, table: list[list[str]], encoding: str, delimiter: str, end: str, quoting: Quoting
) -> None:
    text = io.StringIO(newline="")
    # The writer leaves a lone \\r or \\n bare when it ends no line; readers part lines there.
    quoting = quoting if end == "\r\n" else csv.QUOTE_ALL
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)
    data = text.getvalue().encode(encoding)
    place.write_bytes(data)
    if encoding == "gb18030":
        assume(not _is_utf8(data))
    found = sniff_encoding(place)
    assert found == encoding or data.isascii()
    read = [cells for _, cells in read_records(place, encoding=found, delimiter=delimiter)]
    assert read == [row for row in table if any(map(str.strip, row))]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read(path: Path, delimiter: str = ",") -> list[tuple[int, list[str] | RowProblem]]:
    return list(read_records(path, encoding=sniff_encoding(path), delimiter=delimiter))


def test_lines_are_numbered_as_an_editor_numbers_them(written: Written) -> None:
    path = written('a,b\r\n\r\n , \r\n"one\r\ntwo",x\r\n,,\r\nlast,y')
    assert _read(path) == [(1, ["a", "b"]), (4, ["one\r\ntwo", "x"]), (7, ["last", "y"])]


def test_an_open_quotation_costs_its_own_line_only(written: Written) -> None:
    path = written('a,b\n"oops,1\nc,d\n' + "e,f\n" * 60)
    records = _read(path)
    assert isinstance(records[1][1], RowProblem)
    assert records[1][1].code == "quote_open"
    assert records[2] == (3, ["c", "d"])
    assert len(records) == 63


def test_an_open_quotation_does_not_swallow_a_later_quoted_cell(written: Written) -> None:
    records = _read(written('"oops,1\nc,d\n"e",f\ng,h\n'))
    assert [line for line, _ in records] == [1, 2, 3, 4]
    assert records[2] == (3, ["e", "f"])


def test_a_quotation_mark_inside_a_cell_is_kept(written: Written) -> None:
    assert _read(written('5" pipe,12\n')) == [(1, ['5" pipe', "12"])]


def test_an_endless_line_is_reported_and_passed_over(written: Written) -> None:
    records = _read(written("a,b\n" + "x" * 200_000 + "\nc,d\n"))
    assert [line for line, _ in records] == [1, 2, 3]
    assert isinstance(records[1][1], RowProblem)
    assert records[1][1].code == "line_long"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_zeros(written: Written, encoding: str) -> None:
    path = written("小票号,金额\r\nA1,12.50\r\n", encoding=encoding)
    assert sniff_encoding(path) == encoding


def test_chinese_after_a_megabyte_of_ascii_still_decides_the_encoding(written: Written) -> None:
    path = written("A1,12.50\n" * 200_000 + "门店,金额\n", encoding="gbk")
    assert sniff_encoding(path) == "gb18030"


def test_a_damaged_file_keeps_the_encoding_that_goes_further(tmp_path: Path) -> None:
    path = tmp_path / "damaged.csv"
    path.write_bytes("门店,金额\n".encode() * 100 + b"\xff\xff,1\n")
    assert sniff_encoding(path) == "utf-8"
