"""Chance that falls the same way on every Python and every machine."""

import math
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws made of `random()` alone: the one method whose sequence Python promises to keep for a
    seed.
    """

    def __init__(self, *seed: object) -> None:
        self.roll = Random("/".join(map(str, seed))).random  # noqa: S311

    def below(self, end: int) -> int:
        """A whole number from 0 to `end` - 1."""
        return int(self.roll() * end)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.roll() * len(choices))]

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.roll()

    def wait(self, mean: float) -> int:
        """Days until something that has no memory happens, at least one."""
        return 1 + int(-mean * math.log(1.0 - self.roll()))

    def count(self, mean: float) -> int:
        """How often something rare happened (Poisson; above 30 by the normal curve that it tends
        to).
        """
        if mean > 30:
            bell = sum(self.roll() for _ in range(12)) - 6.0
            return max(0, round(mean + bell * math.sqrt(mean)))
        floor, product, times = math.exp(-mean), self.roll(), 0
        while product > floor:
            product *= self.roll()
            times += 1
        return times


def spread(weights: Sequence[tuple[T, int]]) -> list[T]:
    """Each value as often as its weight says, so that one draw of an index is a weighted choice."""
    return [value for value, weight in weights for _ in range(weight)]
