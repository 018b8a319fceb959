"""Rules seated at a cart: those that may be taken, in the order in which they come; the others.

A seat sees amounts as a list: what each line still comes to, in the order of the SKUs' names, and
at the end what is left of the freight. Beside it, it sees what its goods count: what they come to
at unit prices.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from siyu.modules.promotions.pricing.kinds import Amounts, Effect
from siyu.modules.promotions.pricing.registry import CONDITIONS, EFFECTS
from siyu.modules.promotions.pricing.shares import allocate
from siyu.modules.promotions.pricing.values import (
    PHASES,
    Because,
    Cart,
    Gift,
    Left,
    Line,
    Phase,
    Rule,
)

COUPON = "coupon"
"""The group that every coupon is in: of all coupons, one is taken."""


Each = Callable[[Any, Sequence[Line], Amounts], list[int]]
Off = Callable[[list[int], int], int]
"""How much it takes of amounts, its goods counting so much."""

Take = Callable[[list[int], int], list[int] | None]
"""What is left then; None if it takes nothing."""


class Seat:
    """A rule whose conditions hold, with the lines it is for."""

    def __init__(self, rule: Rule, lines: Sequence[Line], scope: Sequence[int]) -> None:
        self.rule = rule
        self.effect: Effect = EFFECTS[rule.terms.effect.block]
        self.phase: Phase = _phase(rule, self.effect)
        self.groups = frozenset((*rule.terms.groups, *((COUPON,) if rule.wallet else ())))
        self.args: Any = rule.terms.effect.args
        self.alone = rule.terms.exclusive
        self.bare = not rule.terms.with_coupons
        self.scope = tuple(scope)
        self.lines = [lines[i] for i in scope]
        self.whole = len(scope) == len(lines)
        self.off: Off
        self.take: Take
        self.off, self.take = _ways(self, self.effect, rule.terms.effect.args)

    @property
    def key(self) -> tuple[int, int, str, int, str]:
        """Where it comes in every price, whatever else is in it."""
        rule = self.rule
        rank = rule.terms.rank
        return PHASES.index(self.phase), rank, str(rule.id), rule.version, str(rule.wallet or "")

    def sees(self, amounts: Sequence[int]) -> int:
        if self.whole:
            return sum(amounts) - amounts[-1]
        return sum([amounts[i] for i in self.scope])

    def gifts(self, counts: int) -> tuple[Gift, ...]:
        if self.effect.gifts is None:
            return ()
        return self.effect.gifts(self.rule.terms.effect.args, counts)

    def excludes(self, other: "Seat") -> bool:
        return bool(
            self.alone
            or other.alone
            or self.groups & other.groups
            or (self.bare and other.rule.wallet)
            or (other.bare and self.rule.wallet)
        )


def seat(cart: Cart, lines: Sequence[Line], rules: Iterable[Rule]) -> tuple[list[Seat], list[Left]]:
    """Who may be taken, in order, and who may not, with the first thing that is in the way."""
    seated, left = [], []
    for rule in rules:
        found = _look(cart, lines, rule)
        if isinstance(found, Left):
            left.append(found)
        else:
            seated.append(Seat(rule, lines, found))
    seated.sort(key=lambda one: one.key)
    return seated, left


def left_out(rule: Rule, because: Because, **more: Any) -> Left:
    return Left(
        rule=rule.id,
        version=rule.version,
        name=rule.terms.name,
        wallet=rule.wallet,
        because=because,
        **more,
    )


def _look(cart: Cart, lines: Sequence[Line], rule: Rule) -> list[int] | Left:
    """The lines it is for, or why it is for none."""
    terms, at = rule.terms, cart.moment.at
    if (terms.since and at < terms.since) or (terms.until and at >= terms.until):
        return left_out(rule, "not_now")
    scope = list(range(len(lines)))
    for leaf in terms.conditions:
        one = CONDITIONS[leaf.block]
        if one.holds and not one.holds(leaf.args, cart):
            return left_out(rule, "condition", block=leaf.block)
        if one.covers:
            scope = [i for i in scope if one.covers(leaf.args, lines[i])]
            if not scope:
                return left_out(rule, "condition", block=leaf.block)
    effect, args = EFFECTS[terms.effect.block], terms.effect.args
    if effect.covers:
        scope = [i for i in scope if effect.covers(args, lines[i])]
        if not scope:
            return left_out(rule, "condition", block=terms.effect.block)
    chosen = [lines[i] for i in scope]
    for leaf in terms.conditions:
        one = CONDITIONS[leaf.block]
        missing = one.short(leaf.args, chosen) if one.short else 0
        if missing:
            return left_out(rule, "pieces", block=leaf.block, missing_pieces=missing)
    return scope


def _phase(rule: Rule, effect: Effect) -> Phase:
    return "coupon" if rule.wallet and effect.phase != "freight" else effect.phase


def _ways(one: Seat, effect: Effect, args: Any) -> tuple[Off, Take]:
    if effect.takes is not None:
        return _by_sum(one, effect.takes, args)
    if effect.each is not None:
        return _by_line(one, effect.each, args)
    if effect.freight is not None:
        return _of_freight(effect.freight, args)
    return (lambda _, __: 0), (lambda _, __: None)


def _by_sum(one: Seat, takes: Callable[[Any, int, int], int], args: Any) -> tuple[Off, Take]:
    scope = one.scope

    def off(amounts: list[int], counts: int) -> int:
        return takes(args, sum([amounts[i] for i in scope]), counts)

    def take(amounts: list[int], counts: int) -> list[int] | None:
        bases = [amounts[i] for i in scope]
        whole = takes(args, sum(bases), counts)
        if not whole:
            return None
        after = amounts.copy()
        for i, share in zip(scope, allocate(whole, bases), strict=True):
            after[i] -= share
        return after

    return off, take


def _by_line(one: Seat, each: Each, args: Any) -> tuple[Off, Take]:
    scope, lines = one.scope, one.lines
    known: dict[tuple[int, ...], tuple[int, list[int]]] = {}

    def parts(amounts: list[int]) -> tuple[int, list[int]]:
        # The search comes by with the same amounts again and again.
        bases = tuple([amounts[i] for i in scope])
        found = known.get(bases)
        if found is None:
            taken = each(args, lines, bases)
            found = known[bases] = sum(taken), taken
        return found

    def off(amounts: list[int], _: int) -> int:
        return parts(amounts)[0]

    def take(amounts: list[int], _: int) -> list[int] | None:
        whole, taken = parts(amounts)
        if not whole:
            return None
        after = amounts.copy()
        for i, part in zip(scope, taken, strict=True):
            after[i] -= part
        return after

    return off, take


def _of_freight(freight: Callable[[Any, int, int], int], args: Any) -> tuple[Off, Take]:
    def off(amounts: list[int], counts: int) -> int:
        return freight(args, amounts[-1], counts)

    def take(amounts: list[int], counts: int) -> list[int] | None:
        taken = off(amounts, counts)
        return [*amounts[:-1], amounts[-1] - taken] if taken else None

    return off, take
