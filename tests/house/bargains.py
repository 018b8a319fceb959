"""Random carts with random promotions, and their price found the slow way.

The slow way knows nothing of the engine: it takes every set of rules that is allowed, prices it
piece by piece with fractions, and keeps the best. What it shares with the engine are the shapes of
what goes in.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import Any
from uuid import UUID

from siyu.modules.promotions import pricing
from siyu.modules.promotions.pricing import (
    Buyer,
    Cart,
    Fund,
    Line,
    Moment,
    Points,
    Rule,
    Said,
    Terms,
)

NOW = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
STORES = [UUID(int=900 + n) for n in range(3)]
TOP, *BELOW = (UUID(int=800 + n) for n in range(5))
TIERS = [UUID(int=600 + n) for n in range(2)]
GROUPS = ["a", "b", "c"]
PHASE = {
    "sku_prices": 0,
    "unit_share": 0,
    "percent_off": 1,
    "off_each": 1,
    "nth_piece": 1,
    "n_for_price": 1,
    "bundle": 1,
    "deposit": 1,
    "amount_over": 2,
    "percent_over": 2,
    "ladder": 2,
    "every_full": 2,
    "gift": 2,
    "freight_off": 4,
}


def sku(n: int) -> UUID:
    return UUID(int=100 + n)


def product(n: int) -> UUID:
    return UUID(int=500 + n)


class Scale:
    """How big prices are: few fen for many coincidences, or as shops have them."""

    def __init__(self, dice: random.Random, unit: int) -> None:
        self.dice = dice
        self.unit = unit

    def money(self, low: int, high: int) -> int:
        return self.dice.randint(low * self.unit, high * self.unit)


def a_cart(dice: random.Random, *, lines: int, unit: int = 1) -> Cart:
    scale = Scale(dice, unit)
    points = None
    if dice.random() < 0.3:
        points = Points(
            offered=dice.randint(0, 300),
            per_hundred=dice.choice([1, 3, 100, 1000]),
            share_bp=dice.choice([1, 3000, 10_000]),
        )
    return Cart(
        lines=tuple(
            Line(
                sku=sku(n),
                product=product(n // 2),
                unit_minor=scale.money(0, 40),
                quantity=dice.randint(1, 4),
                categories=(TOP, BELOW[n % 4]),
            )
            for n in dice.sample(range(lines), lines)
        ),
        store=dice.choice(STORES),
        moment=Moment(at=NOW, day=NOW.date(), minute=14 * 60 + 30),
        buyer=a_buyer(dice),
        freight_minor=scale.money(0, 12) if dice.random() < 0.6 else 0,
        points=points,
    )


def a_buyer(dice: random.Random) -> Buyer:
    tiers = tuple(dice.sample(TIERS, dice.choice([0, 1, 1])))
    member = bool(tiers) or dice.random() < 0.3
    return Buyer(tiers=tiers, is_member=member, is_new=dice.random() < 0.5)


def effect(dice: random.Random, lines: int, unit: int) -> Said:
    money = Scale(dice, unit).money
    kind = dice.choice(list(PHASE))
    low = money(1, 60)
    args: dict[str, Any] = {
        "sku_prices": lambda: {
            "prices": [
                {"sku": str(sku(n)), "price_minor": money(0, 30)}
                for n in dice.sample(range(lines), dice.randint(1, lines))
            ]
        },
        "unit_share": lambda: {"pays_bp": dice.choice([9500, 8800, 3333])},
        "percent_off": lambda: {
            "off_bp": dice.choice([500, 1234, 5000, 10_000]),
            "most_minor": dice.choice([0, money(1, 20)]),
        },
        "off_each": lambda: {"off_minor": money(1, 9)},
        "nth_piece": lambda: {"n": dice.choice([2, 2, 3]), "pays_bp": dice.choice([0, 5000, 9000])},
        "n_for_price": lambda: {
            "n": dice.choice([2, 3]),
            "price_minor": money(0, 60),
            "most": dice.choice([1, 2, 1000]),
        },
        "bundle": lambda: {
            "parts": [
                {"product": str(product(n)), "pieces": dice.choice([1, 1, 2])}
                for n in dice.sample(range((lines + 1) // 2), min(2, (lines + 1) // 2))
            ],
            "price_minor": money(0, 70),
        },
        "deposit": lambda: {"deposit_minor": low, "counts_minor": low + money(1, 20)},
        "amount_over": lambda: {"off_minor": money(1, 30), "threshold_minor": money(0, 120)},
        "percent_over": lambda: {
            "off_bp": dice.choice([1000, 2500, 7777]),
            "threshold_minor": money(0, 120),
            "most_minor": dice.choice([0, money(1, 30)]),
        },
        "ladder": lambda: {
            "rungs": [
                {"threshold_minor": low * n + n, "off_minor": max(1, low * n // 3) + n - 1}
                for n in range(1, dice.randint(2, 4))
            ]
        },
        "every_full": lambda: {
            "threshold_minor": low,
            "off_minor": dice.randint(1, low),
            "most_minor": dice.choice([0, money(1, 40)]),
        },
        "gift": lambda: {
            "threshold_minor": low,
            "gifts": [{"sku": str(sku(90)), "pieces": dice.randint(1, 2)}],
            "times": dice.choice(["once", "every"]),
        },
        "freight_off": lambda: {
            "threshold_minor": money(0, 100),
            "off_minor": dice.choice([0, money(1, 8)]),
        },
    }[kind]()
    return Said(block=kind, args=args)


def conditions(dice: random.Random, lines: int) -> Iterator[Said]:
    def some(given: Sequence[Any]) -> list[str]:
        return [str(one) for one in dice.sample(given, dice.randint(1, len(given)))]

    products = [product(n) for n in range((lines + 1) // 2)]
    choices: list[Callable[[], Said]] = [
        lambda: Said(block="goods", args={"products": some(products)}),
        lambda: Said(block="not_goods", args={"products": some(products[:2])}),
        lambda: Said(block="categories", args={"categories": some([TOP, *BELOW])}),
        lambda: Said(block="stores", args={"stores": some(STORES)}),
        lambda: Said(block="tiers", args={"tiers": some(TIERS)}),
        lambda: Said(block="new_customer"),
        lambda: Said(block="members"),
        lambda: Said(block="weekdays", args={"weekdays": dice.sample(range(1, 8), 5)}),
        lambda: Said(block="hours", args={"since": dice.choice([9, 15]), "until": 22}),
        lambda: Said(block="pieces", args={"least": dice.randint(1, 5)}),
    ]
    for make in dice.sample(choices, dice.choice([0, 0, 1, 1, 2])):
        yield make()


def a_rule(dice: random.Random, n: int, *, lines: int, unit: int = 1) -> Rule:
    what, when = pricing.read(effect(dice, lines, unit), conditions(dice, lines), "en")
    brand = dice.choice([10_000, 5000, 3333])
    funds = [Fund(payer="brand", share_bp=brand)]
    if brand < 10_000:
        funds.append(Fund(payer="store", share_bp=3333, who=STORES[0]))
        rest = 10_000 - brand - 3333
        funds.append(Fund(payer="supplier", share_bp=rest, who=STORES[1]))
    terms = Terms(
        name=f"rule {n}",
        effect=what,
        conditions=when,
        groups=tuple(sorted(dice.sample(GROUPS, dice.choice([0, 0, 1, 1, 2])))),
        exclusive=dice.random() < 0.07,
        with_coupons=dice.random() < 0.85,
        rank=dice.choice([10, 100, 100]),
        since=dice.choice([None, None, NOW, NOW + timedelta(seconds=1)]),
        until=dice.choice([None, None, NOW + timedelta(days=1), NOW]),
        funds=tuple(funds),
    )
    wallet = UUID(int=700 + n) if dice.random() < 0.25 else None
    return Rule(id=UUID(int=dice.choice([300, 310]) + n), version=1, terms=terms, wallet=wallet)


def market(
    dice: random.Random, *, lines: int, rules: int, unit: int = 1
) -> tuple[Cart, list[Rule]]:
    cart = a_cart(dice, lines=lines, unit=unit)
    return cart, [a_rule(dice, n * 20, lines=lines, unit=unit) for n in range(rules)]


# --- the slow way


class Slow:
    """One combination, priced piece by piece."""

    def __init__(self, cart: Cart) -> None:
        self.cart = cart
        self.left = {line.sku: line.unit_minor * line.quantity for line in cart.lines}
        self.freight = cart.freight_minor
        self.gifts = 0
        self.used: list[Rule] = []
        self.idle: list[Rule] = []
        self.prices = dict(self.left)
        """What counts for thresholds: the lines at unit prices."""

    def __call__(self, rule: Rule, *, wanted: bool) -> None:
        """Its turn: it is used if it is wanted, and if it takes anything at all."""
        before = dict(self.left), self.freight, self.gifts
        took = self.use(rule)
        if not took:
            self.idle.append(rule)
        elif not wanted:
            self.left, self.freight, self.gifts = before
        else:
            self.used.append(rule)
        if turn(rule)[0] == 0:
            self.prices = dict(self.left)

    def covered(self, rule: Rule) -> list[Line]:
        said: dict[str, Any] = {leaf.block: leaf.args for leaf in rule.terms.conditions}
        lines = sorted(self.cart.lines, key=lambda line: line.sku.int)
        if "goods" in said:
            lines = [one for one in lines if one.product in said["goods"].products]
        if "not_goods" in said:
            lines = [one for one in lines if one.product not in said["not_goods"].products]
        if "categories" in said:
            wanted = set(said["categories"].categories)
            lines = [one for one in lines if wanted & set(one.categories)]
        args: Any = rule.terms.effect.args
        if rule.terms.effect.block == "sku_prices":
            named = [price.sku for price in args.prices]
            return [one for one in lines if one.sku in named]
        if rule.terms.effect.block == "bundle":
            named = [part.product for part in args.parts]
            return [one for one in lines if one.product in named]
        return lines

    def use(self, rule: Rule) -> bool:
        lines = self.covered(rule)
        counts = sum(self.prices[one.sku] for one in lines)
        given = _gifts(rule, counts)
        if rule.terms.effect.block == "freight_off":
            args: Any = rule.terms.effect.args
            off = (args.off_minor or self.freight) if counts >= args.threshold_minor else 0
            off = min(off, self.freight)
            self.freight -= off
            taken = off
        else:
            parts = _parts(rule, lines, self.left, counts)
            for one, part in parts.items():
                self.left[one] -= part
                assert part >= 0 <= self.left[one], rule
            taken = sum(parts.values())
        self.gifts += given
        return bool(taken or given)

    @property
    def total(self) -> int:
        return sum(self.left.values()) + self.freight


def works(cart: Cart, rule: Rule) -> bool:
    """Whether its conditions hold for the cart."""
    said: dict[str, Any] = {leaf.block: leaf.args for leaf in rule.terms.conditions}
    lines = Slow(cart).covered(rule)
    pieces = sum(one.quantity for one in lines)
    return (
        (rule.terms.since is None or rule.terms.since <= cart.moment.at)
        and (rule.terms.until is None or cart.moment.at < rule.terms.until)
        and bool(lines)
        and ("stores" not in said or cart.store in said["stores"].stores)
        and ("tiers" not in said or bool(set(cart.buyer.tiers) & set(said["tiers"].tiers)))
        and ("new_customer" not in said or cart.buyer.is_new)
        and ("members" not in said or cart.buyer.is_member)
        and ("weekdays" not in said or cart.moment.day.weekday() + 1 in said["weekdays"].weekdays)
        and ("hours" not in said or said["hours"].since <= 14 < said["hours"].until)
        and ("pieces" not in said or pieces >= said["pieces"].least)
    )


def apart(a: Rule, b: Rule) -> bool:
    """Whether the two exclude each other."""
    return bool(
        a.terms.exclusive
        or b.terms.exclusive
        or set(a.terms.groups) & set(b.terms.groups)
        or (a.wallet and b.wallet)
        or (a.wallet and not b.terms.with_coupons)
        or (b.wallet and not a.terms.with_coupons)
    )


def legal(able: Sequence[Rule], slow: Slow, chosen: Sequence[Rule]) -> bool:
    """No two exclude each other, all are used, and who is not has a reason."""
    if any(apart(a, b) for a, b in combinations(chosen, 2)) or len(slow.used) < len(chosen):
        return False
    return all(
        rule in slow.used
        or rule.wallet
        or rule in slow.idle
        or any(apart(rule, other) for other in slow.used)
        for rule in able
    )


def turn(rule: Rule) -> tuple[Any, ...]:
    phase = PHASE[rule.terms.effect.block]
    phase = 3 if rule.wallet and phase < 4 else phase
    return phase, rule.terms.rank, str(rule.id), str(rule.wallet or "")


def the_slow_way(cart: Cart, rules: Iterable[Rule]) -> tuple[int, int, list[tuple[UUID, Any]]]:
    """Goods and freight at their least, the pieces of gifts, and the rules it takes for it."""
    able = sorted((rule for rule in rules if works(cart, rule)), key=turn)
    best: tuple[Any, ...] | None = None
    for size in range(len(able) + 1):
        for chosen in combinations(able, size):
            slow = Slow(cart)
            for rule in able:
                slow(rule, wanted=rule in chosen)
            if not legal(able, slow, chosen):
                continue
            earlier = tuple(0 if rule in slow.used else 1 for rule in able)
            value = (slow.total, -slow.gifts, earlier, slow)
            if best is None or value[:3] < best[:3]:
                best = value
    assert best
    slow = best[3]
    return slow.total, slow.gifts, [(rule.id, rule.wallet) for rule in slow.used]


def _gifts(rule: Rule, counts: int) -> int:
    if rule.terms.effect.block != "gift":
        return 0
    args: Any = rule.terms.effect.args
    times = 0
    while counts >= args.threshold_minor:
        times, counts = times + 1, counts - args.threshold_minor
    if args.times == "once":
        times = min(times, 1)
    return sum(one.pieces for one in args.gifts) * times


def _parts(
    rule: Rule, lines: Sequence[Line], left: dict[UUID, int], counts: int
) -> dict[UUID, int]:
    """What a rule takes off each line."""
    kind = rule.terms.effect.block
    args: Any = rule.terms.effect.args
    goods = sum(left[one.sku] for one in lines)
    if kind in ("percent_off", "percent_over"):
        reached = kind == "percent_off" or counts >= args.threshold_minor
        off = floor(Fraction(goods * args.off_bp, 10_000)) if reached else 0
        off = min(off, args.most_minor or off)
    elif kind == "amount_over":
        off = args.off_minor if counts >= args.threshold_minor else 0
    elif kind == "ladder":
        off = max((r.off_minor for r in args.rungs if counts >= r.threshold_minor), default=0)
    elif kind == "every_full":
        off = floor(Fraction(counts, args.threshold_minor)) * args.off_minor
        off = min(off, args.most_minor or off)
    elif kind == "gift":
        off = 0
    elif kind in ("sku_prices", "unit_share"):
        return {
            one.sku: max(0, left[one.sku] - _unit(kind, args, one) * one.quantity) for one in lines
        }
    elif kind in ("off_each", "deposit"):
        off = args.off_minor if kind == "off_each" else args.counts_minor - args.deposit_minor
        return {one.sku: min(left[one.sku], off * one.quantity) for one in lines}
    else:
        return _by_piece(kind, args, lines, left)
    return _shared(min(off, goods), lines, left)


def _unit(kind: str, args: Any, one: Line) -> int:
    if kind == "unit_share":
        return ceil(Fraction(one.unit_minor * args.pays_bp, 10_000))
    named = [price.price_minor for price in args.prices if price.sku == one.sku]
    return named[0] if named else one.unit_minor


def _by_piece(
    kind: str, args: Any, lines: Sequence[Line], left: dict[UUID, int]
) -> dict[UUID, int]:
    pieces = _pieces(lines, left)
    parts = {one.sku: 0 for one in lines}
    if kind == "nth_piece":
        for n, (price, one) in enumerate(pieces, 1):
            if n % args.n == 0:
                parts[one.sku] += floor(price * (1 - Fraction(args.pays_bp, 10_000)))
        return parts
    if kind == "n_for_price":
        sets = [pieces[n : n + args.n] for n in range(0, len(pieces), args.n)][: args.most]
        return _sets(args.price_minor, [one for one in sets if len(one) == args.n], lines)
    sets = []
    while True:
        one_set: list[tuple[int, Line]] = []
        for part in args.parts:
            its = [one for one in pieces if one[1].product == part.product][: part.pieces]
            if len(its) < part.pieces:
                return _sets(args.price_minor, sets, lines)
            one_set += its
            for one in its:
                pieces.remove(one)
        sets.append(one_set)


def _pieces(lines: Sequence[Line], left: dict[UUID, int]) -> list[tuple[int, Line]]:
    pieces = []
    for one in lines:
        prices = [left[one.sku] // one.quantity] * one.quantity
        for n in range(left[one.sku] % one.quantity):
            prices[n] += 1
        pieces += [(price, one) for price in prices]
    return sorted(pieces, key=lambda piece: (-piece[0], piece[1].sku.int))


def _sets(
    price: int, sets: Sequence[Sequence[tuple[int, Line]]], lines: Sequence[Line]
) -> dict[UUID, int]:
    worth = {one.sku: 0 for one in lines}
    saved = 0
    for one_set in sets:
        whole = sum(piece[0] for piece in one_set)
        if whole > price:
            saved += whole - price
            for piece, one in one_set:
                worth[one.sku] += piece
    return _shared(saved, lines, worth)


def _shared(amount: int, lines: Sequence[Line], worth: dict[UUID, int]) -> dict[UUID, int]:
    """Largest remainder, fen by fen."""
    whole = sum(worth[one.sku] for one in lines)
    if not amount:
        return {}
    exact = {one.sku: Fraction(amount * worth[one.sku], whole) for one in lines}
    parts = {name: floor(part) for name, part in exact.items()}
    while sum(parts.values()) < amount:
        behind = max(parts, key=lambda name: (exact[name] - parts[name], -name.int))
        parts[behind] += 1
    return parts
