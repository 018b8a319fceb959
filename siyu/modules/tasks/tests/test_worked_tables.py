"""The tables of docs/algorithms/todays-tasks.md, row by row; and what holds of all proposals."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.tasks import rules
from siyu.modules.tasks.values import (
    Birthday,
    Buyer,
    Expiring,
    Kind,
    Known,
    Newcomer,
    Task,
    Waiting,
)

PAGE = Path(__file__).parents[4] / "docs/algorithms/todays-tasks.md"
FIRST = date(2026, 3, 1)
BEGAN = datetime(2026, 3, 1, 2, tzinfo=UTC)
HER = UUID(int=7)


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def day(number: str | int) -> date:
    return FIRST + timedelta(days=int(number))


def known(kind: str, text: str) -> Known:
    word, _, rest = text.partition(" ")
    if word == "ready":
        ready = BEGAN + timedelta(hours=int(rest.removesuffix("h")))
        return Known(waiting=(Waiting(customer=HER, order=HER, order_no="1", ready_at=ready),))
    if word == "until":
        coupon = Expiring(customer=HER, wallet=HER, name="减 50", until_on=day(rest))
        return Known(expiring=(coupon,))
    if word == "on":
        return Known(birthdays=(Birthday(customer=HER, on=day(rest)),))
    if word == "since":
        since, _, greeted = rest.partition(", ")
        new = Newcomer(customer=HER, turn=1, since_on=day(since), greeted=greeted == "greeted")
        return Known(newcomers=(new,))
    assert (word, kind) == ("bought", "repurchase_due")
    return Known(buyers=(Buyer(customer=HER, days=tuple(map(day, rest.split()))),))


@pytest.mark.parametrize("row", rows("When each is proposed"), ids=" | ".join)
def test_a_task_is_proposed_when_the_page_says(row: list[str]) -> None:
    kind, text, when, days, proposed = row
    hours = int(when.removesuffix("h")) if when.endswith("h") else 24 * int(when)
    today = FIRST if when.endswith("h") else day(when)
    found = rules.propose(known(kind, text), BEGAN + timedelta(hours=hours), today)
    said = [(kind, int(days))] if proposed == "yes" else []
    assert [(one.kind, one.days) for one in found] == said


@pytest.mark.parametrize("row", rows("Her usual interval"), ids=" | ".join)
def test_her_usual_interval_is_the_pages(row: list[str]) -> None:
    bought, usual = row
    found = rules.usual_days(list(map(day, bought.split())))
    assert found == (None if usual == "-" else int(usual))


def test_the_order_is_the_pages() -> None:
    assert [row[1] for row in rows("The order")] == list(rules.ORDER) == list(get_args(Kind))


def task(text: str) -> Task:
    who, said, on = text.split()
    kind: Any = said
    customer = uuid5(HER, who)
    key = uuid5(customer, kind)
    return Task(key=key, kind=kind, customer=customer, on=day(on), days=0)


def listed(text: str) -> list[Task]:
    return [] if text == "-" else [task(part.strip()) for part in text.split(";")]


def in_order(tasks: Sequence[Task]) -> list[Task]:
    return sorted(tasks, key=lambda one: (rules.ORDER.index(one.kind), one.on, one.key))


@pytest.mark.parametrize("row", rows("What is shown"), ids=" | ".join)
def test_what_is_shown_is_the_pages(row: list[str]) -> None:
    proposed, ended, shown = map(listed, row)
    assert rules.choose(in_order(proposed), {one.key for one in ended}) == shown


def test_the_page_has_its_rows() -> None:
    titles = ("The order", "When each is proposed", "Her usual interval", "What is shown")
    assert [len(rows(title)) for title in titles] == [5, 20, 11, 4]


CUSTOMERS = st.integers(1, 40).map(lambda n: UUID(int=n))
DAYS = st.integers(-30, 30).map(day)
KNOWN = st.builds(
    Known,
    expiring=st.lists(
        st.builds(Expiring, customer=CUSTOMERS, wallet=CUSTOMERS, name=st.just("券"), until_on=DAYS)
    ).map(tuple),
    birthdays=st.lists(st.builds(Birthday, customer=CUSTOMERS, on=DAYS)).map(tuple),
    newcomers=st.lists(
        st.builds(
            Newcomer,
            customer=CUSTOMERS,
            turn=st.integers(1, 3),
            since_on=DAYS,
            greeted=st.booleans(),
        )
    ).map(tuple),
)


@given(KNOWN, st.data())
def test_nobody_is_named_twice_and_nothing_comes_back(some: Known, data: st.DataObject) -> None:
    proposed = rules.propose(some, BEGAN, FIRST)
    assert proposed == in_order(proposed)
    keys = sorted({one.key for one in proposed})
    ended = set(data.draw(st.lists(st.sampled_from(keys)))) if keys else set[UUID]()
    shown = rules.choose(proposed, ended)
    people = [one.customer for one in shown]
    assert len(people) == len(set(people)) <= rules.MOST
    assert not ended & {one.key for one in shown}
    left = {one.customer for one in proposed if one.key not in ended}
    assert len(shown) == min(len(left), rules.MOST)


def test_no_more_than_one_can_do_are_shown() -> None:
    new = tuple(
        Newcomer(customer=UUID(int=n), turn=1, since_on=FIRST, greeted=False) for n in range(1, 99)
    )
    proposed = rules.propose(Known(newcomers=new), BEGAN, FIRST)
    assert len(rules.choose(proposed, set())) == rules.MOST
