"""The rule book of bonds: the cases of its page, and what holds whatever happens."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyu.modules.customers.rules.bonds import Bond, Decision, Event, decide
from siyu.modules.customers.values import Book

PAGE = Path(__file__).parents[4] / "docs" / "algorithms" / "bonds.md"
BEGAN = datetime(2026, 3, 1, 2, tzinfo=UTC)
STORE = UUID(int=1)
GUIDES = {letter: UUID(int=10 + n) for n, letter in enumerate("ABC")}
WHAT = {"add": "add", "buy": "purchase", "hand": "hand", "idle": "idle"}


def cases() -> list[dict[str, str]]:
    lines = PAGE.read_text().split("## Cases")[1].splitlines()
    rows = [[c.strip() for c in line.strip("| ").split("|")] for line in lines if "|" in line]
    head, _, *body = rows
    filled = [row + [""] * (len(head) - len(row)) for row in body]
    return [dict(zip(head, row, strict=True)) for row in filled]


CASES = cases()


def book_of(case: dict[str, str]) -> Book:
    said = {
        "rule": case["rule"],
        "protection_days": int(case["protection"]),
        "later_add": case["later add"],
        "idle_days": int(case["idle"]) if case["idle"] else None,
    }
    return msgspec.convert(said, Book)


def bond_of(text: str) -> Bond | None:
    if text == "none":
        return None
    guide = GUIDES.get(text[-1])
    rule: Any = "by_hand" if text.startswith("hand") else "first_add" if guide else "released"
    return Bond(store=STORE, guide=guide, rule=rule, since=BEGAN)


def event_of(text: str) -> Event:
    what, _, guide = text.partition(" ")
    kind: Any = WHAT[what]
    store = None if kind == "idle" else STORE
    return Event(what=kind, store=store, guide=GUIDES.get(guide))


@pytest.mark.parametrize("case", CASES, ids=[" ".join(c.values()) for c in CASES])
def test_the_page_says_what_the_rule_does(case: dict[str, str]) -> None:
    now = BEGAN + timedelta(days=int(case["day"]))
    made = decide(book_of(case), now, bond_of(case["bond"]), event_of(case["event"]))
    if not case["outcome"]:
        assert made is None
        return
    assert made is not None
    said = (made.outcome, made.guide, made.reason)
    assert said == (case["outcome"], GUIDES.get(case["guide"]), case["reason"])


def test_the_page_has_its_cases() -> None:
    assert len(CASES) > 35
    assert {case["outcome"] for case in CASES} == {"moved", "kept", "released", ""}


def told(bond: Bond | None, made: Decision | None, now: datetime) -> Bond | None:
    """The bond after a decision."""
    if made is None or made.outcome == "kept":
        return bond
    assert made.store is not None
    return Bond(store=made.store, guide=made.guide, rule=made.rule, since=now)


# The first draws of a busy machine are slow, which says nothing of the rule.
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)

BOOKS = st.builds(
    Book,
    rule=st.sampled_from(["first_add", "last_purchase", "by_hand"]),
    protection_days=st.integers(0, 120),
    later_add=st.sampled_from(["stays", "moves"]),
    idle_days=st.none() | st.integers(1, 200),
)
GUIDE = st.none() | st.sampled_from(sorted(GUIDES.values()))
EVENTS = st.builds(
    Event,
    what=st.sampled_from(["add", "purchase", "hand"]),
    store=st.sampled_from([STORE, UUID(int=2)]),
    guide=GUIDE,
) | st.just(Event(what="idle"))
STORY = st.lists(st.tuples(EVENTS, st.integers(0, 90)), max_size=12)


def lived(book: Book, story: Sequence[tuple[Event, int]]) -> list[tuple[Any, ...]]:
    """Each step: the bond before, event, moment, decision, the bond after."""
    bond: Bond | None = None
    now, steps = BEGAN, []
    for event, days in story:
        now += timedelta(days=days)
        made = decide(book, now, bond, event)
        after = told(bond, made, now)
        steps.append((bond, event, now, made, after))
        bond = after
    return steps


@UNHURRIED
@given(BOOKS, STORY)
def test_a_bond_once_made_is_never_lost(book: Book, story: list[tuple[Event, int]]) -> None:
    for before, _, _, _, after in lived(book, story):
        assert before is None or after is not None


@UNHURRIED
@given(BOOKS, STORY)
def test_what_a_hand_decided_only_a_hand_changes(
    book: Book, story: list[tuple[Event, int]]
) -> None:
    for before, event, _, _, after in lived(book, story):
        if before is not None and before.rule == "by_hand" and event.what != "hand":
            assert after == before


@UNHURRIED
@given(BOOKS, STORY)
def test_protection_holds(book: Book, story: list[tuple[Event, int]]) -> None:
    for before, event, now, made, after in lived(book, story):
        looked_after = before is not None and before.guide is not None
        if looked_after and now < before.since + timedelta(days=book.protection_days):
            if event.what == "hand":
                continue
            assert after == before
            assert made is None or made.outcome == "kept"


@UNHURRIED
@given(BOOKS, st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_the_first_of_three_guides_keeps_her_and_the_others_hear_why(
    book: Book, days: list[int]
) -> None:
    whole = msgspec.structs.replace(book, rule="first_add", protection_days=sum(days) + 1)
    for order in permutations(sorted(GUIDES.values())):
        adds = [Event(what="add", store=STORE, guide=guide) for guide in order]
        steps = lived(whole, list(zip(adds, days, strict=True)))
        assert steps[-1][4].guide == order[0]
        for _, _, _, made, _ in steps[1:]:
            assert (made.outcome, made.reason) == ("kept", "protected")


@UNHURRIED
@given(BOOKS, STORY)
def test_who_was_released_is_not_released_again(book: Book, story: list[tuple[Event, int]]) -> None:
    for _, event, now, made, after in lived(book, story):
        if made is not None and made.outcome == "released":
            assert event.what == "idle"
            for later in (0, 1, 1000):
                at = now + timedelta(days=later)
                assert decide(book, at, after, Event(what="idle")) is None


@UNHURRIED
@given(BOOKS, st.integers(0, 400), st.integers(0, 400))
def test_an_active_customer_is_not_idle(book: Book, active: int, now: int) -> None:
    bond = Bond(
        store=STORE,
        guide=GUIDES["A"],
        rule="first_add",
        since=BEGAN,
        active_at=BEGAN + timedelta(days=active),
    )
    made = decide(book, BEGAN + timedelta(days=now), bond, Event(what="idle"))
    if book.idle_days is None or now - active < book.idle_days:
        assert made is None
    elif now >= book.protection_days:
        assert made is not None
        assert made.reason == "idle"
