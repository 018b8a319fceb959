from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyu.kernel.errors import Refusal
from siyu.modules.tills.reading import RowProblem
from siyu.modules.tills.tests.conftest import read_all
from tests.house.depth import times

_SIGNS = "0123456789-/,;\t|\" \r\n年月日金额合计A='`.E+*\x00\ufeff￥"
_FILES = st.one_of(
    st.binary(max_size=300),
    st.text(alphabet=_SIGNS, max_size=200).map(lambda t: f"日期,金额,小票号,会员号\n{t}".encode()),
    st.binary(max_size=60).map(lambda data: b"date,amount\n2026-01-02," + data),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bytes") / "file.csv"


@settings(max_examples=times(100, 20_000), deadline=None)
@given(data=_FILES)
def test_any_bytes_are_read_or_refused_with_a_sentence(place: Path, data: bytes) -> None:
    place.write_bytes(data)
    try:
        rows = read_all(place)
    except Refusal:
        return
    for row in rows:
        if isinstance(row, RowProblem):
            assert row.sentence("zh")
            assert row.sentence("en")
