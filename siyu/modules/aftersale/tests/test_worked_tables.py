"""The tables of docs/algorithms/after-sale.md that need no database; and what holds of all."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.aftersale import rules
from siyu.modules.aftersale.values import OPEN, Exempt, Kind, Reason, Rule, State

PAGE = Path(__file__).parents[4] / "docs/algorithms/after-sale.md"
DAWN = datetime(2026, 1, 1, tzinfo=UTC)


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


@pytest.mark.parametrize(("was", "next_"), rows("What may become what"))
def test_a_case_goes_one_way(was: State, next_: str) -> None:
    may = [to for to in get_args(State) if rules.may_become(was, to)]
    assert set(may) == (set() if next_ == "nothing" else set(next_.split(", ")))
    assert (was in OPEN) == bool(may)


@pytest.mark.parametrize(("kind", "state", "hours", "becomes"), rows("What the clock does"))
def test_the_clock_is_said_before(kind: Kind, state: State, hours: str, becomes: State) -> None:
    due = rules.due(kind, state, Rule(), DAWN)
    if hours == "never":
        assert (due, rules.by_clock(kind, state)) == (None, None)
        return
    assert due == DAWN + timedelta(hours=int(hours))
    assert rules.by_clock(kind, state) == becomes
    assert rules.may_become(state, becomes)


@pytest.mark.parametrize(
    ("received", "asked", "exempt", "told", "may"), rows("Seven days without a reason")
)
def test_seven_days_are_seven_days(
    received: str, asked: str, exempt: str, told: str, may: str
) -> None:
    on = None if received == "not yet" else date.fromisoformat(received)
    why: Exempt | None = None if exempt == "no" else exempt  # type: ignore[assignment]
    said = rules.seven_days(on, date.fromisoformat(asked), why, told=told == "yes")
    assert said == may


WAYS = rows("Which reasons go with which kind, and who pays the way back")


@pytest.mark.parametrize(("kind", "reason", "pays"), WAYS)
def test_a_reason_goes_with_a_kind(kind: Kind, reason: Reason, pays: str) -> None:
    assert (reason in rules.REASONS[kind]) == (pays != "refused")
    if pays != "refused":
        assert rules.who_pays(reason) == pays


def test_the_page_says_every_reason() -> None:
    said = {(kind, reason) for kind, reason, pays in WAYS if pays != "refused"}
    assert said == {(kind, one) for kind, of in rules.REASONS.items() for one in of}


@given(st.sampled_from(get_args(Kind)), st.sampled_from(get_args(State)))
def test_the_clock_never_leads_where_a_case_may_not_go(kind: Kind, state: State) -> None:
    to = rules.by_clock(kind, state)
    assert to is None or rules.may_become(state, to)
    assert to is None or state in OPEN


@given(st.integers(0, 40), st.integers(7, 40))
def test_faults_may_be_said_at_least_as_long_as_nothing(days: int, fault_days: int) -> None:
    received, rule = date(2026, 3, 1), Rule(fault_days=fault_days)
    asked = received + timedelta(days=days)
    if rules.seven_days(received, asked, None, told=False) == "yes":
        assert rules.faults_in_time(received, asked, rule)
