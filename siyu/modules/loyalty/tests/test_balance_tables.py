"""The tables of docs/algorithms/stored-value.md, row by row; and what holds of all of them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.loyalty.rules import balance as rules
from siyu.modules.loyalty.tests.pages import BEGAN, HER, KIND, day, listed, named, rows
from siyu.modules.loyalty.values.balance import Left, Piece, Sources, TopUp

PAGE = "stored-value.md"
TITLES = {
    "What is spent first": 9,
    "Which top-up it is of": 4,
    "Where a refund goes": 10,
    "What of each line bonus paid for": 6,
    "Which rule gives a top-up back": 5,
    "What goes back of a top-up": 12,
}


def table(title: str) -> Any:
    return pytest.mark.parametrize("row", rows(PAGE, title), ids=" | ".join)


def numbers(text: str) -> list[int]:
    return [int(one) for one in listed(text, ",")]


def left(text: str) -> Left:
    found = re.fullmatch(r"(\w+): (\d+)\+(\d+) on (\d+)", text)
    assert found, text
    name, principal, bonus, on = found.groups()
    return Left(top_up=named(name), at=day(on), principal=int(principal), bonus=int(bonus))


def piece(text: str) -> Piece:
    found = re.fullmatch(r"(\w+) (\d+)\+(\d+)", text)
    assert found, text
    name, principal, bonus = found.groups()
    return Piece(top_up=named(name), principal=-int(principal), bonus=-int(bonus))


def sources(text: str) -> Sources:
    cash, principal, bonus = numbers(text)
    return Sources(cash=cash, principal=principal, bonus=bonus)


def bought(text: str) -> TopUp:
    pay, bonus = numbers(text)
    return TopUp(
        id=named("A"),
        customer_id=HER,
        offer_id=KIND,
        pay_minor=pay,
        bonus_minor=bonus,
        state="paid",
        attempt_id=None,
        asked_at=BEGAN,
        paid_at=BEGAN,
    )


@table("What is spent first")
def test_a_balance_is_spent_in_the_order_of_the_rule(row: list[str]) -> None:
    order: Any = row[0]
    principal, bonus, amount, of_principal, of_bonus = map(int, row[1:])
    assert rules.split(order, principal, bonus, amount) == (of_principal, of_bonus)


@table("Which top-up it is of")
def test_what_was_bought_first_is_spent_first(row: list[str]) -> None:
    top_ups, principal, bonus, said = row
    lefts = [left(one) for one in listed(top_ups, ";")]
    found = rules.take(lefts, int(principal), int(bonus))
    assert found == [piece(one) for one in listed(said, ",")]


def by_number(text: str) -> dict[int, int]:
    return {int(n): int(minor) for n, minor in (one.split(": ") for one in listed(text, ";"))}


@table("What of each line bonus paid for")
def test_bonus_lies_on_lines_as_the_page_says(row: list[str]) -> None:
    lines, bonus, said = row
    assert rules.spread(int(bonus), by_number(lines)) == by_number(said)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.data())
def test_an_amount_is_spread_to_the_fen_and_covers_no_line_twice(
    lines: list[int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(lines)))
    found = rules.spread(amount, dict(enumerate(lines)))
    assert sum(found.values()) == amount
    assert all(0 <= part <= lines[n] for n, part in found.items())


@table("Where a refund goes")
def test_a_refund_goes_where_the_page_says(row: list[str]) -> None:
    whole, before, amount, *said = row
    rest = sources(whole)
    for one in numbers(before):
        rest = rules.less(rest, [rules.share_back(rest, one)])
    assert rules.share_back(rest, int(amount)) == sources(", ".join(said))


@table("Which rule gives a top-up back")
def test_the_rule_is_the_one_of_the_page(row: list[str]) -> None:
    hours, fault, said = row
    now = BEGAN + timedelta(hours=int(hours))
    assert rules.basis(BEGAN, now, fault=fault == "yes") == said


@table("What goes back of a top-up")
def test_what_goes_back_is_what_the_page_says(row: list[str]) -> None:
    paid, rest, why, back = row
    principal, bonus = numbers(rest)
    basis: Any = why
    lies = Left(top_up=named("A"), at=BEGAN, principal=principal, bonus=bonus)
    found = rules.refundable(bought(paid), lies, basis)
    assert (found.pay_back_minor, found.principal, found.bonus) == (int(back), principal, bonus)


def test_the_page_has_its_rows() -> None:
    assert {title: len(rows(PAGE, title)) for title in TITLES} == TITLES


MINOR = st.integers(0, 10**6)
TOP_UPS = st.lists(st.tuples(st.integers(1, 500), st.integers(0, 99)), min_size=1, max_size=5)
ORDERS: Any = st.sampled_from(("principal_first", "bonus_first", "in_proportion"))


@given(ORDERS, MINOR, MINOR, st.data())
def test_no_account_is_asked_for_more_than_it_has(
    order: Any, principal: int, bonus: int, data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, principal + bonus))
    takes = rules.split(order, principal, bonus, amount)
    assert sum(takes) == amount
    assert 0 <= takes[0] <= principal
    assert 0 <= takes[1] <= bonus


@given(MINOR, MINOR, MINOR, st.data())
def test_any_refunds_that_return_everything_return_to_each_source_what_it_paid(
    cash: int, principal: int, bonus: int, data: st.DataObject
) -> None:
    whole = Sources(cash=cash, principal=principal, bonus=bonus)
    rest = whole
    while rest.amount:
        amount = data.draw(st.integers(max(1, rest.amount // 4), rest.amount))
        goes = rules.share_back(rest, amount)
        assert goes.amount == amount
        rest = rules.less(rest, [goes])
        assert min(rest.cash, rest.principal, rest.bonus) >= 0
    assert rest == Sources()


@given(
    st.lists(st.tuples(st.integers(1, 500), st.integers(0, 99)), min_size=1, max_size=5), st.data()
)
def test_what_goes_back_of_an_order_fills_the_top_ups_it_came_from(
    top_ups: list[tuple[int, int]], data: st.DataObject
) -> None:
    before = [
        Left(top_up=named(str(n)), at=day(str(n)), principal=p, bonus=b)
        for n, (p, b) in enumerate(top_ups)
    ]
    principal = data.draw(st.integers(0, sum(p for p, _ in top_ups)))
    bonus = data.draw(st.integers(0, sum(b for _, b in top_ups)))
    pieces = rules.take(before, principal, bonus)
    now = rules.moved(before, pieces)
    assert all(one.principal >= 0 and one.bonus >= 0 for one in now)
    back = Sources()
    for part in (data.draw(st.integers(0, principal)), None):
        p = principal - back.principal if part is None else part
        b = bonus - back.bonus if part is None else bonus // 2
        now = rules.moved(now, rules.give_back(pieces, back, p, b))
        back = Sources(principal=back.principal + p, bonus=back.bonus + b)
    assert now == before


@given(st.integers(1, 10**6), MINOR, st.data())
def test_nobody_gets_back_more_than_she_paid_and_the_law_is_never_below_her_own_wish(
    pay: int, bonus: int, data: st.DataObject
) -> None:
    lies = Left(
        top_up=named("A"),
        at=BEGAN,
        principal=data.draw(st.integers(0, pay)),
        bonus=data.draw(st.integers(0, bonus)),
    )
    whole = bought(f"{pay}, {bonus}")
    by: Any = ("in_time", "own_wish", "not_hers")
    in_time, own_wish, not_hers = (rules.refundable(whole, lies, b).pay_back_minor for b in by)
    assert 0 <= own_wish <= not_hers <= pay
    assert own_wish <= in_time <= pay
