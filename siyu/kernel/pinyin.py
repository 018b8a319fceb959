"""How Chinese is read: single characters always, phrases once somebody needs them.

The dictionary of phrases costs 44 MB in every process. Names of people are read character by
character and go without; a place is read as a phrase (长沙 is chang sha), which is rare.
"""

import os
from functools import cache

# The library looks at this once, as it is imported; processes we start are none of its business.
os.environ["PYPINYIN_NO_PHRASES"] = "1"

from pypinyin import Style, lazy_pinyin, load_phrases_dict

del os.environ["PYPINYIN_NO_PHRASES"]


def of_character(text: str) -> str:
    """How one character is read by itself, without its tone."""
    return lazy_pinyin(text)[0]


def of_phrase(text: str) -> list[str]:
    """How the characters of a text are read in their phrases, without tones."""
    if not text.isascii():
        _load()
    return lazy_pinyin(text)


def initials(text: str) -> list[str]:
    """The first letters of what `of_phrase` gives."""
    _load()
    return lazy_pinyin(text, style=Style.FIRST_LETTER)


@cache
def _load() -> None:
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415 - what this file is about

    load_phrases_dict(phrases_dict)
