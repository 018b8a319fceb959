"""How little a cart can still come to: a bound that no legal combination goes below.

Amounts only fall, and no seat takes more when it sees less; so what is left to come takes no more
than each could take now, and of seats that exclude each other the greatest only.

That alone counts twice what one seat takes away from the next. Who takes of a sum is therefore
looked at after those that come before it and are for none but its goods, as if they had taken all
they can: the less there is, the less is left, so between them they can't leave less than that.
"""

from collections.abc import Sequence
from typing import NamedTuple

from siyu.modules.promotions.pricing.seats import Seat


class Way(NamedTuple):
    """How far it went: the seat next in turn, what is left, and masks of seats.

    `excused` may stay out for another reason than being barred: coupons, and who takes nothing.
    """

    at: int
    amounts: list[int]
    counts: list[int]
    taken: int
    barred: int
    excused: int
    left: list[int] | None = None
    """What is left once the seat next in turn has taken."""


class Bound:
    """Prepared once for the seats of a cart."""

    def __init__(self, seats: Sequence[Seat], bars: Sequence[int]) -> None:
        self.seats = seats
        self.units = sum(one.phase == "unit" for one in seats)
        self.cliques = _cliques(bars)
        scopes = [sum(1 << i for i in one.scope) for one in seats]
        self.plan = [
            (one, self.cliques[at], self._inside(scopes, at)) for at, one in enumerate(seats)
        ]

    def least(self, way: Way, known: int) -> int:
        """What the cart comes to at least from here on; not exact once below what is known."""
        counts, amounts = way.counts, way.amounts
        if way.at < self.units:
            counts = [one.sees(amounts) for one in self.seats]
        total = sum(amounts)
        most = [0] * len(self.seats)
        for i in range(way.at, len(self.seats)):
            if way.barred >> i & 1:
                continue
            one, name, inside = self.plan[i]
            if inside and one.effect.takes is not None:
                left = one.sees(amounts) - sum([most[j] for j in inside])
                off = one.effect.takes(one.args, max(0, left), counts[i])
            else:
                off = one.off(amounts, counts[i])
            if off > most[name]:
                total -= off - most[name]
                most[name] = off
                if total < known:
                    break
        return total

    def _inside(self, scopes: Sequence[int], at: int) -> tuple[int, ...]:
        """Cliques that come wholly before a seat that takes of a sum, and for its goods only."""
        if self.seats[at].effect.takes is None:
            return ()
        outside = {
            self.cliques[i]
            for i in range(len(scopes))
            if i >= at or scopes[i] & ~scopes[at] or self.seats[i].effect.freight is not None
        }
        return tuple(sorted(set(self.cliques[:at]) - outside))


def _cliques(bars: Sequence[int]) -> list[int]:
    """Seats parted into sets whose members all exclude each other, each named by its first."""
    cliques = [-1] * len(bars)
    for i in range(len(bars)):
        if cliques[i] >= 0:
            continue
        cliques[i], members = i, 1 << i
        for j in range(i + 1, len(bars)):
            if cliques[j] < 0 and members & ~bars[j] == 0:
                members |= 1 << j
                cliques[j] = i
    return cliques
