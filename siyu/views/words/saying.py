"""What renderers are given and what they give."""

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Actor
from siyu.kernel.errors import Language
from siyu.kernel.money import Currency
from siyu.views.refs import Refs, staff_of

Tone = Literal["plain", "money", "return", "care"]

_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "HKD": "HK$"}
_ACTORS = {
    "system": ("系统", "System"),
    "customer": ("客户本人", "The customer"),
    "key": ("开放接口", "Open API"),
}


class Link(Struct, frozen=True):
    """Where a click leads: the kind of page and the id it shows."""

    kind: str
    id: UUID


class Said(Struct, frozen=True, kw_only=True):
    title: str
    lines: tuple[str, ...] = ()
    tone: Tone = "plain"
    link: Link | None = None


class Saying(Struct, frozen=True, kw_only=True):
    """The language, the currency and the names to speak with."""

    language: Language
    currency: Currency
    refs: Refs

    def pick(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def word(self, words: dict[str, tuple[str, str]], code: str) -> str:
        """The word for a code; a code that has none speaks for itself."""
        return self.pick(*words.get(code, (code, code)))

    def money(self, minor: int) -> str:
        """With sign and thousands, as it is read."""
        plain = self.currency.text(abs(minor))
        whole, point, rest = plain.partition(".")
        sign = _SIGNS.get(self.currency.code, f"{self.currency.code} ")
        return f"{'-' if minor < 0 else ''}{sign}{int(whole):,}{point}{rest}"

    def store(self, id_: UUID | None) -> str | None:
        found = self.refs.store(id_)
        return found.name if found else None

    def person(self, id_: UUID | None) -> str | None:
        found = self.refs.person(id_)
        return found.name if found else None

    def sku(self, id_: UUID | None) -> str | None:
        return None if id_ is None else self.refs.skus.get(id_)

    def tag(self, id_: UUID) -> str:
        """`group · tag`; a tag that nobody knows has no name."""
        found = self.refs.tags.get(id_)
        return f"{found.group} · {found.name}" if found else self.pick("标签", "a tag")

    def article(self, id_: UUID) -> str:
        """In the quotes of the language; nothing for one that nobody knows."""
        return self._quoted(self.refs.articles.get(id_), "《{}》", " “{}”")

    def product(self, id_: UUID) -> str:
        return self._quoted(self.refs.products.get(id_), "“{}”", " “{}”")

    def _quoted(self, name: str | None, zh: str, en: str) -> str:
        return self.pick(zh, en).format(name) if name else ""

    def who(self, store: UUID | None, guide: UUID | None) -> str:
        """`store · guide`, whichever is known."""
        return " · ".join(name for name in (self.store(store), self.person(guide)) if name)

    def actor(self, text: str) -> str | None:
        if person := staff_of(text):
            return self.person(person) or self.pick("已离开的员工", "Somebody who left")
        kind = Actor.read(text).kind
        return self.pick(*_ACTORS[kind]) if kind in _ACTORS else None


Render = Callable[[Any, Saying], Said]
