"""What is flagged and refused, word by word."""

import pytest

from siyu.modules.content import Flag, Part, Write, flags
from siyu.modules.content.rules import ENTRIES, Entry, first_formula


def said(text: str, title: str = "标题") -> list[Flag]:
    return flags(Write(title=title, parts=[Part(text=text)]))


@pytest.mark.parametrize("entry", ENTRIES, ids=[e.word for e in ENTRIES])
def test_every_word_of_the_list_is_found_where_it_stands(entry: Entry) -> None:
    text = f"这款产品{entry.word}，放心选。"
    found = [f for f in said(text) if f.word == entry.word]
    assert [(f.field, text[f.start : f.end], f.category) for f in found] == [
        ("parts.0", entry.word, entry.category)
    ]
    assert "广告法" in found[0].source
    assert found[0].dated.year >= 2021


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.unless], ids=lambda e: e.word)
def test_words_around_it_excuse_a_term(entry: Entry) -> None:
    for word in entry.unless.split("|"):
        assert entry.word not in {f.word for f in said(f"请{entry.word}{word}。")}, word


@pytest.mark.parametrize(
    "text",
    [
        "最佳赏味期 7 天",
        "最高温度不超过 40 度",
        "请最好在早上饮用",
        "最近到店的新品",
        "第一次来的妈妈",
    ],
)
def test_tips_and_times_are_no_praise(text: str) -> None:
    assert said(text) == []


def test_the_title_is_read_too_and_places_come_in_order() -> None:
    found = flags(Write(title="顶级好物", parts=[Part(text="顶级，独一无二"), Part(text="疗效")]))
    assert [(f.field, f.word) for f in found] == [
        ("title", "顶级"),
        ("parts.0", "顶级"),
        ("parts.0", "独一无二"),
        ("parts.1", "疗效"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "羊奶粉 1 段",
        "婴儿配方奶粉（1段）",
        "一段奶粉上新",
        "0-6 个月宝宝的配方奶粉",
        "0～6个月奶粉",
        "奶粉 800g 1段",
        "奶粉 ①段",
        "奶粉 Ⅰ 段",
        "奶粉 2 段、1 段都有货",
        "1段、2段奶粉上新",
        "初护婴儿配方奶粉",
        "婴儿配方羊奶粉上市",
        "First infant formula",
        "Stage 1 formula",
    ],
)
def test_first_formula_is_known_by_its_names(text: str) -> None:
    assert first_formula(["别的", text])


@pytest.mark.parametrize(
    "text",
    [
        "羊奶粉 3 段",
        "奶粉 2 段",
        "初护较大婴儿配方奶粉 2段",
        "婴儿配方奶粉 2段",
        "婴幼儿配方奶粉怎么选",
        "一段时间没喝奶粉了吗",
        "奶粉知识第一段",
        "1 段纸尿裤",
        "米粉 6 个月起",
        "",
    ],
)
def test_what_is_no_first_formula_may_be_shown(text: str) -> None:
    assert first_formula([text]) is None
