"""What holds of every price, by the names of the invariants, and of every series of refunds."""

import random
from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from siyu.modules.promotions import pricing
from siyu.modules.promotions.pricing import Fund, Quote, allocate
from siyu.modules.promotions.pricing.shares import between
from tests.house.bargains import market
from tests.house.depth import times

MANY = settings(max_examples=times(150, 5_000), deadline=None)
dices = st.integers(0, 2**48)


def priced(dice: int, lines: int = 6, rules: int = 10):
    cart, offered = market(random.Random(dice), lines=lines, rules=rules, unit=10)
    return cart, offered, pricing.quote(cart, offered)


@MANY
@given(dices)
def test_p1_no_line_below_nothing_and_lines_add_up(dice: int) -> None:
    _, __, quote = priced(dice)
    for line in quote.lines:
        assert line.payable_minor >= 0 <= line.discount_minor
        off = line.discount_minor + line.points_minor
        assert line.goods_minor - off == line.payable_minor
    goods = sum(line.payable_minor for line in quote.lines)
    assert goods + quote.freight_minor == quote.payable_minor
    assert 0 <= quote.deposit_minor <= quote.payable_minor


@MANY
@given(dices)
def test_p2_shares_add_up_per_rule_and_say_who_pays(dice: int) -> None:
    _, __, quote = priced(dice)
    given = [Counter() for _ in quote.lines]
    for step in quote.steps:
        if step.code == "rule" and step.phase != "freight":
            assert sum(step.shares) == step.amount_minor
            for off, share in zip(given, step.shares, strict=False):
                off[step.rule] -= share
    for off, line in zip(given, quote.lines, strict=True):
        paid = Counter()
        for part in line.paid:
            paid[part.rule] += part.amount_minor
        assert +off == +paid
    for line in quote.lines:
        assert sum(part.amount_minor for part in line.paid) == line.discount_minor


@MANY
@given(dices)
def test_p2_the_order_of_lines_and_rules_says_nothing(dice: int) -> None:
    cart, offered, quote = priced(dice)
    mixed = random.Random(dice)
    lines = tuple(mixed.sample(cart.lines, len(cart.lines)))
    again = pricing.quote(structs.replace(cart, lines=lines), mixed.sample(offered, len(offered)))
    assert {line.sku: line for line in again.lines} == {line.sku: line for line in quote.lines}
    assert (again.left, again.gifts) == (quote.left, quote.gifts)
    assert [(s.rule, s.amount_minor) for s in again.steps] == [
        (s.rule, s.amount_minor) for s in quote.steps
    ]


@MANY
@given(dices)
def test_p3_a_coupon_never_raises_the_price_and_taking_it_away_restores_it(dice: int) -> None:
    cart, offered, quote = priced(dice)
    without = [rule for rule in offered if not rule.wallet]
    bare = pricing.quote(cart, without)
    assert total(quote) <= total(bare)
    for coupon in (rule for rule in offered if rule.wallet):
        fewer = [rule for rule in offered if rule is not coupon]
        assert total(quote) <= total(pricing.quote(cart, fewer))
    assert pricing.quote(cart, without) == bare


@MANY
@given(dices)
def test_p6_the_explanation_recomputes_the_price_and_leaves_nobody_out(dice: int) -> None:
    _, offered, quote = priced(dice)
    assert sum(step.amount_minor for step in quote.steps) == quote.payable_minor
    for n, line in enumerate(quote.lines):
        assert sum(step.shares[n] for step in quote.steps if step.shares) == line.payable_minor
    taken = [(step.rule, step.wallet) for step in quote.steps if step.code == "rule"]
    out = [(left.rule, left.wallet) for left in quote.left if not left.taken]
    assert Counter(taken + out) == Counter((rule.id, rule.wallet) for rule in offered)


