"""The tables of docs/algorithms/points.md, row by row."""

import re
from typing import Any

import pytest

from siyu.modules.loyalty.rules import points as rules
from siyu.modules.loyalty.tests.pages import BEGAN, KIND, day, held, listed, named, parts, rows
from siyu.modules.loyalty.values.points import Line, Part, Rule, Terms, Times

PAGE = "points.md"


def table(title: str) -> Any:
    return pytest.mark.parametrize("row", rows(PAGE, title), ids=" | ".join)


def line(text: str) -> Line:
    found = re.fullmatch(r"(\d+): (\d+)(?: x([\d.]+))?", text)
    assert found, text
    n, paid, times = found.groups()
    return Line(n=int(n), paid_minor=int(paid), times_bp=round(float(times or 1) * 10_000))


def terms(rule: str = "1/100", times: str = "-") -> Terms:
    points, per = rule.split("/")
    said = [one.split() for one in listed(times, ",")]
    return Terms(
        on="paid",
        points=int(points),
        per_minor=int(per),
        times=tuple(Times(category=named(c), times_bp=int(n) * 10_000) for c, n in said),
    )


@table("What an order brings")
def test_an_order_brings_what_the_page_says(row: list[str]) -> None:
    rule, lines, returned, points = row
    back = {int(n): int(minor) for n, minor in (one.split(": ") for one in listed(returned, ";"))}
    left = rules.kept([line(one) for one in listed(lines, ";")], back)
    assert rules.earned(terms(rule), left) == int(points)


@table("Which multiple counts")
def test_the_multiple_is_the_one_of_the_page(row: list[str]) -> None:
    multiples, categories, times = row
    path = [named(one) for one in listed(categories, "/")]
    assert rules.times(terms(times=multiples), path) == int(times) * 10_000


@table("Which rule counts")
def test_the_rule_that_counts_is_the_one_of_the_page(row: list[str]) -> None:
    versions, placed, version = row
    made = [
        Rule(
            kind_id=KIND,
            version=int(number),
            since=day(since),
            terms=terms(),
            set_at=BEGAN,
            set_by="system",
        )
        for number, since in (one.split(":") for one in listed(versions, ","))
    ]
    found = rules.rule_at(made, KIND, day(placed))
    assert (str(found.version) if found else "-") == version


@table("Spending")
def test_points_are_spent_as_the_page_says(row: list[str]) -> None:
    lots, on, points, said = row
    purse = [held(one) for one in listed(lots, ";")]
    if said.startswith("short of "):
        assert rules.left(purse, day(on)) == int(said.removeprefix("short of "))
        assert rules.left(purse, day(on)) < int(points)
    else:
        assert rules.take(purse, int(points), day(on)) == parts(said, -1)


@table("Giving back what was spent")
def test_points_are_given_back_as_the_page_says(row: list[str]) -> None:
    spent, before, points, said = row
    found = rules.give_back(parts(spent, -1), int(before), int(points))
    assert found == parts(said, 1)


@table("Taking back what goods had brought")
def test_points_are_taken_back_as_the_page_says(row: list[str]) -> None:
    lots, on, own, points, claw, said, owed, let_go = row
    purse = [held(one) for one in listed(lots, ";")]
    how: Any = claw
    found, gone = rules.claw_back(purse, named(own), int(points), how, day(on))
    debt = [Part(lot=None, amount=-int(owed))] if int(owed) else []
    assert (found, gone) == (parts(said, -1) + debt, int(let_go))


@table("New points and a debt")
def test_new_points_pay_what_is_owed_first(row: list[str]) -> None:
    points, owed, debt, lot = map(int, row)
    found = {part.lot: part.amount for part in rules.give(named("A"), points, owed)}
    assert (found.get(None, 0), found.get(named("A"), 0)) == (debt, lot)


def test_the_page_has_its_rows() -> None:
    titles = {
        "What an order brings": 12,
        "Which multiple counts": 7,
        "Which rule counts": 5,
        "Spending": 6,
        "Giving back what was spent": 5,
        "Taking back what goods had brought": 6,
        "New points and a debt": 4,
    }
    assert {title: len(rows(PAGE, title)) for title in titles} == titles
