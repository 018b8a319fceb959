from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from siyu.modules.tills.reading import Row, grouping
from siyu.modules.tills.reading.grouping import Bundles
from siyu.modules.tills.tests.conftest import Written, read_all


@pytest.fixture(params=[100_000, 7], ids=["in memory", "on disk"])
def memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_IN_MEMORY", request.param)


@pytest.mark.usefixtures("memory")
def test_rows_of_a_receipt_come_together_and_receipts_in_time(
    written: Written, tmp_path: Path
) -> None:
    lines = [
        f"A{n},2026-01-{n % 28 + 1:02} 09:00:00,{item}.00"
        for n in range(40)
        for item in range(1, 4)
    ]
    Random(7).shuffle(lines)
    rows = [
        r
        for r in read_all(written("\n".join(["小票号,交易时间,金额", *lines])))
        if isinstance(r, Row)
    ]
    receipts = list(_in_time(rows, tmp_path))
    assert Counter(len(receipt) for receipt in receipts) == {3: 40}
    assert all(len({row.receipt for row in receipt}) == 1 for receipt in receipts)
    times = [receipt[0].at for receipt in receipts]
    assert times == sorted(times)
    assert all([r.line for r in some] == sorted(r.line for r in some) for some in receipts)


@pytest.mark.usefixtures("memory")
def test_without_numbers_a_members_day_comes_together(written: Written, tmp_path: Path) -> None:
    text = "日期,会员号,金额\n2026-01-03,7,1\n2026-01-02,7,2\n2026-01-02,,3\n2026-01-03, 7,4\n"
    rows = [row for row in read_all(written(text)) if isinstance(row, Row)]
    found = [[row.amount_minor for row in some] for some in _in_time(rows, tmp_path)]
    assert found == [[200], [300], [100, 400]]


def _in_time(rows: list[Row], folder: Path) -> Iterator[list[Row]]:
    bundles = Bundles(folder)
    for row in rows:
        bundles.add(row)
    return bundles.in_time()
