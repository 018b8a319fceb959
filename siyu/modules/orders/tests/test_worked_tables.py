"""The tables of docs/algorithms/orders.md, row by row; and what holds of all refunds."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from siyu.kernel.errors import Refusal
from siyu.modules.orders import rules
from siyu.modules.orders.values import Line, State

PAGE = Path(__file__).parents[4] / "docs/algorithms/orders.md"


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def line(quantity: int, paid: int) -> Line:
    return Line(
        n=1,
        sku=uuid4(),
        product=uuid4(),
        name="",
        sku_name="",
        picture=None,
        unit_minor=0,
        quantity=quantity,
        discount_minor=0,
        payable_minor=paid,
    )


def gone(of: Line, refunds: Sequence[int], state: State = "paid") -> list[int] | Refusal:
    """What each refund brings, one after the other; or why one is refused."""
    amounts = []
    for quantity in refunds:
        parts = rules.refund_parts([of], state, {1: quantity})
        if isinstance(parts, Refusal):
            return parts
        [part] = parts
        amounts.append(part.amount_minor)
        of = structs.replace(
            of,
            refunded_quantity=of.refunded_quantity + quantity,
            refunded_minor=of.refunded_minor + part.amount_minor,
        )
    return amounts


@pytest.mark.parametrize("row", rows("What may become what"), ids=" | ".join)
def test_states_follow_each_other_as_the_page_says(row: list[str]) -> None:
    before, said = row
    after = [to for to, froms in rules.FROM.items() if before in froms]
    assert sorted(after) == sorted([] if said == "nothing" else said.split(", "))


@pytest.mark.parametrize("row", rows("What goes back of a line"), ids=" | ".join)
def test_a_worked_refund_comes_out(row: list[str]) -> None:
    quantity, paid, refunds, each, together = row
    amounts = gone(line(int(quantity), int(paid)), numbers(refunds))
    assert amounts == numbers(each)
    assert sum(numbers(each)) == int(together)


@pytest.mark.parametrize("row", rows("What is refused"), ids=" | ".join)
def test_a_worked_refusal_comes_out(row: list[str]) -> None:
    state, quantity, refunds, code = row
    refused = gone(line(int(quantity), 100), numbers(refunds), cast("State", state))
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_of_what_cost_nothing_no_more_pieces_go_back_than_were_bought() -> None:
    """Money does not stop it, and the shelf would be filled with goods that nobody brought."""
    assert gone(line(2, 0), [1, 1]) == [0, 0]
    refused = gone(line(2, 0), [1, 2])
    assert isinstance(refused, Refusal)
    assert refused.code == "orders.refund_too_much"


def test_the_page_has_its_rows() -> None:
    titles = ("What may become what", "What goes back of a line", "What is refused")
    assert [len(rows(title)) for title in titles] == [6, 6, 5]


@given(st.integers(1, 200), st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_in_whatever_parts_it_goes_back_it_is_what_was_paid(quantity, paid, dice) -> None:
    parts, left = [], quantity
    while left:
        parts.append(dice.randint(1, left))
        left -= parts[-1]
    amounts = gone(line(quantity, paid), parts)
    assert isinstance(amounts, list)
    assert sum(amounts) == paid
    assert min(amounts) >= 0
