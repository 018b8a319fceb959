"""The best legal combination, exactly.

A combination is a set of seats. It is legal if no two of them exclude each other and nothing is
left out without a reason: who is not in it is excluded by somebody who is, or is a coupon, or
takes nothing when its turn comes. Each takes of what those before it left. The best is the one
after which goods and freight come to least; of equals, the one with more pieces of gifts; of
equals, the one that takes the earlier seat.

So only seats that exclude each other, and coupons, are chosen between. Depth first, in the stated
order, who comes first is taken first; what can't be better any more is cut. `exclusive` seats
stand alone and are tried one by one; seats that bear no coupon and coupons are looked for apart,
because together they would blur the bound.
"""

import sys
from collections.abc import Sequence

from msgspec import Struct

from siyu.modules.promotions.pricing.bound import Bound, Way
from siyu.modules.promotions.pricing.seats import Seat

PATIENCE = 20_000
"""Choices after which the best so far is taken, and said to be unproved: the same for everybody."""

Value = tuple[int, int, int]
"""What she pays, gifts (fewer than none), and who is not taken, the first seat weighing most."""


class Found(Struct, frozen=True):
    """The chosen seats by their place, and whether nothing legal is better."""

    chosen: tuple[int, ...]
    proved: bool


def best(seats: Sequence[Seat], amounts: list[int], *, patience: int = PATIENCE) -> Found:
    """The best legal combination of the seats, which come in their order."""
    searching = Search(seats, patience)
    alone = sum(1 << i for i, one in enumerate(seats) if one.alone)
    coupons = sum(1 << i for i, one in enumerate(seats) if one.rule.wallet)
    bare = sum(1 << i for i, one in enumerate(seats) if one.bare)
    if coupons and bare & ~coupons:
        searching.look(amounts, alone | (bare & ~coupons), needs=coupons)
        searching.look(amounts, alone | coupons, needs=0)
    else:
        searching.look(amounts, alone, needs=0)
    for i in range(len(seats)):
        if alone >> i & 1:
            searching.alone(amounts, i)
    taken = searching.taken
    return Found(tuple(i for i in range(len(seats)) if taken >> i & 1), searching.proved)


