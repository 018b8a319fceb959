from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.tills.reading.dates import DateReader, find_format
from siyu.modules.tills.reading.problems import Bad
from siyu.modules.tills.reading.refusals import DateFormatUnknown
from siyu.modules.tills.tests.conftest import NOW, SHANGHAI

LOCAL = datetime(2026, 1, 2, 3, 4, 5, tzinfo=SHANGHAI)
MINUTE = LOCAL.replace(second=0)
DAY = LOCAL.replace(hour=0, minute=0, second=0)


def _read(text: str, clock: str = "", style: str | None = None) -> datetime:
    return DateReader(style, SHANGHAI, NOW).read(text, clock, "交易时间")[0]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-01-02 03:04:05", LOCAL), ("2026-01-02T03:04:05", LOCAL), ("2026/1/2 3:04", MINUTE),
        ("2026.1.2", DAY), ("20260102", DAY), ("20260102 03:04:05", LOCAL),
        ("20260102030405", LOCAL), ("202601020304", MINUTE), ("2026年1月2日", DAY),
        ("2026年1月2日 3时4分5秒", LOCAL), ("2026-01-02 星期五 03:04", MINUTE),
        ("2026/1/2 上午3:04", MINUTE), ("2026-1-2 3:04 AM", MINUTE),
        ("2026/1/2 下午3:04", MINUTE + timedelta(hours=12)),
        ("2026-01-02 12:04 AM", MINUTE - timedelta(hours=3)),
        ("2026-01-02 03:04:05.678", LOCAL), ("2026-01-01T19:04:05Z", LOCAL),
        ("2026-01-02 04:04:05+09:00", LOCAL), ("46024", DAY), ("46024.12783564815", LOCAL),
    ],
)  # fmt: skip
def test_dates_as_tills_write_them(text: str, at: datetime) -> None:
    assert _read(text) == at


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("02/01/2026 03:04:05", "dmy"), ("1/2/2026 3:04:05", "mdy"), ("2.1.26 03:04:05", "dmy"),
        ("1767294245", "unix"), ("1767294245000", "unix_ms"), ("26-1-2 3:04:05", "ymd"),
        ("2026-01-02 03:04:05", "dmy"),
    ],
)  # fmt: skip
def test_other_orders_are_read_when_they_are_told(text: str, style: str) -> None:
    assert _read(text, style=style) == LOCAL


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("01/02/2026", "date_order"), ("26-1-2", "date_order"), ("2026-02-30", "date_bad"),
        ("昨天", "date_bad"), ("2026-01-02 25:00", "date_bad"), ("1899-12-31", "date_absurd"),
        ("2026-06-03", "date_absurd"), ("00000000", "date_bad"), ("9999-12-31", "date_absurd"),
    ],
)  # fmt: skip
def test_what_is_no_date_says_why(text: str, code: str) -> None:
    with pytest.raises(Bad) as caught:
        _read(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "clock", ["03:04:05", "3:4:5", "030405", "0.12783564815", "1899-12-31 03:04:05", "上午3:04:05"]
)
def test_the_time_may_stand_in_a_column_of_its_own(clock: str) -> None:
    assert _read("2026-01-02 00:00:00", clock) == LOCAL


def test_the_day_is_the_merchants_and_not_greenwichs() -> None:
    at, on = DateReader(None, SHANGHAI, NOW).read("2026-01-02 03:04:05", "", "日期")
    assert at == datetime(2026, 1, 1, 19, 4, 5, tzinfo=UTC)
    assert on == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("samples", "style"),
    [
        (["2026-01-02", "2026/1/3"], "ymd"), (["20260102"], "ymd"), (["13/01/2026"], "dmy"),
        (["01/13/2026", "02/01/2026"], "mdy"), (["01/02/2026", "03/04/2026"], None),
        (["45678.5", "45679"], "excel"), (["1767294245"], "unix"), ([""], None), (["x"], None),
    ],
)  # fmt: skip
def test_the_format_is_found_or_must_be_asked(samples: list[str], style: str | None) -> None:
    assert find_format(samples) == style


@given(at=st.datetimes(datetime(1980, 1, 2), datetime(2026, 5, 30)))  # noqa: DTZ001
def test_every_instant_is_read_as_it_was_written(at: datetime) -> None:
    at = at.replace(microsecond=0, tzinfo=UTC)
    local = at.astimezone(SHANGHAI)
    if local.replace(fold=0).astimezone(UTC) != at:  # The hour that summer time gave back.
        return
    for pattern in ("%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y年%m月%d日 %H时%M分%S秒"):
        assert _read(local.strftime(pattern)) == at


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(DateFormatUnknown):
        DateReader("%Y", SHANGHAI, NOW)


@pytest.mark.parametrize(
    ("written", "style"),
    [("DD/MM/YYYY HH:mm", "dmy"), ("%m/%d/%Y", "mdy"), ("yyyy-MM-dd", "ymd"), ("Excel", "excel")],
)
def test_a_format_may_be_written_as_people_write_it(written: str, style: str) -> None:
    assert DateReader(written, SHANGHAI, NOW).style == style
