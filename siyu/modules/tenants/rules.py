"""Decisions without a clock, a database or a network."""

import re
from collections.abc import Iterable
from functools import cache
from zoneinfo import available_timezones

from siyu.kernel import pinyin
from siyu.kernel.money import currency
from siyu.modules.tenants.values import Way

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,31}")
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*|\[?[0-9a-f:]+\]?")


def sort_key(name: str) -> str:
    """Names in the order of their pinyin; Latin letters keep their place among them."""
    return " ".join(pinyin.of_phrase(name)).lower()


def searched(*parts: str) -> str:
    """What is looked through: the parts, their pinyin and their initials, parted by bars."""
    whole = [p for part in parts for p in (part, *_readings(part)) if p]
    return "|".join(dict.fromkeys(p.lower() for p in whole))


def _readings(text: str) -> tuple[str, str]:
    if text.isascii():
        return "", ""
    return "".join(pinyin.of_phrase(text)), "".join(pinyin.initials(text))


def pattern(q: str) -> str:
    """A LIKE pattern that finds `q` anywhere; what it says is taken literally."""
    literal = re.sub(r"([\\%_])", r"\\\1", q.strip().lower())
    return f"%{literal}%"


def host_name(host: str) -> str:
    """A Host header's name without its port, in lower case."""
    name = host.strip().lower().rstrip(".")
    if name.startswith("["):
        return name[1 : name.find("]")]
    return name.partition(":")[0] if name.count(":") == 1 else name


@cache
def _timezones() -> set[str]:
    """To look for them walks through hundreds of files."""
    return available_timezones()


def bad_founding(
    code: str, currency_code: str, timezone: str, hosts: tuple[str, ...]
) -> str | None:
    """What of a founding can't be used, or None."""
    if not CODE.fullmatch(code):
        return code
    try:
        currency(currency_code)
    except KeyError:
        return currency_code
    if timezone not in _timezones():
        return timezone
    return next((host for host in hosts if not HOST.fullmatch(host)), None)


def ways_in_order(ways: Iterable[Way]) -> list[Way]:
    """Each once, fetching before sending."""
    known: tuple[Way, ...] = ("pickup", "mail")
    return [way for way in known if way in set(ways)]
