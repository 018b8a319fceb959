"""How busy a shop is on a day: the week, the feasts, the sales of June and November."""

from datetime import date
from functools import cache
from typing import NamedTuple

# First day of the lunar year, from the published Chinese calendar.
LUNAR_NEW_YEAR = {
    day.year: day
    for day in map(
        date.fromisoformat,
        [
            "2022-02-01",
            "2023-01-22",
            "2024-02-10",
            "2025-01-29",
            "2026-02-17",
            "2027-02-06",
            "2028-01-26",
            "2029-02-13",
            "2030-02-03",
            "2031-01-23",
            "2032-02-11",
            "2033-01-31",
            "2034-02-19",
            "2035-02-08",
            "2036-01-28",
            "2037-02-15",
            "2038-02-04",
            "2039-01-24",
            "2040-02-12",
        ],
    )
}
WEEK = (0.56, 0.53, 0.53, 0.57, 0.72, 1.0, 0.94)
# month, first day, last day, factor on sales at the counter and in the online shop, part of the
# price taken off (in percent).
SALES = (
    (3, 5, 8, 1.2, 1.5, 6),
    (5, 1, 5, 1.25, 0.9, 5),
    (5, 29, 31, 1.2, 1.2, 5),
    (6, 1, 1, 1.9, 1.5, 8),
    (6, 2, 15, 1.1, 1.2, 6),
    (6, 16, 18, 1.7, 2.8, 12),
    (8, 1, 7, 1.1, 1.1, 5),
    (10, 1, 7, 1.3, 0.9, 6),
    (10, 31, 31, 1.1, 1.6, 8),
    (11, 1, 8, 1.15, 1.5, 8),
    (11, 9, 11, 1.8, 3.2, 14),
    (12, 10, 12, 1.25, 1.8, 9),
    (12, 24, 25, 1.2, 1.1, 4),
)


class Mood(NamedTuple):
    """What a day does to trade; 1.0 is an ordinary Saturday."""

    counter: float
    online: float
    cut: int
    warm: bool


@cache
def get_mood(day: date) -> Mood:
    week = WEEK[day.weekday()]
    feast_counter, feast_online = weigh_new_year(day)
    counter, online, cut = 1.0, 1.0, 0
    for month, first, last, at_counter, at_online, percent in SALES:
        if day.month == month and first <= day.day <= last:
            counter, online, cut = at_counter, at_online, percent
    return Mood(
        week * feast_counter * counter, 0.75 * feast_online * online, cut, 5 <= day.month <= 9
    )


def weigh_new_year(day: date) -> tuple[float, float]:
    """People stock up in the fortnight before the lunar year, stay at home for it, and come back
    by the lantern feast.
    """
    until = (LUNAR_NEW_YEAR.get(day.year, date(day.year, 2, 5)) - day).days
    for last, counter, online in (
        (15, 1.0, 1.0),
        (2, 1.45, 1.25),
        (0, 0.8, 0.5),
        (-2, 0.06, 0.35),
        (-7, 0.4, 0.6),
        (-15, 0.8, 0.9),
    ):
        if until >= last:
            return counter, online
    return 1.0, 1.0


def get_season(day: date) -> str:
    return "冬冬春春春夏夏夏秋秋秋冬"[day.month - 1]
