from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.tills.rules import Mark, Place, place_lines

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

_digests = st.lists(st.sampled_from([b"a", b"b", b"c"]), max_size=8)


def _marks(digests: list[bytes], at: datetime = NOON) -> list[Mark]:
    return [Mark(digest, at) for digest in digests]


def _place(incoming: list[bytes], recorded: list[bytes]) -> list[Place]:
    return place_lines([(None, m) for m in _marks(incoming)], dict(enumerate(_marks(recorded), 1)))


def test_equal_rows_are_as_many_as_they_are() -> None:
    assert _place([b"a", b"a"], [b"a"]) == [Place("known", 1), Place("added", 2)]


def test_beside_a_recorded_row_that_did_not_come_nothing_is_added() -> None:
    unsure = Place("unsure", 2)
    assert _place([b"a", b"c"], [b"a", b"b"]) == [Place("known", 1), unsure]
    assert _place([b"c"], [b"a", b"b"])[0].status == "unsure"
    assert _place([b"c", b"d", b"a"], [b"a", b"b"]) == [unsure, unsure, Place("known", 1)]


def test_a_row_of_another_moment_is_another_purchase() -> None:
    later = Mark(b"c", NOON + timedelta(minutes=1))
    assert place_lines([(None, later)], {1: Mark(b"a", NOON)}) == [Place("added", 2)]


def test_a_new_row_in_front_of_the_known_ones_is_new() -> None:
    assert _place([b"c", b"a", b"b"], [b"a", b"b"])[0] == Place("added", 3)


@given(rows=_digests, order=st.randoms())
def test_a_copy_in_any_order_adds_nothing(rows: list[bytes], order) -> None:
    copy = list(rows)
    order.shuffle(copy)
    assert all(place.status == "known" for place in _place(copy, rows))


@given(rows=_digests, more=_digests)
def test_an_appended_copy_adds_what_was_appended(rows: list[bytes], more: list[bytes]) -> None:
    places = _place(rows + more, rows)
    assert Counter(place.status for place in places)["added"] == len(more)
    assert sorted(place.number for place in places) == list(range(1, len(rows + more) + 1))


@given(rows=_digests, recorded=_digests)
def test_no_place_is_given_twice(rows: list[bytes], recorded: list[bytes]) -> None:
    numbers = [p.number for p in _place(rows, recorded) if p.status != "unsure"]
    assert len(set(numbers)) == len(numbers)


@given(rows=_digests, recorded=_digests)
def test_rows_are_added_only_beside_all_that_is_recorded(
    rows: list[bytes], recorded: list[bytes]
) -> None:
    statuses = Counter(place.status for place in _place(rows, recorded))
    whole = not Counter(recorded) - Counter(rows)
    assert statuses["unsure" if whole else "added"] == 0


def test_a_numbered_line_is_known_by_its_number() -> None:
    said = [(1, b"a"), (2, b"x"), (3, b"c"), (3, b"c"), (3, b"d")]
    lines = [(number, Mark(digest, NOON)) for number, digest in said]
    recorded = {1: Mark(b"a", NOON), 2: Mark(b"b", NOON)}
    statuses = [place.status for place in place_lines(lines, recorded)]
    assert statuses == ["known", "differs", "added", "known", "differs"]
