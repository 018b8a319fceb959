"""How names are found: by any piece of the name, by pinyin, by its initials."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from siyu.kernel import pinyin

GRAM = 3
MAX_NAME = 60
MAX_REMARK = 500
# Surnames that are read otherwise than the same character elsewhere.
SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge", "区": "ou", "朴": "piao",
    "曾": "zeng", "翟": "zhai", "尉迟": "yu chi", "万俟": "mo qi", "缪": "miao", "乐": "yue",
    "纪": "ji", "祭": "zhai", "覃": "qin", "员": "yun", "种": "chong", "晟": "cheng",
}  # fmt: skip


class Named(Struct, frozen=True, kw_only=True):
    """A name with all that it is found by; without one it is found by nothing."""

    name: str | None
    pinyin: str
    searched: str
    grams: list[str]

    @classmethod
    def of(cls, text: str | None, tenant: int) -> "Named":
        name = clean(text or "")[:MAX_NAME] or None
        if name is None:
            return cls(name=None, pinyin="", searched="", grams=[])
        read = syllables(name)
        found = searched(name, read)
        return cls(name=name, pinyin=" ".join(read), searched=found, grams=grams(found, tenant))


def clean(text: str) -> str:
    """Full-width to ordinary, no control characters, single spaces."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isprintable():
        plain = "".join(c for c in plain if c.isprintable() or c.isspace())
    return " ".join(plain.split())


def syllables(name: str) -> list[str]:
    """How the name is read, without tones; what is not Chinese stays as it is."""
    for length in (2, 1):
        read = SURNAMES.get(name[:length])
        if read is not None and len(name) > length:
            return read.split() + _read(name[length:])
    return _read(name)


def _read(text: str) -> list[str]:
    parts = re.findall(r"[0-9a-z]+|[^0-9a-z\s]", text.lower())
    return [read for part in parts if (read := _syllable(part))]


@lru_cache(maxsize=8192)
def _syllable(part: str) -> str:
    if part.isascii():
        return re.sub(r"[^0-9a-z]", "", part)
    return re.sub(r"[^a-zü]", "", pinyin.of_character(part).lower()).replace("ü", "v")


def searched(name: str, read: Sequence[str]) -> str:
    """What a search looks through: the name, its pinyin and its initials, parted by bars."""
    parts = [needle(name), "".join(read), "".join(part[0] for part in read)]
    return "|".join(dict.fromkeys(part for part in parts if part))


def needle(text: str) -> str:
    """A question as `searched` would hold it."""
    return clean(text).lower().replace(" ", "").replace("|", "")


def grams(text: str, tenant: int, *, fine: bool = False) -> list[str]:
    """Every piece of one to three letters, led by the tenant; long pinyin `fine` or by threes."""
    pieces: dict[str, None] = {}
    for part in text.split("|"):
        shortest = GRAM if len(part) > 2 * GRAM and part.isascii() and not fine else 1
        for length in range(shortest, GRAM + 1):
            pieces |= dict.fromkeys(_pieces(part, length))
    return [f"{tenant}/{piece}" for piece in pieces]


def asked_grams(question: str, tenant: int) -> list[str]:
    """The pieces that whoever is meant by the question must all have."""
    length = min(GRAM, len(question))
    return [f"{tenant}/{piece}" for piece in dict.fromkeys(_pieces(question, length))]


def _pieces(text: str, length: int) -> list[str]:
    return [text[at : at + length] for at in range(len(text) - length + 1)] if length else []
