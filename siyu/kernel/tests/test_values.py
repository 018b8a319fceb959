"""The small things everybody uses: ids, money, clock, keys, settings, logs, errors."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.kernel import crypto, logs
from siyu.kernel.clock import StoppedClock
from siyu.kernel.config import BadSetting, Settings, load, master_secret
from siyu.kernel.errors import Forbidden
from siyu.kernel.ids import IdSource, new_id
from siyu.kernel.money import currency

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_an_id_is_a_uuid_of_version_7_that_tells_its_millisecond() -> None:
    made = new_id(NOON)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(NOON.timestamp() * 1000)


def test_ids_of_one_source_only_rise() -> None:
    source = IdSource(NOON)
    ids = [source.new() for _ in range(10_000)]
    assert ids == sorted(set(ids))


def test_later_ids_sort_later() -> None:
    assert new_id(NOON) < new_id(NOON + timedelta(milliseconds=1))


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_money_survives_being_written_and_read(minor: int, code: str) -> None:
    money = currency(code)
    assert money.minor(Decimal(money.text(minor))) == minor


def test_money_finer_than_its_minor_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="finer"):
        currency("CNY").minor(Decimal("1.005"))


def test_a_stopped_clock_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        StoppedClock(NOON).move(timedelta(seconds=-1))


def test_what_is_sealed_opens_only_in_its_place_with_its_key() -> None:
    key = crypto.new_key()
    sealed = crypto.seal(key, b"13800138000", b"customers/1")
    assert crypto.unseal(key, sealed, b"customers/1") == b"13800138000"
    for other_key, place in ((crypto.new_key(), b"customers/1"), (key, b"customers/2")):
        with pytest.raises(crypto.Unsealable):
            crypto.unseal(other_key, sealed, place)


def test_a_blind_index_tells_kinds_apart() -> None:
    key = crypto.new_key()
    one = crypto.blind_index(key, "phone", "13800138000")
    assert one == crypto.blind_index(key, "phone", "13800138000")
    assert one != crypto.blind_index(key, "card", "13800138000")


def test_an_unknown_setting_stops_the_start_and_names_its_neighbour() -> None:
    with pytest.raises(BadSetting, match="SIYU_PORT"):
        load({"SIYU_PROT": "1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SIYU_PORT", "eighty"),
        ("SIYU_SANDBOX", "yes"),
        ("SIYU_SECRET", "short"),
        ("SIYU_PORT", "70000"),
        ("SIYU_FACTS_MONTHS", "2"),
        ("SIYU_FACTS_MONTHS", "-1"),
    ],
)
def test_a_bad_setting_is_a_sentence(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        load({name: value})


def test_the_command_line_overrules_the_environment() -> None:
    assert load({"SIYU_PORT": "1"}, port=2).port == 2


def test_a_secret_may_come_from_a_file_and_an_unreadable_one_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("x" * 40 + "\n")
    assert load({"SIYU_SECRET_FILE": str(file)}).secret == "x" * 40
    with pytest.raises(BadSetting, match="cannot read"):
        load({"SIYU_SECRET_FILE": str(tmp_path / "none")})


def test_the_master_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    assert master_secret(settings) == master_secret(settings)
    assert (tmp_path / "data/secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text",
    [
        "call 13800138000 now",
        "+86 138-0013-8000",
        "8613800138000",
        "mail li.lei@example.com",
        "电话13800138000。",
    ],
)
def test_logs_mask_what_looks_like_a_person(text: str) -> None:
    masked = logs.masked(text)
    assert "8000" not in masked
    assert "@" not in masked


def test_logs_leave_ids_and_amounts_alone() -> None:
    text = "019a8d3c-1380-7013-8000-138001380001 amount 250031563 at 2026-03-02T12:00:00.138001Z"
    assert logs.masked(text) == text


def test_an_error_speaks_both_languages() -> None:
    error = Forbidden(permit="x.read")
    assert "x.read" in error.sentence("zh")
    assert "x.read" in error.sentence("en")
