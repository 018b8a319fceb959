"""What may be said in an advertisement: a list of words with its sources, read in context.

Reading notes of the advertising law, and no legal advice: what is flagged, a person decides about.
The list lies beside this file. An absolute term is left alone where it orders in time or tells how
to use a thing (SAMR notice 2023 No. 6, Art. 6): `unless` are the words that say so when they stand
directly before or after it. Who may not be advertised to at all is refused, not flagged.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct, convert

from siyu.modules.content.values import Flag, Part, Write

LIST = Path(__file__).parent / "advertising.csv"
NEAR = 3
"""So many characters before and after a word are its context."""
READ_AGAIN = timedelta(minutes=30)
"""Whoever comes back sooner is still reading."""

# Formula for the first half year (stage 1): advertising law Art. 20, platform rules alike. By law
# 婴儿配方 is a name of it (GB 10765), 较大婴儿 and 幼儿 are the next ones.
_MILK = r"(?:奶粉|配方[奶羊牛]?粉?|乳粉|formula)"
_STAGE = r"(?<![\d第])[1一壹i]\s*段(?!时间|日子|路|话|文字|视频)"
_MONTHS = r"(?<!\d)0\s*[-~–—至到]\s*(?:6|12)\s*(?:个?月|months)"
_FIRST = rf"(?:{_STAGE}|{_MONTHS}|stage\s*(?:1|one)\b)"
_NAMED = (
    r"(?<!较大)婴儿配方(?:[羊牛]?奶粉|乳粉|食品|粉)(?!.{0,10}[2-9二三四]\s*段)|first infant formula"
)
FIRST_FORMULA = re.compile(
    rf"{_MILK}.{{0,16}}?{_FIRST}|{_FIRST}.{{0,16}}?{_MILK}|{_NAMED}", re.DOTALL
)


class Entry(Struct, frozen=True):
    """A line of the list."""

    category: str
    word: str
    unless: str
    source: str
    dated: date


def _entries() -> tuple[Entry, ...]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return tuple(convert(row, Entry, strict=False) for row in csv.DictReader(file))


ENTRIES = _entries()


def flags(article: Write) -> list[Flag]:
    """Every place of title and paragraphs that the list knows, in the order it is read."""
    found = [
        convert({**_said(entry), "field": field, "start": at, "end": at + len(entry.word)}, Flag)
        for field, text in _fields(article)
        for entry in ENTRIES
        for at in _places(text, entry)
    ]
    order = {field: n for n, (field, _) in enumerate(_fields(article))}
    return sorted(found, key=lambda flag: (order[flag.field], flag.start, flag.word))


def first_formula(texts: Sequence[str]) -> str | None:
    """The words that speak of first infant formula, if any do; full width and ① read alike."""
    for text in texts:
        match = FIRST_FORMULA.search(unicodedata.normalize("NFKC", text).lower())
        if match is not None:
            return match[0]
    return None


def whole(article: Write) -> str:
    """As it is read: what a title begins a paragraph may end."""
    return "\n".join(text for _, text in _fields(article) if text)


def fresh_flags(before: Write, after: Write) -> list[Flag]:
    """Flags of words that nobody has answered for yet."""
    known = {flag.word for flag in flags(before)}
    return [flag for flag in flags(after) if flag.word not in known]


def is_empty(parts: Sequence[Part]) -> bool:
    return not any(part.text.strip() or part.picture for part in parts)


def _fields(article: Write) -> list[tuple[str, str]]:
    parts = [(f"parts.{n}", part.text) for n, part in enumerate(article.parts)]
    return [("title", article.title), *parts]


def _places(text: str, entry: Entry) -> Iterator[int]:
    for match in re.finditer(re.escape(entry.word), text):
        before = text[max(0, match.start() - NEAR) : match.start()]
        after = text[match.end() : match.end() + NEAR]
        if not entry.unless or not _excused(entry.unless, before, after):
            yield match.start()


def _excused(unless: str, before: str, after: str) -> bool:
    words = unless.split("|")
    return any(before.endswith(word) or after.startswith(word) for word in words)


def _said(entry: Entry) -> dict[str, object]:
    return {
        "word": entry.word,
        "category": entry.category,
        "source": entry.source,
        "dated": entry.dated,
    }
