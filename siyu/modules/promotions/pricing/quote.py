"""The price: the best legal combination, run once more with every fen written down."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import structs

from siyu.modules.promotions.pricing.nudges import why_not
from siyu.modules.promotions.pricing.search import PATIENCE, best
from siyu.modules.promotions.pricing.seats import Seat, seat
from siyu.modules.promotions.pricing.shares import allocate, between
from siyu.modules.promotions.pricing.values import (
    Cart,
    Gift,
    Line,
    Paid,
    PricedLine,
    Quote,
    Rule,
    Step,
)


def quote(cart: Cart, rules: Iterable[Rule], *, patience: int = PATIENCE) -> Quote:
    """What the cart comes to, whatever the order of its lines and of the rules."""
    lines = sorted(cart.lines, key=lambda line: str(line.sku))
    if len({line.sku for line in lines}) < len(lines) or any(one.quantity < 1 for one in lines):
        raise ValueError("each SKU once, one piece at least")
    seats, left = seat(cart, lines, rules)
    start = [line.unit_minor * line.quantity for line in lines] + [cart.freight_minor]
    found = best(seats, start, patience=patience)
    run = _Run(cart, lines, start)
    for i in found.chosen:
        run.take(seats[i])
    left += why_not(seats, found.chosen, start)
    left.sort(key=lambda one: (one.name, str(one.rule), one.version, str(one.wallet or "")))
    return _written(run, tuple(left), found.proved)


class _Run:
    """The chosen seats, one after the other."""

    def __init__(self, cart: Cart, lines: Sequence[Line], start: list[int]) -> None:
        self.cart = cart
        self.lines = lines
        self.start = start
        self.amounts = start
        self.counts = start
        self.steps: list[Step] = []
        self.paid: list[list[Paid]] = [[] for _ in lines]
        self.deposit = [0] * len(lines)

    def take(self, one: Seat) -> None:
        before, counts = self.amounts, one.sees(self.counts)
        self.amounts = one.take(before, counts) or before
        if one.phase == "unit":
            self.counts = self.amounts
        shares = [a - b for a, b in zip(before, self.amounts, strict=True)]
        rule = one.rule
        for i, row in enumerate(between(rule.terms.funds, shares[:-1])):
            self.paid[i] += [
                Paid(rule=rule.id, payer=fund.payer, who=fund.who, amount_minor=minor)
                for fund, minor in zip(rule.terms.funds, row, strict=True)
                if minor
            ]
        if one.effect.deposit is not None:
            for i, line in zip(one.scope, one.lines, strict=True):
                self.deposit[i] += one.effect.deposit(rule.terms.effect.args, line)
        self.steps.append(
            Step(
                code="rule",
                amount_minor=-sum(shares),
                name=rule.terms.name,
                phase=one.phase,
                effect=one.effect.block.code,
                rule=rule.id,
                version=rule.version,
                wallet=rule.wallet,
                shares=tuple(-share for share in shares[:-1]),
                gifts=one.gifts(counts),
            )
        )


def _written(run: _Run, left, proved: bool) -> Quote:
    lines, goods = run.lines, run.amounts[:-1]
    money, points = _points(run.cart, sum(goods))
    by_points = allocate(money, goods)
    at = {line.sku: i for i, line in enumerate(lines)}
    order = [at[line.sku] for line in run.cart.lines]
    payable = [left - spent for left, spent in zip(goods, by_points, strict=True)]
    deposit = sum(min(a, b) for a, b in zip(run.deposit, payable, strict=True))
    whole = sum(run.start[:-1])
    return Quote(
        goods_minor=whole,
        discount_minor=whole - sum(goods),
        freight_minor=run.amounts[-1],
        points_minor=money,
        payable_minor=sum(payable) + run.amounts[-1],
        deposit_minor=deposit,
        points=points,
        lines=tuple(
            PricedLine(
                sku=lines[i].sku,
                quantity=lines[i].quantity,
                goods_minor=run.start[i],
                discount_minor=run.start[i] - goods[i],
                points_minor=by_points[i],
                payable_minor=payable[i],
                paid=tuple(run.paid[i]),
            )
            for i in order
        ),
        gifts=_together(run.steps),
        steps=_steps(run, order, whole, by_points),
        left=left,
        proved=proved,
    )


def _steps(run: _Run, order: Sequence[int], whole: int, by_points: list[int]) -> tuple[Step, ...]:
    """What adds up to the price: goods and freight first, then each rule, then points."""
    written = [
        Step(code="goods", amount_minor=whole, shares=tuple(run.start[i] for i in order)),
        *([Step(code="freight", amount_minor=run.start[-1])] if run.start[-1] else []),
    ]
    for one in run.steps:
        shares = tuple(one.shares[i] for i in order)
        written.append(structs.replace(one, shares=shares if any(shares) else ()))
    if any(by_points):
        shares = tuple(-by_points[i] for i in order)
        written.append(Step(code="points", amount_minor=-sum(by_points), shares=shares))
    return tuple(written)


def _points(cart: Cart, goods: int) -> tuple[int, int]:
    """What points pay of the goods, and how many are spent for it: none for less than its worth."""
    asked = cart.points
    if asked is None or goods < asked.least_minor:
        return 0, 0
    most = goods * asked.share_bp // 10_000
    points = min(asked.offered, most * asked.per_hundred // 100)
    money = points * 100 // asked.per_hundred
    return money, -(-money * asked.per_hundred // 100)


def _together(steps: Sequence[Step]) -> tuple[Gift, ...]:
    pieces: dict[UUID, int] = {}
    for gift in (gift for one in steps for gift in one.gifts):
        pieces[gift.sku] = pieces.get(gift.sku, 0) + gift.quantity
    return tuple(Gift(sku=sku, quantity=pieces[sku]) for sku in sorted(pieces, key=str))
