"""The tables of docs/algorithms/who-earns.md, row by row; and what holds of all shares."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from siyu.modules.distribution import rules
from siyu.modules.distribution.values import Line, NewPlan, Plan, Rate, Role, Share

PAGE = Path(__file__).parents[4] / "docs/algorithms/who-earns.md"
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
NAMES = UUID(int=8)
OPENED = [structs.replace(place, opened=True) for place in rules.PLACES]
YES = {"yes": True, "no": False, "not yet": False}


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def listed(text: str, by: str) -> list[str]:
    return [] if text == "-" else [part.strip() for part in text.split(by)]


def named(text: str) -> UUID:
    return uuid5(NAMES, text)


def line(text: str) -> Line:
    found = re.fullmatch(r"(\d+): (\d+)(?:-(\d+))?(?:@(.+))?", text)
    assert found, text
    n, paid, bonus, path = found.groups()
    return Line(
        n=int(n),
        paid_minor=int(paid),
        bonus_minor=int(bonus or 0),
        categories=tuple(map(named, path.split("/"))) if path else (),
    )


def rate(text: str) -> Rate:
    who, bp = text.split()
    role, _, category = who.partition("@")
    place: Any = role
    return Rate(role=place, rate_bp=int(bp), category=named(category) if category else None)


def plan(ceiling: int, rates: Iterable[Rate], version: int = 1, since: datetime = BEGAN) -> Plan:
    return Plan(
        version=version,
        since=since,
        after_sale_days=7,
        ceiling_bp=ceiling,
        rates=list(rates),
        set_at=since,
        set_by="system",
    )


def parties(text: str) -> dict[Any, UUID]:
    return {role: named(who) for role, who in (one.split() for one in listed(text, ","))}


def shared(row: Sequence[str], places: Sequence[rules.Place]) -> list[Share]:
    lines, ceiling, rates, people, _ = row
    made = plan(int(ceiling), map(rate, listed(rates, ";")))
    return rules.split(list(map(line, listed(lines, ";"))), made, parties(people), places)


def said(text: str) -> list[tuple[int, UUID, int]]:
    found = [one.split() for one in listed(text, ";")]
    return [(int(n), named(who), int(amount)) for n, who, amount in found]


def test_the_places_are_those_of_the_page() -> None:
    on_page = [
        (role, payer, most, YES[tiered], YES[opened])
        for role, _, base, payer, most, tiered, opened in rows("The places")
        if base == "goods paid"
    ]
    assert on_page == [
        (p.role, p.payer, rules.percent(p.most_bp), p.tiered, p.opened) for p in rules.PLACES
    ]
    assert [p.role for p in rules.PLACES] == list(get_args(Role))


@pytest.mark.parametrize("row", rows("Which guide"), ids=" | ".join)
def test_a_sale_is_whose_the_page_says(row: list[str]) -> None:
    link, bond, here, guide, reason = row
    meant = [None if one == "-" else named(one) for one in (link, bond)]
    found = rules.credited(meant[0], meant[1], set(map(named, listed(here, ","))))
    assert found == (None if guide == "-" else named(guide), reason)


@pytest.mark.parametrize("row", rows("Which plan"), ids=" | ".join)
def test_the_plan_that_counts_is_the_one_of_the_page(row: list[str]) -> None:
    plans, paid, version = row
    made = []
    for one in listed(plans, ";"):
        number, since = one.split(":")
        made.append(plan(0, [], int(number), BEGAN + timedelta(days=int(since))))
    found = rules.plan_at(made, BEGAN + timedelta(days=int(paid)))
    assert (str(found.version) if found else "-") == version


@pytest.mark.parametrize("row", rows("Shares today"), ids=" | ".join)
def test_a_worked_share_of_today_comes_out(row: list[str]) -> None:
    found = shared(row, rules.PLACES)
    assert [(s.n, s.earner, s.amount_minor) for s in found] == said(row[-1])


@pytest.mark.parametrize("row", rows("Shares when every place is open"), ids=" | ".join)
def test_a_worked_share_of_all_places_comes_out(row: list[str]) -> None:
    found = shared(row, OPENED)
    assert [(s.n, s.earner, s.amount_minor) for s in found] == said(row[-1])


@pytest.mark.parametrize("row", rows("When it is hers"), ids=" | ".join)
def test_what_is_left_after_returns_comes_out(row: list[str]) -> None:
    amount, base, returns, left = row
    gone, found = 0, []
    for one in listed(returns, ","):
        gone += int(one)
        found.append(rules.kept(int(amount), int(base), gone))
    assert found == [int(one) for one in listed(left, ",")]


def test_the_page_has_its_rows() -> None:
    titles = ("Which guide", "Which plan", "Shares today", "Shares when every place is open")
    assert [len(rows(title)) for title in (*titles, "When it is hers")] == [9, 7, 14, 8, 6]


BP = st.integers(0, 5000)
RATES = st.dictionaries(st.sampled_from(get_args(Role)), BP)
LINES = st.lists(st.integers(0, 10**7), min_size=1, max_size=9)
PEOPLE = st.sets(st.sampled_from(get_args(Role)))


@given(LINES, BP, RATES, PEOPLE)
def test_shares_never_pass_the_ceiling_and_never_make_a_third_tier(
    paid: list[int], ceiling: int, rates: dict[Any, int], people: set[Any]
) -> None:
    lines = [Line(n=n, paid_minor=one) for n, one in enumerate(paid, 1)]
    made = plan(ceiling, [Rate(role=role, rate_bp=bp) for role, bp in rates.items()])
    found = rules.split(lines, made, {role: uuid4() for role in people}, OPENED)
    for one in lines:
        hers = [share for share in found if share.n == one.n]
        assert sum(share.amount_minor for share in hers) <= one.base_minor * ceiling // 10_000
        assert all(share.amount_minor > 0 for share in hers)
        tiers = [share.tier for share in hers if share.tier is not None]
        assert tiers == list(range(1, len(tiers) + 1))
        assert len(tiers) <= rules.TIERS


@given(LINES, BP)
def test_a_place_gets_what_its_rate_says_of_the_whole_rounded_down_once(
    paid: list[int], bp: int
) -> None:
    lines = [Line(n=n, paid_minor=one) for n, one in enumerate(paid, 1)]
    most = min(bp, 3000)
    found = rules.split(lines, plan(5000, [Rate(role="guide", rate_bp=bp)]), {"guide": NAMES})
    exact = sum(paid) * most // 10_000
    got = sum(share.amount_minor for share in found)
    assert got <= exact
    # A ceiling of half a line never stands in the way of three tenths, but for lines of a few fen.
    if min(paid) >= 20:
        assert got == exact


@given(st.integers(1, 10**9), st.integers(0, 10**6), st.lists(st.integers(0, 10**6), max_size=9))
def test_what_is_left_never_grows_and_says_nothing_of_the_parts(
    base: int, amount: int, returns: list[int]
) -> None:
    gone, before = 0, amount
    for one in returns:
        gone += one
        left = rules.kept(amount, base, gone)
        assert 0 <= left <= before
        before = left
    assert before == rules.kept(amount, base, sum(returns))
    assert rules.kept(amount, base, base) == 0


NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
SOUND = NewPlan(
    since=NOW, after_sale_days=7, ceiling_bp=3000, rates=(Rate(role="guide", rate_bp=500),)
)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"since": NOW - timedelta(seconds=1)}, "distribution.begins_in_past"),
        ({"rates": (Rate(role="leader", rate_bp=1),)}, "distribution.place_closed"),
        ({"rates": (Rate(role="leader", rate_bp=0),)}, None),
        ({"rates": (Rate(role="guide", rate_bp=3001),)}, "distribution.rate_too_high"),
        ({"ceiling_bp": 499}, "distribution.rate_above_ceiling"),
        ({"rates": (*SOUND.rates, Rate(role="guide", rate_bp=1))}, "distribution.rate_twice"),
        ({"rates": (*SOUND.rates, Rate(role="guide", rate_bp=1, category=NAMES))}, None),
    ],
)
def test_a_plan_that_cannot_be_is_refused(change: dict[str, Any], code: str | None) -> None:
    found = rules.refusal(structs.replace(SOUND, **change), NOW)
    assert (found.code if found else None) == code
    if found:
        assert "{" not in found.sentence("zh") + found.sentence("en")


@pytest.mark.parametrize(
    ("bp", "text"), [(0, "0%"), (5, "0.05%"), (500, "5%"), (1250, "12.5%"), (10_000, "100%")]
)
def test_rates_are_read_as_percent(bp: int, text: str) -> None:
    assert rules.percent(bp) == text
