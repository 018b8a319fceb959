"""How long the best price of a full cart takes: twenty lines under fifty promotions.

The shop has limited-time and member prices, percents and second pieces by category, bundles,
ladders, gifts, coupons and freight: some add up, some exclude each other. Each cart is priced
once, cold. Beside it, small carts of no plan at all are priced both ways, by the engine and by
trying every combination, and have to be equal to the fen.

`python -m bench.pricing [carts] [compared]` prints one line of JSON.
"""

import json
import random
import statistics
import sys
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from siyu.modules.promotions import pricing
from siyu.modules.promotions.pricing import Buyer, Cart, Line, Moment, Rule, Said, Terms
from tests.house.bargains import market, the_slow_way

NOW = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
STORE = UUID(int=1)
CATEGORIES = [str(UUID(int=10 + n)) for n in range(6)]
TIERS = [UUID(int=20 + n) for n in range(3)]
LINES, PROMOTIONS = 20, 50


def sku(n: int) -> UUID:
    return UUID(int=100 + n)


def product(n: int) -> UUID:
    return UUID(int=200 + n)


def cart(dice: random.Random) -> Cart:
    return Cart(
        lines=tuple(
            Line(
                sku=sku(n),
                product=product(n),
                unit_minor=dice.randint(19, 599) * 100 - dice.choice([0, 1, 10]),
                quantity=dice.choice([1, 1, 1, 2, 2, 3]),
                categories=(UUID(CATEGORIES[n % 6]),),
            )
            for n in range(LINES)
        ),
        store=STORE,
        moment=Moment(at=NOW, day=NOW.date(), minute=870),
        buyer=Buyer(tiers=(dice.choice(TIERS),), is_new=dice.random() < 0.3),
        freight_minor=1200,
    )


def promotions(dice: random.Random) -> list[Rule]:
    """A shop's fifty."""
    made: list[Rule] = []

    def add(block: str, args: dict[str, Any], *when: Said, **terms: Any) -> None:
        coupon = terms.pop("coupon", False)
        effect, conditions = pricing.read(Said(block=block, args=args), when, "en")
        name = f"{len(made)} {block}"
        said = Terms(name=name, effect=effect, conditions=conditions, **terms)
        n = len(made)
        wallet = UUID(int=900 + n) if coupon else None
        made.append(Rule(id=UUID(int=dice.getrandbits(64)), version=1, terms=said, wallet=wallet))

    def category() -> Said:
        return Said(block="categories", args={"categories": [dice.choice(CATEGORIES)]})

    def goods(many: int) -> Said:
        chosen = dice.sample(range(LINES), many)
        return Said(block="goods", args={"products": [str(product(n)) for n in chosen]})

    def yuan(low: int, high: int) -> int:
        return dice.randint(low, high) * 100

    for _ in range(9):
        price = {"sku": str(sku(dice.randrange(LINES))), "price_minor": yuan(15, 400)}
        add("sku_prices", {"prices": [price]})
    for tier, pays in zip(TIERS, (9500, 9000, 8500), strict=True):
        add("unit_share", {"pays_bp": pays}, Said(block="tiers", args={"tiers": [str(tier)]}))
    price = {"sku": str(sku(3)), "price_minor": 1900}
    add("sku_prices", {"prices": [price]}, Said(block="new_customer"))
    for _ in range(4):
        add("percent_off", {"off_bp": dice.choice([500, 1000, 1500])}, category(), groups=("line",))
    for _ in range(4):
        add("off_each", {"off_minor": yuan(3, 20)}, goods(2))
    for _ in range(3):
        add("nth_piece", {"n": 2, "pays_bp": 5000}, category(), groups=("pieces",))
    for _ in range(2):
        add("n_for_price", {"n": 3, "price_minor": yuan(99, 299)}, category(), groups=("pieces",))
    for _ in range(2):
        parts = [{"product": str(product(n)), "pieces": 1} for n in dice.sample(range(LINES), 2)]
        add("bundle", {"parts": parts, "price_minor": yuan(99, 499)})
    add("deposit", {"deposit_minor": 5000, "counts_minor": 8000}, goods(1))
    for _ in range(5):
        add(
            "amount_over",
            {"threshold_minor": yuan(200, 900), "off_minor": yuan(10, 80)},
            category(),
        )
    for n in (3, 5):
        rungs = [
            {"threshold_minor": 10_000 * k * n, "off_minor": 900 * k * n + k * 100}
            for k in (1, 2, 4)
        ]
        add("ladder", {"rungs": rungs}, groups=("order",))
    every = {"threshold_minor": 30_000, "off_minor": 3000, "most_minor": 20_000}
    add("every_full", every, groups=("order",))
    over = {"threshold_minor": 100_000, "off_bp": 1200, "most_minor": 50_000}
    add("percent_over", over, groups=("order",), with_coupons=False)
    given = [{"sku": str(sku(99)), "pieces": 1}]
    for floor in (30_000, 90_000):
        add("gift", {"threshold_minor": floor, "gifts": given}, groups=("gift",))
    add("percent_off", {"off_bp": 2500}, exclusive=True)
    for _ in range(5):
        off = {"threshold_minor": yuan(100, 2000), "off_minor": yuan(5, 150)}
        add("amount_over", off, coupon=True)
    for _ in range(2):
        add("percent_over", {"off_bp": 800, "most_minor": 8000}, category(), coupon=True)
    add("percent_over", {"off_bp": 500, "threshold_minor": 50_000}, coupon=True)
    add("freight_off", {"threshold_minor": 9900})
    add("freight_off", {"off_minor": 600})
    while len(made) < PROMOTIONS:
        off = {"threshold_minor": yuan(300, 5000), "off_minor": yuan(20, 100)}
        add("amount_over", off, goods(5))
    return made


def timed(carts: int) -> dict[str, Any]:
    took, proved, taken = [], 0, []
    for seed in range(carts):
        dice = random.Random(seed)
        asked, rules = cart(dice), promotions(dice)
        began = time.perf_counter()
        quote = pricing.quote(asked, rules)
        took.append((time.perf_counter() - began) * 1000)
        proved += quote.proved
        taken.append(sum(step.code == "rule" for step in quote.steps))
        assert sum(step.amount_minor for step in quote.steps) == quote.payable_minor
    cuts = statistics.quantiles(took, n=100)
    return {
        "carts": carts,
        "lines": LINES,
        "promotions": PROMOTIONS,
        "taken_mean": round(statistics.mean(taken), 1),
        "proved": proved,
        "p50_ms": round(cuts[49], 2),
        "p90_ms": round(cuts[89], 2),
        "p99_ms": round(cuts[98], 2),
        "max_ms": round(max(took), 2),
    }


def compared(many: int) -> dict[str, int]:
    same = groups = 0
    for seed in range(many):
        dice = random.Random(seed)
        asked, rules = market(
            dice, lines=dice.randint(1, 4), rules=dice.randint(1, 7), unit=dice.choice([1, 1, 100])
        )
        quote = pricing.quote(asked, rules)
        gifts = sum(gift.quantity for gift in quote.gifts)
        taken = [(step.rule, step.wallet) for step in quote.steps if step.rule]
        total = quote.payable_minor + quote.points_minor
        same += (total, gifts, taken) == the_slow_way(asked, rules)
        groups += any(left.because == "excluded" for left in quote.left)
    return {"compared": many, "equal": same, "with_exclusion": groups}


def main(carts: int, many: int) -> None:
    print(json.dumps(timed(carts) | compared(many)))


if __name__ == "__main__":
    main(*(int(float(one)) for one in (*sys.argv[1:], *("2000", "10000")[len(sys.argv) - 1 :])))
