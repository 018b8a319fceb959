"""Pure arithmetic of insight: scores and the curve of coming back."""

from collections.abc import Mapping, Sequence

from siyu.modules.insight.values import CurvePoint, Interval

BUCKETS = (1, 8, 15, 31, 61, 91, 181)
"""First days of the intervals between two purchases; the last one is open-ended."""

WATCHED_DAYS = 365


def curve(bought: Mapping[int, int], left: Mapping[int, int]) -> list[CurvePoint]:
    """Share of first-time buyers who bought again by day t, as Kaplan and Meier estimate it.

    `bought`: day of the second purchase → people; `left`: days watched without one → people.
    Those who are watched for a shorter time count for as long as they were watched. Source: Kaplan
    and Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958).
    """
    at_risk = sum(bought.values()) + sum(left.values())
    staying = 1.0
    points = [CurvePoint(0, 0, at_risk)]
    for day in sorted({*bought, *left}):
        if day > WATCHED_DAYS:
            break
        again = bought.get(day, 0)
        if again:
            staying *= 1 - again / at_risk
            points.append(CurvePoint(day, round((1 - staying) * 10_000), at_risk))
        at_risk -= again + left.get(day, 0)
    return points


def median(points: Sequence[CurvePoint]) -> int | None:
    """The first day by which half had bought again; None if fewer ever did."""
    return next((point.days for point in points if point.share_bp >= 5_000), None)


def intervals(gaps: Mapping[int, int]) -> list[Interval]:
    """Days between two purchases → times, gathered into buckets a person can read."""
    ends = [*(b - 1 for b in BUCKETS[1:]), None]
    return [
        Interval(first, end, _between(gaps, first, end))
        for first, end in zip(BUCKETS, ends, strict=True)
    ]


def _between(gaps: Mapping[int, int], first: int, end: int | None) -> int:
    return sum(n for days, n in gaps.items() if days >= first and (end is None or days <= end))
