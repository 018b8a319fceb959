"""By what names are found."""

import pytest

from siyu.kernel.names import Named, asked_grams, grams, needle


def found(name: str, question: str) -> bool:
    """As the search decides: all pieces present, then the question itself."""
    named, sought = Named.of(name, 7), needle(question)
    return set(asked_grams(sought, 7)) <= set(named.grams) and sought in named.searched


@pytest.mark.parametrize(
    "question",
    ["王", "小明", "王小明", "明", "wxm", "WX", "xiaoming", "wangxiao", "王 小明", "ｗｘｍ"],
)
def test_a_name_is_found_by_any_piece_its_pinyin_and_its_initials(question: str) -> None:
    assert found("王小明", question)


@pytest.mark.parametrize("question", ["王明", "xm w", "张", "wmx"])
def test_a_name_is_not_found_by_what_is_not_in_it(question: str) -> None:
    assert not found("王小明", question)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [("单雄信", "shan xiong xin"), ("曾国藩", "zeng guo fan"), ("尉迟恭", "yu chi gong")],
)
def test_surnames_are_read_as_surnames(name: str, pinyin: str) -> None:
    assert Named.of(name, 1).pinyin == pinyin


def test_names_in_letters_are_found_without_regard_to_case() -> None:
    assert found("Anna Müller", "anna")
    assert found("Anna Müller", "MÜLL")


def test_pieces_are_led_by_the_tenant() -> None:
    assert grams("王", 7) == ["7/王"]
