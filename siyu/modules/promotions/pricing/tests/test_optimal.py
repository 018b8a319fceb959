"""The engine's price is the best there is: equal to the slow way, whatever the cart."""

import random

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from siyu.modules.promotions import pricing
from tests.house.bargains import market, the_slow_way
from tests.house.depth import times

SLOW = settings(
    max_examples=times(300, 12_000), deadline=None, suppress_health_check=list(HealthCheck)
)


@SLOW
@given(st.integers(0, 2**48), st.integers(1, 4), st.integers(1, 8), st.sampled_from([1, 1, 100]))
def test_no_legal_combination_is_better(dice: int, lines: int, rules: int, unit: int) -> None:
    cart, offered = market(random.Random(dice), lines=lines, rules=rules, unit=unit)
    quote = pricing.quote(cart, offered)
    taken = [(step.rule, step.wallet) for step in quote.steps if step.rule]
    gifts = sum(gift.quantity for gift in quote.gifts)
    total = quote.payable_minor + quote.points_minor
    assert (total, gifts, taken) == the_slow_way(cart, offered)
    assert quote.proved


@seed(20260304)
@settings(parent=SLOW, max_examples=times(100, 3_000))
@given(st.integers(0, 2**48))
def test_a_search_that_was_cut_short_says_so_and_is_legal(dice: int) -> None:
    cart, offered = market(random.Random(dice), lines=3, rules=8)
    whole = pricing.quote(cart, offered)
    hasty = pricing.quote(cart, offered, patience=1)
    assert hasty.payable_minor + hasty.points_minor >= whole.payable_minor + whole.points_minor
    assert not hasty.proved or hasty == whole
