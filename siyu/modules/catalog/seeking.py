"""Pure: by which pieces goods are found, in Chinese and in anything else, with spaces or without.

Chinese isn't cut into words, so nobody has to know words: a text is kept as its characters and
its pairs of neighbours. Of Chinese that somebody types each character must stand beside one of
its neighbours again (星芽奶粉 finds 星芽婴儿配方奶粉); of codes and Latin words every pair must.
Worked in docs/algorithms/search.md.
"""

import re
import unicodedata
from collections.abc import Iterable

import msgspec

_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[^\u3400-\u9fff\U00020000-\U0003ffff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


class Sought(msgspec.Struct, frozen=True):
    """What to look for: all of `pieces`, and of each of the pairs `lefts`, `rights` one at least.

    `text` is what was typed, without spaces; `terms` are what stood between them.
    """

    text: str
    terms: list[str]
    pieces: list[str]
    lefts: list[str]
    rights: list[str]


def plain(text: str) -> str:
    """Full and half width, capital and small letters are one; spaces say nothing."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def kept(parts: Iterable[str]) -> tuple[str, set[str]]:
    """As a product keeps them: its words line by line, and their pieces."""
    lines = [line for line in dict.fromkeys(plain(part) for part in parts) if line]
    return "\n".join(lines), {piece for line in lines for piece in (*line, *_pairs(line))}


def sought(text: str) -> Sought | None:
    """None where nothing was typed."""
    pieces: set[str] = set()
    sides: list[tuple[str, str]] = []
    terms = [plain(term) for term in text.split()]
    for run in (run for term in terms for run in _RUNS.findall(term)):
        pairs = _pairs(run)
        if _CHINESE.match(run) or not pairs:
            pieces |= set(run)
        else:
            pieces |= set(pairs)
        if _CHINESE.match(run) and pairs:
            sides += zip([pairs[0], *pairs], [*pairs, pairs[-1]], strict=True)
    if not pieces:
        return None
    sides = list(dict.fromkeys(sides))
    return Sought(
        "".join(terms),
        terms,
        sorted(pieces),
        [left for left, _ in sides],
        [right for _, right in sides],
    )


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]
