from collections import Counter
from pathlib import Path

from siyu.modules.tills.reading import Row, RowProblem
from siyu.modules.tills.tests.conftest import read_all


def test_the_cdnow_log_is_read_whole(cdnow: Path) -> None:
    rows = read_all(cdnow)
    assert not [row for row in rows if isinstance(row, RowProblem)]
    lines = [row for row in rows if isinstance(row, Row)]
    assert len(lines) == 69_659
    assert len({row.member for row in lines}) == 23_570
    assert sum(row.amount_minor for row in lines) == 250_031_563
    assert sum(row.amount_minor == 0 for row in lines) == 80
    alike = Counter((r.member, r.on, r.quantity_milli, r.amount_minor) for r in lines)
    assert sum(times - 1 for times in alike.values()) == 255
    assert [row.line for row in lines] == list(range(2, 69_661))
