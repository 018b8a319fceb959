"""Reading without the phrases until they are asked for changes no reading."""

import json
import subprocess
import sys

from siyu.kernel import pinyin
from siyu.kernel.names import SURNAMES

PLACES = [
    "长沙",
    "重庆大坪店",
    "厦门银行",
    "乐清",
    "六安",
    "台州",
    "蚌埠",
    "阿里巴巴",
    "东莞长安",
    "会稽",
]

# As the library reads with all of its dictionaries, in a process where nobody switched them off.
_WHOLE = """
import json, sys
from pypinyin import Style, lazy_pinyin
places, characters = json.load(sys.stdin)
first = [lazy_pinyin(p, style=Style.FIRST_LETTER) for p in places]
alone = [lazy_pinyin(c)[0] for c in characters]
print(json.dumps([[lazy_pinyin(p) for p in places], first, alone]))
"""
_FRUGAL = """
import sys
from siyu.kernel import names, pinyin
assert pinyin.of_phrase("S01") == ["S01"]
assert names.syllables("单长乐") == ["shan", "zhang", "le"], names.syllables("单长乐")
print("pypinyin.phrases_dict" in sys.modules)
pinyin.of_phrase("长沙")
print("pypinyin.phrases_dict" in sys.modules)
"""


def common() -> list[str]:
    """The 6,763 characters of GB 2312, and those of surnames."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    read = [row.decode("gb2312", errors="ignore") for row in rows]
    return [*filter(None, read), *"".join(SURNAMES)]


def test_every_reading_is_that_of_the_whole_library() -> None:
    characters = common()
    assert len(characters) > 6763
    given = json.dumps([PLACES, characters])
    whole = subprocess.run(
        [sys.executable, "-c", _WHOLE], input=given, capture_output=True, text=True, check=True
    )
    phrases, first, alone = json.loads(whole.stdout)
    assert [pinyin.of_character(c) for c in characters] == alone
    assert [pinyin.of_phrase(place) for place in PLACES] == phrases
    assert [pinyin.initials(place) for place in PLACES] == first
    assert phrases[0] == ["chang", "sha"]
    # Nor do the phrases change how a character is read by itself.
    assert [pinyin.of_character(c) for c in characters] == alone


def test_names_of_people_need_no_phrases() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FRUGAL], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
