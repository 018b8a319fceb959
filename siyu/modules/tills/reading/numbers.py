"""Numbers as people and tills write them, read exactly: never through a float."""

import re
from decimal import Decimal
from functools import lru_cache

from siyu.modules.tills.reading.problems import Bad, shortened

_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_SCIENCE = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]{1,3}")
_DIGITS_LIMIT = 40
_AMOUNT_LIMIT = 10**12
_QUANTITY_LIMIT = 10**9

# Full-width forms as Chinese input methods type them, the several minus signs, and quotes.
_WIDTHS = str.maketrans(
    "０１２３４５６７８９，．＋－（）　−–﹣",
    "0123456789,.+-() ---",
)
_MARKS = re.compile(r"¥|￥|\$|＄|€|£|元|圆|块|RMB|CNY|USD|EUR|HKD|\s", re.IGNORECASE)


def read_amount(text: str, column: str, places: int) -> int:
    """Integer minor units of an amount with at most `places` decimals."""
    return _scaled(text, column, places, _AMOUNT_LIMIT)


def read_quantity(text: str, column: str) -> int:
    """Thousandths of a piece: goods sold by weight have up to three decimals."""
    return _scaled(text, column, 3, _QUANTITY_LIMIT)


def is_number(text: str) -> bool:
    try:
        _decimal(text, "")
    except Bad:
        return False
    return True


# A shop has so many prices, and far fewer quantities.
@lru_cache(maxsize=8192)
def _scaled(text: str, column: str, places: int, limit: int) -> int:
    scaled = _decimal(text, column).scaleb(places)
    whole = int(scaled)
    if whole != scaled:
        raise Bad("too_fine", column=column, value=shortened(text), places=places)
    if not -limit <= whole <= limit:
        raise Bad("too_large", column=column, value=shortened(text))
    return whole


def _decimal(text: str, column: str) -> Decimal:
    if len(text) > _DIGITS_LIMIT:
        raise Bad("number_bad", column=column, value=shortened(text))
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if text.startswith("="):
        raise Bad("formula", column=column)
    plain = _plain(text)
    if plain is None:
        code = "mangled" if _SCIENCE.fullmatch(text) else "number_bad"
        raise Bad(code, column=column, value=shortened(text))
    return Decimal(plain)


def _plain(text: str) -> str | None:
    """`(1,234.50)`, `￥1，234.50`, `1234.50-`, `−5 元` as plain digits; None for anything else."""
    bare = _MARKS.sub("", text.translate(_WIDTHS))
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    elif bare.endswith("-"):
        bare = "-" + bare[:-1]
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    return bare if _PLAIN.fullmatch(bare) else None