class Search:
    def __init__(self, seats: Sequence[Seat], patience: int) -> None:
        self.seats = seats
        self.bars = _bars(seats)
        self.units = sum(one.phase == "unit" for one in seats)
        self.coupons = sum(1 << i for i, one in enumerate(seats) if one.rule.wallet)
        self.gives = [i for i, one in enumerate(seats) if one.effect.gifts is not None]
        self.patience = patience
        self.proved = True
        self.needs = 0
        self.here = False
        self.known: tuple[int, int] = (sys.maxsize, 0)
        self.value: Value = (sys.maxsize, 0, 0)
        self.taken = 0
        self.choice: list[bool] = []
        self.later: list[int] = []
        self.plain: list[bool] = []
        self.bound = Bound((), ())

    def look(self, amounts: list[int], out: int, *, needs: int) -> None:
        """Among the seats that are not `out`; one of `needs` has to be taken, if there are any."""
        self.needs, self.here = needs, False
        bars = [0 if out >> i & 1 else mine & ~out for i, mine in enumerate(self.bars)]
        self.choice = [bool(mine or self.coupons >> i & 1) for i, mine in enumerate(bars)]
        self.later = [0] * (len(bars) + 1)
        self.plain = [True] * (len(bars) + 1)
        for i in reversed(range(len(bars))):
            self.later[i] = self.later[i + 1] | bars[i]
            self.plain[i] = self.plain[i + 1] and self._is_plain(i, bars[i])
        self.bound = Bound(self.seats, bars)
        counts = [one.sees(amounts) for one in self.seats]
        start = self._to_choice(Way(0, amounts, counts, 0, out, out))
        if self._hopeless(start):
            return
        self._walk(start, greedy=True)
        self.here = False
        self._walk(start, greedy=False)

    def alone(self, amounts: list[int], at: int) -> None:
        """That seat and nobody else."""
        self.needs = 1 << at
        one, counts = self.seats[at], [one.sees(amounts) for one in self.seats]
        left = one.take(amounts, counts[at])
        if left is not None or one.gifts(counts[at]):
            everybody = (1 << len(self.seats)) - 1
            self._end(Way(len(self.seats), left or amounts, counts, 1 << at, everybody, 0))

    def _walk(self, way: Way, *, greedy: bool) -> None:
        """All that may follow from a choice; greedy: of those that exclude each other the most."""
        at, one = way.at, 1 << way.at
        if at == len(self.seats):
            self._end(way)
            return
        took = way._replace(
            at=at + 1,
            amounts=way.left or way.amounts,
            taken=way.taken | one,
            barred=way.barred | self.bars[at],
        )
        left = way._replace(at=at + 1, excused=way.excused | one & self.coupons)
        # Who stays out has to be excluded by somebody in the end: taken before, or still to come.
        may_leave = bool((left.excused | self.later[at + 1]) & one)
        if greedy or self.plain[at]:
            then = left if may_leave and not self._most(way) else took
            self._walk(self._to_choice(then), greedy=greedy)
            return
        if self._hopeless(way):
            return
        self.patience -= 1
        if self.patience < 0 and self.taken:
            self.proved = False
            return
        self._walk(self._to_choice(took), greedy=False)
        if may_leave:
            self._walk(self._to_choice(left), greedy=False)

    def _is_plain(self, at: int, bars: int) -> bool:
        """Whether from here on what takes most is best: coupons that exclude coupons only.

        What comes after them is freight, which does not look at what they leave.
        """
        if not self.choice[at]:
            return True
        effect = self.seats[at].effect
        of_goods = effect.freight is None and effect.gifts is None
        return of_goods and bool(self.coupons >> at & 1) and not bars & ~self.coupons

    def _to_choice(self, way: Way) -> Way:
        """On to the next seat that there is a choice about; those between are simply taken."""
        start, amounts, counts, taken, barred, excused, _ = way
        for at in range(start, len(self.seats)):
            if at == self.units:
                counts = [one.sees(amounts) for one in self.seats]
            if barred >> at & 1:
                continue
            one = self.seats[at]
            left = one.take(amounts, counts[at])
            if left is None and not one.gifts(counts[at]):
                excused |= 1 << at
            elif self.choice[at]:
                return Way(at, amounts, counts, taken, barred, excused, left)
            else:
                amounts, taken = left or amounts, taken | 1 << at
        return Way(len(self.seats), amounts, counts, taken, barred, excused)

    def _most(self, way: Way) -> bool:
        """Whether the seat here takes no less than any that it excludes would now."""
        bars = self.bars[way.at] & ~way.barred
        rivals = (i for i in range(way.at + 1, len(self.seats)) if bars >> i & 1)
        offs = (self.seats[i].off(way.amounts, way.counts[i]) for i in rivals)
        return self.seats[way.at].off(way.amounts, way.counts[way.at]) >= max(offs, default=0)

    def _end(self, way: Way) -> None:
        size = len(self.seats)
        if (way.taken | way.barred | way.excused) != (1 << size) - 1:
            return
        if self.needs and not way.taken & self.needs:
            return
        out = sum(1 << (size - i) for i in range(size) if not way.taken >> i & 1)
        value = (sum(way.amounts), -self._gifts(way.counts, way.taken), out)
        if value < self.value:
            self.value, self.taken, self.known = value, way.taken, value[:2]
            self.here = True

    def _hopeless(self, way: Way) -> bool:
        """Whether nothing from here on can be better than what is known."""
        total, known = self.bound.least(way, self.known[0]), self.known[0]
        if total != known:
            return total > known
        value = (total, -self._gifts(way.counts, way.taken | ~way.barred & -1 << way.at))
        return value > self.known or (self.here and value == self.known)

    def _gifts(self, counts: Sequence[int], who: int) -> int:
        given = (self.seats[i].gifts(counts[i]) for i in self.gives if who >> i & 1)
        return sum(gift.quantity for gifts in given for gift in gifts)


def _bars(seats: Sequence[Seat]) -> list[int]:
    """For each seat, whom it excludes: the same as `Seat.excludes` says of each two."""
    everybody = (1 << len(seats)) - 1
    coupons = bare = alone = 0
    groups: dict[str, int] = {}
    for i, one in enumerate(seats):
        coupons |= bool(one.rule.wallet) << i
        bare |= one.bare << i
        alone |= one.alone << i
        for group in one.groups:
            groups[group] = groups.get(group, 0) | 1 << i
    bars = []
    for i, one in enumerate(seats):
        mine = everybody if one.alone else alone
        for group in one.groups:
            mine |= groups[group]
        mine |= (coupons if one.bare else 0) | (bare if one.rule.wallet else 0)
        bars.append(mine & ~(1 << i))
    return bars
