"""Lots against a model that keeps every single point as a thing of its own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from siyu.modules.loyalty.rules import points as rules
from siyu.modules.loyalty.tests.pages import BEGAN, HER, KIND
from siyu.modules.loyalty.values.points import Held, Lot, Part

FEW = st.integers(1, 30)
NEVER = 10**6


@dataclass(eq=False)
class Point:
    """One point: the day on which it ends, and what became of it."""

    until: int
    gone: str = ""


class Purse(RuleBasedStateMachine):
    """The rules book parts; the model moves points one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.day = 0
        self.left: dict[UUID, int] = {}
        self.lots: dict[UUID, Lot] = {}
        self.debt = 0
        self.spends: list[tuple[list[Part], list[Point], int]] = []
        self.points: list[Point] = []
        self.owed = 0

    @property
    def now(self) -> Any:
        return BEGAN + timedelta(days=self.day)

    def purse(self) -> list[Held]:
        return [Held(lot=lot, left=self.left[id_]) for id_, lot in self.lots.items()]

    def book(self, parts: list[Part]) -> None:
        for part in parts:
            if part.lot is None:
                self.debt -= part.amount
            else:
                self.left[part.lot] += part.amount

    def lot(self, days: int | None) -> Lot:
        until = None if days is None else self.now + timedelta(days=days)
        lot = Lot(
            id=rules.lot_id(HER, KIND, until), customer_id=HER, kind_id=KIND, expires_at=until
        )
        self.lots.setdefault(lot.id, lot)
        self.left.setdefault(lot.id, 0)
        return lot

    def living(self) -> list[Point]:
        return sorted(
            (p for p in self.points if not p.gone and p.until > self.day), key=lambda p: p.until
        )

    @rule(amount=FEW, days=st.one_of(st.none(), st.integers(1, 9)))
    def earns(self, amount: int, days: int | None) -> None:
        self.book(rules.give(self.lot(days).id, amount, self.debt))
        until = NEVER if days is None else self.day + days
        for _ in range(amount):
            if self.owed:
                self.owed -= 1
            else:
                self.points.append(Point(until))

    @rule(amount=FEW)
    def spends_(self, amount: int) -> None:
        enough = len(self.living()) >= amount
        assert (rules.left(self.purse(), self.now) >= amount) == enough
        if not enough:
            return
        parts = rules.take(self.purse(), amount, self.now)
        self.book(parts)
        taken = self.living()[:amount]
        for point in taken:
            point.gone = "spent"
        self.spends.append((parts, taken, 0))

    @precondition(lambda self: self.spends)
    @rule(data=st.data())
    def gives_back(self, data: st.DataObject) -> None:
        which = data.draw(st.integers(0, len(self.spends) - 1))
        parts, taken, back = self.spends[which]
        if back == len(taken):
            return
        amount = data.draw(st.integers(1, len(taken) - back))
        self.book(rules.give_back(parts, back, amount))
        for point in taken[len(taken) - back - amount : len(taken) - back]:
            point.gone = ""
        self.spends[which] = parts, taken, back + amount

    @rule(amount=FEW, limited=st.booleans(), data=st.data())
    def takes_back(self, amount: int, limited: bool, data: st.DataObject) -> None:
        if not self.lots:
            return
        own = data.draw(st.sampled_from(sorted(self.lots)))
        claw: Any = "limited" if limited else "debt"
        parts, let_go = rules.claw_back(self.purse(), own, amount, claw, self.now)
        self.book(parts)
        ends = self.lots[own].expires_at
        until = NEVER if ends is None else (ends - BEGAN).days
        first = [p for p in self.points if not p.gone and p.until == until]
        others = [p for p in self.living() if p not in first]
        taken = [*first, *others][:amount]
        for point in taken:
            point.gone = "taken back"
        missing = amount - len(taken)
        assert let_go == (missing if limited else 0)
        self.owed += 0 if limited else missing

    @rule(days=st.integers(1, 4))
    def time_passes(self, days: int) -> None:
        """Lots that have ended are emptied when somebody looks, which may be late."""
        self.day += days

    @rule()
    def lots_end(self) -> None:
        for id_, lot in self.lots.items():
            if lot.expires_at is not None and lot.expires_at <= self.now:
                self.left[id_] = 0
        for point in self.points:
            if point.until <= self.day and not point.gone:
                point.gone = "expired"

    @invariant()
    def both_say_the_same(self) -> None:
        assert rules.left(self.purse(), self.now) == len(self.living())
        assert self.debt == self.owed
        assert self.debt >= 0
        assert all(left >= 0 for left in self.left.values())
        assert sum(self.left.values()) == sum(not p.gone for p in self.points)


TestPurse = Purse.TestCase
TestPurse.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
