"""What a guard is: where it stands, what stands there without it, and which tests must miss it."""

from typing import NamedTuple

ROOMS = "siyu/modules"


class Guard(NamedTuple):
    """A guard and how it is taken away."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def guard(name: str, file: str, old: str, new: str, *tests: str) -> Guard:
    return Guard(name, file, old, new, tests)