@MANY
@given(dices)
def test_a_nudge_tells_the_truth(dice: int) -> None:
    """With so much more of goods it is for, its threshold is reached."""
    cart, offered, quote = priced(dice, lines=1, rules=6)
    [line] = cart.lines
    by_name = {(rule.id, rule.wallet): rule for rule in offered}
    for left in quote.left:
        if left.missing_minor and line.quantity == 1 and not left.taken:
            only = [by_name[left.rule, left.wallet]]
            for more, because in (
                (left.missing_minor, None),
                (left.missing_minor - 1, "threshold"),
            ):
                bigger = structs.replace(line, unit_minor=line.unit_minor + more)
                again = pricing.quote(structs.replace(cart, lines=(bigger,)), only)
                if not quote.discount_minor:
                    found = {one.because for one in again.left if not one.taken}
                    assert (because in found) or (because is None and "threshold" not in found)


@MANY
@given(dices)
def test_p7_a_quote_survives_being_written_down(dice: int) -> None:
    _, __, quote = priced(dice)
    assert msgspec.json.decode(msgspec.json.encode(quote), type=Quote) == quote


@MANY
@given(dices)
def test_r2_whatever_order_pieces_go_back_each_gets_exactly_what_it_gave(dice: int) -> None:
    _, __, quote = priced(dice)
    mixed = random.Random(dice)
    for line in quote.lines:
        before, got, points, cash = 0, [0] * len(line.paid), 0, 0
        while before < line.quantity:
            now = mixed.randint(1, line.quantity - before)
            back = pricing.back(line, before, now)
            got = [a + b for a, b in zip(got, back.paid_minor, strict=True)]
            points, cash, before = (
                points + back.points_minor,
                cash + back.payable_minor,
                before + now,
            )
            assert min(back.paid_minor, default=0) >= 0 <= back.payable_minor
        assert got == [part.amount_minor for part in line.paid]
        assert (points, cash) == (line.points_minor, line.payable_minor)


@MANY
@given(dices)
def test_r2_of_several_lines_and_sources_too(dice: int) -> None:
    _, __, quote = priced(dice)
    mixed = random.Random(dice)
    quantities = [line.quantity for line in quote.lines]
    paid = {
        "cash": [line.payable_minor for line in quote.lines],
        "points": [line.points_minor for line in quote.lines],
    }
    went, got = [0] * len(quantities), Counter({"cash": 0, "points": 0})
    while went != quantities:
        parts = [mixed.randint(0, q - w) for q, w in zip(quantities, went, strict=True)]
        got.update(pricing.sources_back(paid, quantities, list(zip(went, parts, strict=True))))
        went = [w + p for w, p in zip(went, parts, strict=True)]
    assert got == {source: sum(parts) for source, parts in paid.items()}


def test_more_cannot_go_back_than_was_bought() -> None:
    [line] = priced(1, lines=1)[2].lines
    with pytest.raises(ValueError, match="more than"):
        pricing.back(line, line.quantity, 1)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=20), st.data())
def test_parts_are_exact_to_within_a_fen_and_never_more_than_the_base(bases, data) -> None:
    amount = data.draw(st.integers(0, sum(bases)))
    parts = allocate(amount, bases)
    assert sum(parts) == amount
    for part, base in zip(parts, bases, strict=True):
        assert part <= base
        assert abs(part * sum(bases) - amount * base) < max(sum(bases), 1)


@given(
    st.lists(st.integers(0, 999), max_size=30),
    st.lists(st.integers(1, 100), min_size=1, max_size=4),
)
def test_each_payer_gives_its_part_of_the_whole_however_many_lines(shares, weights) -> None:
    cuts = [weight * 10_000 // sum(weights) for weight in weights]
    cuts[0] += 10_000 - sum(cuts)
    funds = [Fund(payer="store", share_bp=cut) for cut in cuts]
    rows = between(funds, shares)
    assert [sum(row) for row in rows] == shares
    assert all(part >= 0 for row in rows for part in row)
    for n, cut in enumerate(cuts):
        assert abs(sum(row[n] for row in rows) * 10_000 - sum(shares) * cut) < 20_000


def total(quote: Quote) -> int:
    return quote.payable_minor + quote.points_minor


def test_a_sku_named_twice_is_refused() -> None:
    cart, _, __ = priced(1, lines=1)
    with pytest.raises(ValueError, match="each SKU once"):
        pricing.quote(structs.replace(cart, lines=cart.lines * 2), [])
