from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.tills.rules import Place, place_lines

_digests = st.lists(st.sampled_from([b"a", b"b", b"c"]), max_size=8)


def _place(incoming: list[bytes], recorded: list[bytes]) -> list[Place]:
    return place_lines([(None, d) for d in incoming], dict(enumerate(recorded, 1)))


def test_equal_rows_are_as_many_as_they_are() -> None:
    assert _place([b"a", b"a"], [b"a"]) == [Place("known", 1), Place("added", 2)]


def test_a_row_in_the_place_of_another_differs() -> None:
    assert _place([b"a", b"c"], [b"a", b"b"]) == [Place("known", 1), Place("differs", 2)]


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
    places = _place(rows, recorded)
    assert len({place.number for place in places}) == len(rows)


def test_a_numbered_line_is_known_by_its_number() -> None:
    lines = [(1, b"a"), (2, b"x"), (3, b"c"), (3, b"c"), (3, b"d")]
    statuses = [place.status for place in place_lines(lines, {1: b"a", 2: b"b"})]
    assert statuses == ["known", "differs", "added", "known", "differs"]
