"""Which tier somebody has at an instant: a function of the programme and of her growth alone.

Growth is what orders and receipts brought less what of them went back, at the instant at which
they were paid: whoever returns something stands as if she had never bought it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from siyu.kernel.errors import Refusal
from siyu.modules.loyalty.errors import KeepsMore, NoTiers, TierGone, TiersNotRising, TierTwice
from siyu.modules.loyalty.values.tiers import Growth, Ladder, Programme, Standing, Tier, Turn

Ends = Callable[[datetime, int], datetime]
"""When so many days from an instant are over: as a day of the merchant's ends."""

BASE = -1
TICK = timedelta(microseconds=1)


def earned(ladder: Ladder, paid_minor: int) -> int:
    """What so much paid brings, rounded towards nothing once; what came back takes as much off."""
    whole = abs(paid_minor) * ladder.growth // ladder.per_minor
    return whole if paid_minor >= 0 else -whole


def programme_at(programmes: Iterable[Programme], at: datetime) -> Programme | None:
    """Of the versions that had begun, the last."""
    begun = [one for one in programmes if one.since <= at]
    return max(begun, key=lambda one: one.version, default=None)


def standing(
    programmes: Sequence[Programme], growth: Iterable[Growth], at: datetime, ends: Ends
) -> Standing:
    """How she stands at an instant: everything up to it, in the order in which it happened.

    A tier is reached as soon as the growth since the term before this one began is enough. As its
    time ends it is kept by the growth within that time, or she falls one step.
    """
    walk = _Walk(ends)
    versions = [(one.since, 0, one.version, one) for one in programmes]
    grown = [(one.at, 1, index, one) for index, one in enumerate(growth)]
    for instant, _, _, what in sorted([*versions, *grown], key=lambda one: one[:3]):
        if instant > at:
            break
        walk.end_terms(instant)
        if isinstance(what, Programme):
            walk.rule(what.ladder, instant)
        else:
            walk.grow(what.amount, instant)
    walk.end_terms(at)
    return walk.stand()


def above(ladder: Ladder, tier: UUID | None) -> Tier | None:
    """The next one up; None at the top."""
    place = place_of(ladder, tier) + 1
    return ladder.tiers[place] if place < len(ladder.tiers) else None


def place_of(ladder: Ladder, tier: UUID | None) -> int:
    """From 0 up; the base is below."""
    found = [place for place, one in enumerate(ladder.tiers) if one.id == tier]
    return found[0] if found else BASE


def turn(ladder: Ladder, before: Standing, now: Standing, at: datetime) -> Turn | None:
    """Why she stands otherwise than before; None where nobody has to be told."""
    rises = place_of(ladder, now.tier) - place_of(ladder, before.tier)
    over = before.until is not None and before.until <= at
    if rises > 0:
        return "reached"
    if rises < 0:
        return "ended" if over else "returned"
    return "kept" if over and now.tier is not None else None


def refusal(ladder: Ladder, before: Ladder | None) -> Refusal | None:
    """Why a ladder can't be set; tiers that customers have are changed and not taken away."""
    if not ladder.tiers:
        return NoTiers()
    names = [[one.code for one in ladder.tiers], [one.name for one in ladder.tiers]]
    if any(len(some) != len(set(some)) for some in names):
        return TierTwice()
    if ladder.tiers[0].reach < 1 or any(b.reach <= a.reach for a, b in pairwise(ladder.tiers)):
        return TiersNotRising()
    greedy = next((one for one in ladder.tiers if one.keep > one.reach), None)
    if greedy is not None:
        return KeepsMore(name=greedy.name)
    known = {one.id for one in ladder.tiers}
    gone = next((one for one in (before.tiers if before else ()) if one.id not in known), None)
    return TierGone(name=gone.name) if gone else None


class _Walk:
    """`climb` counts since the term before this one began, `kept` since this one did."""

    def __init__(self, ends: Ends) -> None:
        self._ends = ends
        self._ladder: Ladder | None = None
        self._tier: UUID | None = None
        self._since: datetime | None = None
        self._until: datetime | None = None
        self._climb = self._kept = 0

    def rule(self, ladder: Ladder, at: datetime) -> None:
        """Thresholds count anew; a tier that was promised until some day stays until then."""
        self._ladder = ladder
        self._reach(at)

    def grow(self, amount: int, at: datetime) -> None:
        self._climb = max(0, self._climb + amount)
        self._kept = max(0, self._kept + amount)
        self._reach(at)

    def end_terms(self, now: datetime) -> None:
        """Every time that was over by now, one after the other."""
        while self._ladder and self._until is not None and self._until <= now:
            ended = self._until
            place = place_of(self._ladder, self._tier)
            if self._kept < self._ladder.tiers[place].keep:
                place -= 1
            self._climb = self._kept
            # A term that ended at midnight was good through the day before.
            self._begin(place, ended, good_from=ended - TICK)

    def stand(self) -> Standing:
        return Standing(
            tier=self._tier,
            since=self._since,
            until=self._until,
            climb=self._climb,
            kept=self._kept if self._tier else 0,
        )

    def _reach(self, at: datetime) -> None:
        """What reached a tier does not keep it as well: that is counted from here on."""
        if self._ladder is None:
            return
        needs = [one.reach for one in self._ladder.tiers]
        reached = max((p for p, need in enumerate(needs) if need <= self._climb), default=BASE)
        if reached > place_of(self._ladder, self._tier):
            self._begin(reached, at)

    def _begin(self, place: int, at: datetime, *, good_from: datetime | None = None) -> None:
        self._kept = 0
        self._since = at
        self._tier = self._until = None
        if self._ladder and place > BASE:
            self._tier = self._ladder.tiers[place].id
            self._until = self._ends(good_from or at, self._ladder.valid_days)
