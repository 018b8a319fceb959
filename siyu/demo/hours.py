"""When on a day people buy: lunch hour and after work in the week, the afternoon at the weekend,
late online.
"""

from collections.abc import Callable

from siyu.demo.dice import spread

WEEKDAY = spread(list(zip(range(10, 22), (4, 6, 5, 4, 5, 6, 7, 8, 11, 14, 12, 4), strict=True)))
WEEKEND = spread(list(zip(range(10, 22), (6, 9, 7, 8, 11, 13, 12, 9, 8, 9, 8, 3), strict=True)))
ONLINE = spread(
    list(zip(range(7, 24), (2, 3, 4, 5, 5, 6, 6, 4, 4, 4, 4, 4, 5, 8, 11, 12, 8), strict=True))
)
TABLES = spread(
    list(zip((11, 12, 13, 17, 18, 19, 20, 21), (9, 15, 7, 6, 17, 15, 7, 2), strict=True))
)


def draw_second(roll: Callable[[], float], kind: str, busy: bool) -> int:
    """A second of the day at which a till of this kind rings."""
    hours = (
        ONLINE if kind == "online" else TABLES if kind == "table" else WEEKEND if busy else WEEKDAY
    )
    return hours[int(roll() * len(hours))] * 3600 + int(roll() * 3600)
