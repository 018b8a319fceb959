"""The tables of docs/algorithms/tiers.md, row by row, and a slow model that counts day by day."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.loyalty.rules import tiers as rules
from siyu.modules.loyalty.tests.pages import BEGAN, HER, day, listed, named, rows
from siyu.modules.loyalty.values.tiers import Growth, Ladder, Programme, Standing, Tier

PAGE = "tiers.md"
VALID = 100


def table(title: str) -> Any:
    return pytest.mark.parametrize("row", rows(PAGE, title), ids=" | ".join)


def ends(at: datetime, days: int) -> datetime:
    """As a day ends: whatever the hour, the midnight after so many days."""
    whole = (at - BEGAN).days
    return BEGAN + timedelta(days=whole + days)


def ends_after(at: datetime, days: int) -> datetime:
    """For growth at midnight: the tick that a term's end is asked for before lies a day earlier."""
    late = at + rules.TICK
    return ends(late, days)


def tier(text: str) -> Tier:
    name, _, said = text.partition(" ")
    reach, keep = said.split("/")
    return Tier(id=named(name), code=name, name=name, reach=int(reach), keep=int(keep))


def programmes(text: str) -> list[Programme]:
    versions: list[tuple[int, list[Tier]]] = [(0, [])]
    for one in listed(text, ";"):
        since, marked, said = one.rpartition(": ")
        if marked:
            versions.append((int(since.removeprefix("at ")), []))
        versions[-1][1].append(tier(said))
    return [
        Programme(
            version=number,
            since=day(str(since)),
            ladder=Ladder(tiers=tuple(some), valid_days=VALID),
            set_by="system",
        )
        for number, (since, some) in enumerate(versions, 1)
    ]


def growth(at: int, amount: int) -> Growth:
    return Growth(
        source_id=named(f"order {at}"),
        source="receipt",
        customer_id=HER,
        at=day(str(at)),
        version=1,
        amount=amount,
    )


def grown(text: str) -> list[Growth]:
    return [growth(int(a), int(b)) for a, b in (one.split(": ") for one in listed(text, ";"))]


def must_stand(row: list[str]) -> None:
    programme, brought, on, name, until, climb, kept = row
    found = rules.standing(programmes(programme), grown(brought), day(on), ends_after)
    assert found.tier == (None if name == "-" else named(name))
    assert found.until == (None if until == "-" else day(until))
    assert (found.climb, found.kept) == (int(climb), int(kept))


@table("What an order brings")
def test_an_order_brings_what_the_page_says(row: list[str]) -> None:
    rule, paid, returned, brought = row
    count, per = map(int, rule.split("/"))
    ladder = Ladder(tiers=(), valid_days=VALID, growth=count, per_minor=per)
    assert rules.earned(ladder, int(paid) - int(returned)) == int(brought)


@table("How somebody stands")
def test_she_stands_as_the_page_says(row: list[str]) -> None:
    must_stand(row)


@table("When the programme changes")
def test_a_change_counts_as_the_page_says(row: list[str]) -> None:
    must_stand(row)


@table("Goods that go back")
def test_what_goes_back_was_never_bought(row: list[str]) -> None:
    must_stand(row)


def test_the_page_has_its_rows() -> None:
    titles = {
        "What an order brings": 6,
        "How somebody stands": 14,
        "When the programme changes": 4,
        "Goods that go back": 7,
    }
    assert {title: len(rows(PAGE, title)) for title in titles} == titles


LADDER = programmes("silver 1000/500; gold 5000/3000; black 20000/9000")
ORDERS = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 9000)), max_size=12)


def counted_by_day(brought: list[tuple[int, int]], last: int) -> tuple[int, int | None, int, int]:
    """The same, one day after the other: place, day of the end, climb and kept."""
    steps = LADDER[0].ladder.tiers
    place, until, climb, kept = -1, None, 0, 0
    for today in range(last + 1):
        if until == today:
            place -= kept < steps[place].keep
            climb, kept = kept, 0
            until = today + VALID if place >= 0 else None
        for amount in [much for on, much in brought if on == today]:
            climb, kept = climb + amount, kept + amount
            reached = sum(one.reach <= climb for one in steps) - 1
            if reached > place:
                place, until, kept = reached, today + VALID, 0
    return place, until, climb, kept


@given(ORDERS, st.integers(0, 900))
def test_the_rule_is_what_counting_by_day_finds(brought: list[tuple[int, int]], on: int) -> None:
    brought = sorted(dict(brought).items())
    found = rules.standing(LADDER, [growth(*one) for one in brought], day(str(on)), ends_after)
    place, until, climb, kept = counted_by_day(brought, on)
    assert rules.place_of(LADDER[0].ladder, found.tier) == place
    assert found.until == (None if until is None else day(str(until)))
    assert found.climb == climb
    if place >= 0:
        assert found.kept == kept


@given(ORDERS, st.integers(0, 900))
def test_nobody_falls_by_more_than_a_step_nor_before_her_time(
    brought: list[tuple[int, int]], on: int
) -> None:
    brought = sorted(dict(brought).items())
    some = [growth(*one) for one in brought]

    def at(when: int) -> Standing:
        return rules.standing(LADDER, some, day(str(when)), ends_after)

    for before, now in pairwise(at(when) for when in range(on, on + 4)):
        fell = _place(before) - _place(now)
        assert fell <= 1
        assert fell <= 0 or before.until is not None


def _place(one: Standing) -> int:
    return rules.place_of(LADDER[0].ladder, one.tier)
