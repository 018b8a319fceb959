"""The gate's table, executed; and what no table can say about all letters at all times."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.messaging.letters import REASONS, Letter, Policy
from siyu.modules.messaging.rules.gate import Asked, Standing, judge, quiet_until, rule

SHANGHAI = ZoneInfo("Asia/Shanghai")
HER = UUID(int=1)
POLICY = Policy()
TABLE = Path(__file__).parents[4] / "docs/algorithms/gate.md"


def rows(after: str, before: str = "nothing else") -> list[dict[str, str]]:
    """The table between two pieces of text, one row a dictionary."""
    lines = TABLE.read_text().partition(after)[2].partition(before)[0].splitlines()
    cells = [[c.strip() for c in x.strip("|").split("|")] for x in lines if x.startswith("|")]
    head, _, *body = cells
    return [dict(zip(head, row, strict=True)) for row in body]


WORKED = rows("## Worked")


def day(text: str) -> datetime:
    """`4 09:10` in March."""
    on, _, at = text.partition(" ")
    return datetime.combine(
        datetime(2026, 3, int(on), tzinfo=UTC).date(), time.fromisoformat(at), SHANGHAI
    )


def letter(purpose: str = "marketing", **more: Any) -> Letter:
    return Letter(customer=HER, purpose=purpose, words="你好", **more)


def standing(row: dict[str, str]) -> Standing:
    said = {"legacy": {"service": "legacy"}, "": {}}
    return Standing(
        erased=row["erased"] == "yes",
        said=said.get(row["said"], {"marketing_in_app": row["said"]}),
        marketed=tuple(day(at) for at in row["marketed"].split(", ") if at),
        said_at=day(row["same words"]) if row["same words"] else None,
        guide_gone=row["guide"] == "departed",
    )


@pytest.mark.parametrize("row", WORKED, ids=lambda r: f"{r['at']} {r['purpose']} {r['ruling']}")
def test_the_gate_rules_as_its_table_says(row: dict[str, str]) -> None:
    ruling = rule(POLICY, SHANGHAI, day(f"4 {row['at']}"), letter(row["purpose"]), standing(row))
    assert (ruling.reason or "allowed") == row["ruling"]
    assert ruling.until == (day(row["until"]) if row["until"] else None)


def test_the_table_works_every_reason_and_names_them_in_order() -> None:
    assert {row["ruling"] for row in WORKED} == {"allowed", *REASONS}
    assert tuple(row["reason"].strip("`") for row in rows("herself.", "## Worked")) == REASONS


def test_only_what_waits_for_the_morning_waits() -> None:
    waiting = rule(POLICY, SHANGHAI, day("4 22:00"), letter(), GRANTED)
    assert waiting.waits
    assert not rule(POLICY, SHANGHAI, day("4 10:00"), letter(), Standing()).waits


GRANTED = Standing(said={"marketing_in_app": "granted"})


def test_what_is_let_through_counts_within_the_batch() -> None:
    asked = [Asked(letter(), bytes([n]), GRANTED) for n in range(3)]
    rulings = judge(POLICY, SHANGHAI, day("4 10:00"), asked)
    assert [r.reason for r in rulings] == [None, None, "daily_cap"]


def test_the_same_words_pass_once_within_the_batch() -> None:
    asked = [Asked(letter("service"), b"same", GRANTED)] * 2
    rulings = judge(POLICY, SHANGHAI, day("4 10:00"), asked)
    assert [r.reason for r in rulings] == [None, "said_before"]


def test_quiet_hours_end_by_the_wall_clock_when_clocks_change() -> None:
    zone = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 3, 28, 22, 0, tzinfo=zone)
    assert quiet_until(POLICY, zone, before) == datetime(2026, 3, 29, 9, 0, tzinfo=zone)


def test_without_quiet_hours_it_is_never_quiet() -> None:
    policy = Policy(quiet_from=time(0), quiet_until=time(0))
    assert quiet_until(policy, SHANGHAI, day("4 03:00")) is None


INSTANTS = st.integers(0, 365 * 24 * 3600).map(
    lambda s: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
)


@given(
    INSTANTS,
    st.lists(st.integers(1, 9 * 24 * 3600), max_size=12),
    st.integers(0, 1439),
    st.integers(0, 1439),
)
def test_when_the_time_given_has_come_that_reason_is_gone(
    now: datetime, ago: list[int], quiet: int, awake: int
) -> None:
    policy = Policy(quiet_from=time(*divmod(quiet, 60)), quiet_until=time(*divmod(awake, 60)))
    marketed = tuple(now - timedelta(seconds=one) for one in ago)
    of = Standing(said=GRANTED.said, marketed=marketed)
    ruling = rule(policy, SHANGHAI, now, letter(), of)
    if ruling.until is not None:
        assert ruling.until > now
        later = rule(policy, SHANGHAI, ruling.until, letter(), of)
        assert later.reason != ruling.reason
        assert later.reason != "quiet_hours"
