"""The arithmetic of insight."""

from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.insight import rules, share_bp
from siyu.modules.insight.values import CurvePoint

DAYS = st.dictionaries(st.integers(0, 400), st.integers(1, 50), max_size=12)


def test_the_curve_of_a_worked_example() -> None:
    """Ten people: two buy again on day 5, one is watched for 6 days only, one buys on day 7."""
    points = rules.curve({5: 2, 7: 1}, {6: 1, 30: 6})
    assert points == [CurvePoint(0, 0, 10), CurvePoint(5, 2000, 10), CurvePoint(7, 3143, 7)]


def test_without_anybody_leaving_early_the_curve_is_the_plain_share() -> None:
    points = rules.curve({1: 1, 2: 1, 3: 2}, {300: 4})
    assert [p.share_bp for p in points] == [0, 1250, 2500, 5000]
    assert rules.median(points) == 3


@given(DAYS, DAYS)
def test_the_curve_only_rises_and_stays_a_share(
    bought: dict[int, int], left: dict[int, int]
) -> None:
    shares = [p.share_bp for p in rules.curve(bought, left)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 10_000 for share in shares)


@given(st.dictionaries(st.integers(1, 900), st.integers(1, 50)))
def test_every_gap_falls_into_one_interval(gaps: dict[int, int]) -> None:
    assert sum(i.times for i in rules.intervals(gaps)) == sum(gaps.values())


def test_a_share_of_nothing_is_no_share() -> None:
    assert share_bp(0, 0) is None
    assert share_bp(1, 3) == 3333
